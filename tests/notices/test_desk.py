"""Needs to a list to a notice: the whole way through the admin, by two persons."""

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from grants.queries.giving import open_projects
from notices import flows
from notices.models import Notice
from projects.models import Need, Project
from tests.accounts.factories import make_user
from tests.organizations.factories import make_verified
from tests.projects.factories import WORDS, make_need
from tests.reviews.decide_factories import make_scored_round

pytestmark = pytest.mark.django_db
NOTICE = {
    "kind": "needs",
    "round": "",
    "title": "第一批需求清单",
    "document_number": "",
    "issuer": "云溪市民政局",
    "summary": "2条",
    "text": "# 说明\n\n现予公布。",
    "days": "",
    "place": "",
}


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_operator_merges_lists_and_proposes_and_the_clerk_publishes(client: Client) -> None:
    operator, clerk = make_user(Role.OPERATOR), make_user(Role.CLERK)
    kept, same, other = (make_need(operator, title=title) for title in ("午餐", "午饭", "托管"))
    signed_in(client, operator)

    to_merge = client.post(
        "/admin/projects/need/", {"action": "merge", "_selected_action": [kept.pk, same.pk], "index": "0"}
    )
    assert client.get(to_merge.headers["Location"]).status_code == 200
    client.post(to_merge.headers["Location"], {"into": kept.pk, "need": [kept.pk, same.pk]})
    to_list = client.post(
        "/admin/projects/need/", {"action": "publish_list", "_selected_action": [kept.pk, other.pk], "index": "0"}
    )
    assert client.get(to_list.headers["Location"]).status_code == 200
    client.post("/admin/desk/notices/new/", {**NOTICE, "need": [kept.pk, other.pk, same.pk]})
    notice = Notice.objects.get()
    client.post(f"/admin/desk/notices/{notice.pk}/act/propose/")
    client.post(f"/admin/desk/notices/{notice.pk}/act/publish/")
    notice.refresh_from_db()
    assert (notice.state, [item["title"] for item in notice.items]) == ("proposed", ["午餐", "托管"])
    signed_in(client, clerk).post(f"/admin/desk/notices/{notice.pk}/act/publish/")

    notice.refresh_from_db()
    assert (notice.state, notice.number, notice.signed_by) == ("published", 1, clerk)
    assert dict(Need.objects.values_list("title", "state")) == {
        "午餐": "published",
        "午饭": "merged",
        "托管": "published",
    }
    assert "午餐" in client.get("/notices/general/1/").content.decode()


def test_a_notice_is_sent_back_with_a_reason_changed_and_corrected_by_a_later_one(client: Client) -> None:
    operator, clerk, head = make_user(Role.OPERATOR), make_user(Role.CLERK), make_user(Role.HEAD)
    notice = flows.draft_notice(kind="call", title="通知", issuer="民政局", text="正文", actor=operator)
    flows.propose_notice(notice_id=notice.pk, actor=operator)
    desk = f"/admin/desk/notices/{notice.pk}/"

    signed_in(client, clerk)
    client.post(f"{desk}act/send-back/", {"reason": ""})
    notice.refresh_from_db()
    assert notice.state == "proposed"
    client.post(f"{desk}act/send-back/", {"reason": "改标题"})
    client.post(f"{desk}edit/", {**NOTICE, "kind": "call", "title": "新通知"})
    client.post(f"{desk}act/propose/")
    client.post(f"{desk}act/publish/")
    notice.refresh_from_db()
    assert (notice.state, notice.title) == ("proposed", "新通知")
    signed_in(client, head).post(f"{desk}act/publish/")
    signed_in(client, operator)
    client.post(f"{desk}correct/", {**NOTICE, "title": "更正", "text": "应为三日。"})

    notice.refresh_from_db()
    correction = Notice.objects.get(corrects=notice)
    assert (notice.state, correction.state, correction.kind) == ("published", "draft", "correction")
    assert client.get(f"{desk}edit/").status_code == 404


def test_the_shortlist_of_a_round_is_drawn_from_its_accepted_applications(client: Client) -> None:
    clerk = make_user(Role.CLERK)
    scored = make_scored_round()
    first, second, out = scored.projects[:3]
    Project.objects.filter(pk=out.pk).update(state="rejected")
    notice = flows.draft_notice(
        kind="shortlist",
        title="入围公示",
        issuer="民政局",
        text="现予公示。\n\n@list",
        round_=scored.round,
        actor=clerk,
    )
    desk = f"/admin/desk/notices/{notice.pk}/"
    page = signed_in(client, clerk).get(desk).content.decode()
    assert (first.code in page, second.code in page, out.code in page) == (True, True, False)

    assert client.post(f"{desk}needs/", {"project": [first.code, second.code]}).status_code == 302
    client.post(f"{desk}act/propose/")
    signed_in(client, make_user(Role.HEAD)).post(f"{desk}act/publish/")

    notice.refresh_from_db()
    assert (notice.state, [each["code"] for each in notice.items]) == ("published", [first.code, second.code])
    assert set(notice.items[0]) == {"code", "group", "title", "organization"}
    public = client.get(f"/notices/{scored.round.code}/{notice.number}/").content.decode()
    assert first.title in public
    assert "需求清单" not in public.split("of-body", 1)[1].split("of-sign", 1)[0]
    assert [each.pk for each in open_projects(scored.round)] == [first.pk, second.pk]
    assert client.get(f"/notices/{scored.round.code}/{notice.number}/list.xlsx").status_code == 200


def test_who_only_reads_finds_no_form_and_moves_nothing(client: Client) -> None:
    operator = make_user(Role.OPERATOR)
    notice = flows.draft_notice(kind="call", title="通知", issuer="民政局", text="正文", actor=operator)
    need = make_need(operator)
    signed_in(client, make_user(Role.SUPERVISION))

    read = [f"/admin/desk/notices/{notice.pk}/", f"/admin/desk/needs/{need.pk}/"]
    written = [
        "/admin/desk/notices/new/",
        f"/admin/desk/notices/{notice.pk}/edit/",
        f"/admin/desk/needs/{need.pk}/edit/",
        f"/admin/desk/needs/merge/?need={need.pk}",
    ]
    assert [client.get(address).status_code for address in read] == [200, 200]
    assert [client.get(address).status_code for address in written] == [404] * 4
    client.post(f"/admin/desk/notices/{notice.pk}/act/propose/")
    notice.refresh_from_db()
    assert notice.state == "draft"


def test_a_need_is_collected_worded_matched_released_and_met_from_its_desk(client: Client) -> None:
    from projects.flows import publish_needs

    clerk = make_user(Role.CLERK)
    organization, community = make_verified(), make_need(clerk).community
    signed_in(client, clerk)

    client.post("/admin/desk/needs/new/", {**WORDS, "community": community.pk, "title": "代人录入"})
    need = Need.objects.get(title="代人录入")
    client.post(f"/admin/desk/needs/{need.pk}/edit/", {**WORDS, "title": "换个说法"})
    publish_needs(need_ids=[need.pk], actor=clerk)
    states = []
    for verb, data in (
        ("match", {"organization": "999999"}),
        ("match", {"organization": organization.pk}),
        ("release", {"reason": ""}),
        ("release", {"reason": "未立项"}),
        ("match", {"organization": organization.pk}),
        ("meet", {}),
    ):
        client.post(f"/admin/desk/needs/{need.pk}/act/{verb}/", data)
        need.refresh_from_db()
        states.append(need.state)

    assert need.title == "换个说法"
    assert states == ["published", "matched", "matched", "published", "matched", "met"]

"""Three lists side by side, a resident's and a giver's way through them, and the picture of who serves whom."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.demo import person
from accounts.models import User
from grants.queries import public
from organizations.demo import OURS, named
from projects import flows
from projects.models import BoundCommunity, Linkage, Need, Resource
from rounds.models import Round

pytestmark = pytest.mark.usefixtures("city")
BACKEND = "django.contrib.auth.backends.ModelBackend"
PAGES = ("/lists/", "/resources/", "/linkage/")
MOST = 15


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user, backend=BACKEND)
    return client


@pytest.mark.parametrize("page", PAGES)
def test_anybody_reads_the_lists_in_few_queries(client: Client, page: str) -> None:
    client.get(page)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.get(page)

    assert answer.status_code == 200
    assert len(asked) <= MOST
    assert len(answer.content) < 60_000


@pytest.mark.parametrize("page", PAGES)
def test_what_no_round_uses_looks_missing(client: Client, page: str) -> None:
    Round.objects.update(advanced=[])
    Resource.objects.update(state="withdrawn", used_by=None)

    assert client.get(page).status_code == 404
    assert "/lists/" not in client.get("/needs/").content.decode()
    assert signed_in(client, person("individual")).get("/resources/new/").status_code == 404


def test_every_list_is_narrowed_by_street_and_field(client: Client) -> None:
    need = Need.objects.filter(state="published").select_related("community__street")[0]
    street = need.community.street.code

    shown = client.get("/lists/", {"street": street, "field": need.field})

    assert shown.status_code == 200
    assert all(each.community.street.code == street for each in shown.context["needs"])
    assert {each.field for each in shown.context["resources"]} <= {need.field, ""}
    assert client.get("/projects/", {"field": need.field}).status_code == 200


def test_a_citizen_offers_something_in_two_short_steps_and_lets_an_organisation_use_it(client: Client) -> None:
    citizen, owner = person("individual"), person("org")
    form = signed_in(client, citizen).get("/resources/new/").context["form"]
    assert [len(fields) <= 4 for _heading, fields in form.stepped()] == [True, True]

    typed = {"kind": "hours", "title": "周末电脑维修", "capacity": "每周三小时", "giver": "一位居民"}
    told = client.post("/resources/new/", typed, follow=True).content.decode()
    resource = Resource.objects.get(title="周末电脑维修")
    assert f"感谢您。{resource.code}已提交" in told
    assert Client().get(f"/resources/{resource.code}/").status_code == 404

    flows.publish_resource(resource_id=resource.pk, actor=person("operator"))
    asked = {"organization": named(OURS).pk, "words": "老年大学电脑课"}
    told = signed_in(Client(), owner).post(f"/resources/{resource.code}/wish/", asked, follow=True).content.decode()
    assert "已提出申请" in told

    mine = client.get("/resources/mine/").content.decode()
    assert OURS in mine
    assert "老年大学电脑课" in mine
    client.post(f"/resources/{resource.code}/act/engage/", {"organization": named(OURS).pk})
    assert f"目前由{OURS}使用" in Client().get(f"/resources/{resource.code}/").content.decode()


def test_a_need_goes_from_the_community_to_its_result(client: Client) -> None:
    community, clerk = person("community"), person("clerk")
    form = signed_in(client, community).get("/needs/new/").context["form"]
    assert max(len(fields) for _heading, fields in form.stepped()) <= 4

    typed = {
        "community": form.fields["community"].queryset[0].pk, "field": "elderly", "title": "独居老人换灯泡没有人帮",
        "population": "八十岁以上独居老人", "problem": "灯坏了只能摸黑，物业不入户。", "scale": "六十户", "urgency": 2,
    }  # fmt: skip
    client.post("/needs/new/", typed)
    need = Need.objects.get(title="独居老人换灯泡没有人帮")
    flows.publish_needs(need_ids=[need.pk], actor=clerk)

    resident = signed_in(Client(), person("individual"))
    for _twice in range(2):
        told = resident.post(f"/needs/{need.code}/support/", {"act": "say"}, follow=True).content.decode()
    assert "已附议，您的姓名不会公开" in told
    page = Client().get(f"/needs/{need.code}/").content.decode()
    assert "1</b> 位居民附议" in page
    assert person("individual").display_name not in page

    grant = public.for_list()[0]
    desk = signed_in(Client(), clerk)
    flows.match_need(need_id=need.pk, organization=grant.organization, project=grant.project, actor=clerk)
    offered = desk.get(f"/admin/desk/needs/{need.pk}/").context["indicators"]
    chosen = offered[0]["id"]
    desk.post(f"/admin/desk/needs/{need.pk}/act/meet/", {"indicator": [chosen, "none"], "words": "项目已上门更换"})

    need.refresh_from_db()
    assert (need.state, need.indicators, need.met_words) == ("met", [chosen], "项目已上门更换")
    shown = Client().get(f"/needs/{need.code}/")
    assert [row["id"] for answer in shown.context["answers"] for row in answer.results] == [chosen]
    page = shown.content.decode()
    assert "需求如何得到满足" in page
    assert grant.project.title in page
    assert offered[0]["name"] in page


def test_suggestions_tell_their_reason(client: Client) -> None:
    need = Need.objects.filter(state="published", field="elderly")[0]
    flows.offer_resource(
        kind="people", title=need.title, capacity=need.population, giver="志愿队", field="elderly",
        community=need.community, actor=person("operator"),
    )  # fmt: skip
    flows.publish_resource(resource_id=Resource.objects.latest("pk").pk, actor=person("operator"))

    page = client.get(f"/needs/{need.code}/").content.decode()

    assert "可能适用的资源" in page
    assert "同一领域：为老服务" in page
    assert "同一社区" in page


def test_the_picture_counts_what_the_table_behind_it_lists(client: Client) -> None:
    shown = client.get("/linkage/")

    for row in shown.context["rows"]:
        assert len(row["projects"]) == len(row["cell"].projects)
    assert sum(len(row["projects"]) for row in shown.context["rows"]) > 0


def test_the_public_reads_numbers_of_a_linkage_and_no_social_workers_name(client: Client) -> None:
    linkage = Linkage.objects.exclude(project__workers=None).select_related("project")[0]
    worker = linkage.project.workers.select_related("worker")[0].worker

    page = client.get(f"/projects/{linkage.project.code}/").content.decode()

    assert "三社联动" in page
    assert linkage.get_model_display() in page
    assert worker.name not in page


def test_a_community_says_how_content_it_is_on_its_telephone(client: Client) -> None:
    bound = BoundCommunity.objects.select_related("community")[0]
    user = person("community")
    bound.community.workers.get_or_create(user=user, ended_at=None, defaults={"since": bound.project.created_at})
    signed_in(client, user)
    assert client.get("/needs/projects/").status_code == 200

    refused = client.post(f"/needs/projects/{bound.pk}/satisfaction/", {"stars": "2"}, follow=True).content.decode()
    told = client.post(f"/needs/projects/{bound.pk}/satisfaction/", {"stars": "4", "words": "好"}, follow=True)

    assert "请用一句话说明不足之处" in refused
    assert "感谢您的评价" in told.content.decode()
    bound.refresh_from_db()
    assert (bound.satisfaction, bound.satisfied_by) == (4, user)


def test_the_staff_read_gaps_and_take_the_list_along(client: Client) -> None:
    signed_in(client, person("clerk"))

    page = client.get("/admin/desk/linkage/gaps/").content.decode()
    rows = list(Linkage.objects.values_list("pk", flat=True))
    sheet = client.post("/admin/projects/linkage/", {"action": "take_along", "_selected_action": rows})

    assert "没有项目的街道" in page
    assert sheet.headers["Content-Type"].startswith("application/vnd.openxmlformats")

"""The journeys of ideas through the pages, in Chinese: posted, compared, paired, carried over; judged."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from projects.models import Idea, IdeaContest, IdeaDraft, IdeaOffer, IdeaScore, Project
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.organizations.factories import make_verified
from tests.projects.applications.factories import NOW, make_application, owner_of
from tests.projects.ideas.factories import OFFER, WORDS, accept, offer, open_contest, post, the_call
from tests.rounds.factories import make_published
from venture.kernel import clock

pytestmark = pytest.mark.usefixtures("stage", "db")

STEPS = (
    {"title": "楼下的银龄修理角", "field": "elderly", "population": "舍不得扔小家电的老人"},
    {
        "problem": "收音机坏了没有地方修，越堆越多。",
        "proposal": "每两周在楼下摆一次修理角。",
        "contribution": "我会修。",
    },
    {"speaks_as": "person", "unit_name": "", "unit_code": "", "host_name": ""},
    {"street": "", "credit": "程一帆", "agreed": "on"},
)


@pytest.fixture(autouse=True)
def _at_now() -> Any:
    with clock.at(NOW):
        yield


def entered(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def walked(client: Client, steps: tuple[dict[str, str], ...] = STEPS) -> Any:
    for number, step in enumerate(steps, start=1):
        answer = client.post(f"/ideas/new/{number}/", step)
    return answer


def test_an_idea_is_posted_in_four_short_steps_and_nobody_reads_whose_it_is() -> None:
    the_call()
    owner = make_user(name="程一帆")
    me = entered(owner)
    for number in range(1, 5):
        form = me.get(f"/ideas/new/{number}/").context["form"]
        assert len(form.fields) < 5

    answer = walked(me)

    idea = Idea.objects.get()
    assert answer.headers["Location"] == f"/ideas/{idea.code}/"
    assert (idea.owner, idea.title, idea.credit, IdeaDraft.objects.count()) == (owner, "楼下的银龄修理角", "程一帆", 0)
    for path in ("/ideas/", f"/ideas/{idea.code}/", "/ideas/?q=修理"):
        text = Client().get(path).content.decode()
        assert "楼下的银龄修理角" in text
        assert "程一帆" not in text


def test_what_is_wrong_is_said_and_what_was_typed_is_kept() -> None:
    the_call()
    owner = make_user()
    me = entered(owner)

    answer = me.post("/ideas/new/2/", {**STEPS[1], "problem": "太短"})

    assert "再多写几句" in answer.content.decode() or answer.context["form"].errors["problem"]
    assert IdeaDraft.objects.get(user=owner).typed["problem"] == "太短"
    assert me.get("/ideas/new/2/").context["form"].initial["problem"] == "太短"
    # The last step leads back to the first that lacks something; nothing is posted.
    assert me.post("/ideas/new/4/", STEPS[3]).headers["Location"] == "/ideas/new/"
    assert not Idea.objects.exists()


def test_a_number_in_the_text_is_refused_in_words() -> None:
    the_call()
    me = entered(make_user())
    answer = walked(me, (STEPS[0], {**STEPS[1], "proposal": "请打13912345678找我，每周都行。"}, *STEPS[2:]))
    assert "13912345678" in answer.content.decode()
    assert "删去个人的号码" in answer.content.decode()
    assert not Idea.objects.exists()


def test_without_a_call_that_takes_ideas_there_are_no_pages_of_ideas() -> None:
    me = entered(make_user())
    answers = {path: me.get(path).status_code for path in ("/ideas/", "/ideas/new/", "/ideas/mine/")}
    assert answers == {"/ideas/": 404, "/ideas/new/": 404, "/ideas/mine/": 404}
    assert "/ideas/" not in me.get("/applications/").content.decode()


def test_a_desk_leads_to_ideas_also_while_a_call_without_them_ends_first() -> None:
    other = make_published(code="2025-b")
    call = the_call()
    Round.objects.filter(pk=other.pk).update(opens_at=NOW - timedelta(days=1), closes_at=NOW + timedelta(hours=1))
    me = entered(make_user())

    page = me.get("/applications/")
    Round.objects.filter(pk=call.pk).update(advanced=[])
    without = me.get("/applications/")

    assert page.context["round"] == other
    assert 'href="/ideas/"' in page.content.decode()
    assert 'href="/ideas/"' not in without.content.decode()


@pytest.mark.parametrize(("days", "said"), [(20, "时间还来得及"), (5, "今年恐怕来不及"), (-1, "本轮征集已结束")])
def test_the_page_says_what_can_still_be_reached(days: int, said: str) -> None:
    call = the_call()
    idea = post()
    with clock.at(call.closes_at - timedelta(days=days)):  # type: ignore[operator]
        text = entered(idea.owner).get(f"/ideas/{idea.code}/").content.decode()
    assert said in text
    assert "创意奖" in text


def test_offers_are_compared_three_at_a_time_one_is_accepted_and_the_draft_carries_the_idea() -> None:
    the_call()
    owner = make_user(name="程一帆", mobile="+8619900009999")
    idea = post(owner)
    organizations = [make_verified() for _each in range(4)]
    for organization in organizations:
        theirs = entered(owner_of(organization))
        assert theirs.get(f"/ideas/{idea.code}/offer/").status_code == 200
        answer = theirs.post(f"/ideas/{idea.code}/offer/", {**OFFER, "organization": organization.pk})
        assert answer.headers["Location"] == f"/ideas/{idea.code}/"
    me = entered(owner)
    offers = list(IdeaOffer.objects.order_by("pk"))

    beside = me.get(f"/ideas/{idea.code}/offers/").context["beside"]
    chosen = me.get(f"/ideas/{idea.code}/offers/?offer={offers[3].pk}&offer={offers[1].pk}").context["beside"]
    assert ([each.pk for each in beside], [each.pk for each in chosen]) == (
        [each.pk for each in offers[:3]], [offers[1].pk, offers[3].pk],
    )  # fmt: skip
    assert "4份合作意向" in me.get("/ideas/mine/").content.decode().replace(" ", "")
    assert "比较合作意向：" in me.get("/applications/").content.decode()
    me.post(f"/ideas/offers/{offers[1].pk}/accept/")

    project = Project.objects.get(idea=idea)
    theirs = entered(owner_of(organizations[1]))
    page = theirs.get(f"/ideas/{idea.code}/").content.decode()
    assert f"/applications/{project.code}/" in page
    assert str(owner.mobile) in page
    overview = theirs.get(f"/applications/{project.code}/").content.decode()
    assert f'点子来自程一帆：<a href="/ideas/{idea.code}/">楼下的银龄修理角</a>' in overview
    # The public reads the name now, as its owner wished, and no telephone.
    public = Client().get(f"/ideas/{idea.code}/").content.decode()
    assert "提出人：程一帆" in public
    assert str(owner.mobile) not in public
    others = entered(owner_of(organizations[0])).get(f"/ideas/{idea.code}/").content.decode()
    assert str(owner.mobile) not in others


def test_nobody_writes_an_offer_for_an_idea_that_looks_for_none_any_more() -> None:
    the_call()
    paired = accept(offer(post()))
    theirs = entered(owner_of(make_verified()))

    answer = theirs.get(f"/ideas/{paired.code}/offer/", follow=True)
    theirs.post(f"/ideas/{paired.code}/offer/", OFFER)

    assert answer.redirect_chain == [(f"/ideas/{paired.code}/", 302)]
    assert "这个点子已不在寻找机构。" in answer.content.decode()
    assert IdeaOffer.objects.filter(idea=paired).count() == 1


def test_a_draft_of_the_organisation_can_be_offered() -> None:
    the_call()
    organization = make_verified()
    draft = make_application(organization)
    idea = post()
    theirs = entered(owner_of(organization))

    theirs.post(f"/ideas/{idea.code}/offer/", {**OFFER, "organization": organization.pk, "into": draft.pk})
    entered(idea.owner).post(f"/ideas/offers/{IdeaOffer.objects.get().pk}/accept/")

    assert Idea.objects.get().project == draft


def test_pairs_part_in_words_and_owners_take_back() -> None:
    the_call()
    made = offer(post())
    me = entered(made.idea.owner)
    me.post(f"/ideas/offers/{made.pk}/accept/")
    me.post(f"/ideas/{made.idea.code}/act/part/", {"reason": ""})
    assert Idea.objects.get().state == "paired"

    me.post(f"/ideas/{made.idea.code}/act/part/", {"reason": "想法不合"})
    me.post(f"/ideas/{made.idea.code}/edit/1/", {**STEPS[0], "title": "修理角二号"})
    assert (Idea.objects.get().state, Idea.objects.get().title) == ("open", "修理角二号")
    answer = me.post(f"/ideas/{made.idea.code}/act/withdraw/", follow=True)

    assert "点子已撤回" in answer.content.decode()
    assert Client().get(f"/ideas/{made.idea.code}/").status_code == 404


def test_prizes_from_the_opening_of_the_review_to_the_page_of_the_winner() -> None:
    call = the_call()
    first, second = post(title="第一个点子"), post(title="第二个点子")
    judges = [make_user(Role.EXPERT, name="沈教授"), make_user(Role.CLERK)]
    operator, head = make_user(Role.OPERATOR), make_user(Role.HEAD)
    with clock.at(call.closes_at + timedelta(days=2)):  # type: ignore[operator]
        staff = entered(operator)
        form = {
            "round": call.pk, "due_on": "2025-05-01", "judges": [each.pk for each in judges], "tax_percent": "20",
            "tax_basis": "税法", "name1": "新", "points1": "60", "name2": "行", "points2": "40",
        }  # fmt: skip
        assert staff.post("/admin/desk/contests/new/", form).status_code == 302
        contest = IdeaContest.objects.get()
        expert = entered(judges[0]).get("/review/").content.decode()
        assert "有 2 个金点子待您评议。" in expert
        assert 'href="/ideas/judging/"' in expert
        for judge in judges:
            theirs = entered(judge)
            for entry, points in zip(contest.entries.order_by("idea__code"), (("55", "35"), ("30", "20")), strict=True):
                page = theirs.get(f"/ideas/judging/{entry.pk}/").content.decode()
                assert str(entry.idea.owner) not in page
                theirs.post(f"/ideas/judging/{entry.pk}/", {"p0": points[0], "p1": points[1], "words": "好。"})
        assert IdeaScore.objects.count() == 4
        assert "/ideas/judging/" not in entered(judges[0]).get("/review/").content.decode()
        desk = staff.get(f"/admin/desk/contests/{contest.pk}/")
        best = contest.entries.get(idea=first)
        award = call.idea_awards.order_by("order", "pk")[0]
        assert [(each.place, each.total, each.idea) for each in desk.context["ranked"]] == [
            (1, 180, first), (2, 100, second),
        ]  # fmt: skip
        staff.post(f"/admin/desk/contests/{contest.pk}/act/propose/", {f"award-{best.pk}": award.pk})
        entered(head).post(f"/admin/desk/contests/{contest.pk}/act/decide/")

        mine = entered(first.owner).get(f"/ideas/{first.code}/").content.decode()
        public = Client().get(f"/ideas/{first.code}/").content.decode()

    assert "2,400" in mine
    assert "2,400" not in public
    assert "一等奖" in public


def test_staff_read_owners_hide_and_take_ideas_along() -> None:
    the_call()
    owner = make_user(name="程一帆")
    idea = post(owner)
    staff = entered(make_user(Role.CLERK))

    page = staff.get(f"/admin/desk/ideas/{idea.pk}/").content.decode()
    sheet = staff.post("/admin/projects/idea/", {"action": "take_along", "_selected_action": [idea.pk]})
    staff.post(f"/admin/desk/ideas/{idea.pk}/act/hide/", {"reason": "写了邻居的姓名"})

    assert "程一帆" in page
    assert (sheet.status_code, sheet.content[:2]) == (200, b"PK")
    assert Client().get(f"/ideas/{idea.code}/").status_code == 404
    assert "写了邻居的姓名" in entered(owner).get("/ideas/mine/").content.decode()


def test_a_review_with_wrong_points_says_so() -> None:
    call = the_call()
    post()
    with clock.at(call.closes_at + timedelta(days=2)):  # type: ignore[operator]
        staff = entered(make_user(Role.OPERATOR))
        answer = staff.post(
            "/admin/desk/contests/new/",
            {"round": call.pk, "name1": "新", "points1": "90", "tax_percent": "20", "tax_basis": "法"},
        )
        assert {"points1", "due_on", "judges"} >= set(answer.context["form"].errors)
        contest = open_contest(call, [make_user(Role.EXPERT), make_user(Role.CLERK)])
    assert (answer.status_code, contest.entries.count()) == (200, 1)


def test_programs_post_offer_accept_and_read_no_name() -> None:
    from accounts.flows.tokens import make_token

    the_call()
    owner = make_user(name="程一帆")
    organization = make_verified()

    def asks(user: User) -> dict[str, str]:
        _token, text = make_token(actor=user, name="程序", scopes=["ideas:read", "ideas:write"], days=1)
        return {"authorization": f"Bearer {text}"}

    given = {name: WORDS[name] for name in ("title", "field", "population", "problem", "proposal", "contribution")}
    mine, theirs = asks(owner), asks(owner_of(organization))
    posted = Client().post("/api/v1/ideas/", given, "application/json", headers=mine)
    code = posted.json()["code"]
    refused = Client().post("/api/v1/ideas/", {**given, "problem": "短"}, "application/json", headers=mine)
    made = Client().post(
        f"/api/v1/ideas/{code}/offer/", {**OFFER, "organization": organization.uscc}, "application/json", headers=theirs
    )  # fmt: skip
    key = made.json()["id"]
    done = Client().post(f"/api/v1/ideas/{code}/offers/{key}/accept/", {}, "application/json", headers=mine)
    row = Client().get(f"/api/v1/ideas/{code}/", headers=theirs).json()

    assert (posted.status_code, refused.status_code, made.status_code, done.status_code) == (201, 400, 201, 200)
    assert (row["state"], row["organization"], row["credit"]) == ("paired", organization.uscc, "")
    assert "程一帆" not in str(row)

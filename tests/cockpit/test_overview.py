"""The overview of a round: each number is the length of the list behind it; who sees what; what it costs."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.enums import Role
from accounts.models import User
from projects.models import Project
from reviews.models import Recusal
from rounds.enums import RoundState
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.cockpit.review import Underway
from tests.reviews.scoring.factories import assign, make_accepted, make_expert
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.notify.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Iterator[Underway]:
    made = Underway()
    with clock.at(made.now):
        yield made


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def clerk(world: Underway) -> Client:
    return client_of(world.review.staff)


def told(client: Client, query: str = "") -> Any:
    answer = client.get(f"/admin/{query}")
    assert answer.status_code == 200
    return answer.context


def length(client: Client, url: str) -> int:
    answer = client.get(url)
    assert answer.status_code == 200, url
    found: int = answer.context["cl"].result_count
    return found


def queues(client: Client) -> dict[str, Any]:
    return {state.queue.key: state for state in told(client)["waiting"]}


def test_the_strip_tells_what_is_real_and_plans_the_rest(world: Underway, clerk: Client) -> None:
    steps = {step.label: step for step in told(clerk)["steps"]}

    real = {label: (step.count, step.of) for label, step in steps.items() if step.count is not None}
    assert real == {"已提交": (4, None), "形式审查通过": (4, None), world.review.stage.name: (2, 4)}
    assert [label for label, step in steps.items() if step.place == "now"] == [world.review.stage.name]
    assert (steps["审定立项"].count, steps["公示"].count) == (None, None)


def test_every_number_is_the_length_of_its_list(world: Underway, clerk: Client) -> None:
    Project.objects.filter(pk=make_accepted(world.review).pk).update(state="rejected")
    Project.objects.filter(pk=make_accepted(world.review).pk).update(state="returned")
    page = told(clerk)

    strip = [(step.count, step.url) for step in page["steps"] if step.count is not None]
    bands = [(band.count, band.url) for band in page["coverage"].bands]
    waiting = [(state.count, state.url) for state in page["waiting"]]
    assert [count for count, _url in bands] == [2, 1, 1]
    for count, url in [*strip, *bands, *waiting]:
        assert length(clerk, url) == count, url
    for step in page["steps"]:
        for words, url in step.more:
            assert str(length(clerk, url)) in words
    for bar, url in page["money"].bars:
        codes = clerk.get(url).context["cl"].result_list
        assert sum(row.grant_fen for row in codes) == bar.purse.asked


def test_the_numbers_of_the_sheets_have_their_list_too(world: Underway, clerk: Client) -> None:
    page = told(clerk)
    sheets = "/admin/reviews/scoresheet/?state__exact=sealed&assignment__state__exact=done"
    here = f"{sheets}&assignment__stage__id__exact={world.review.stage.pk}"

    assert (page["burn"].done, page["burn"].given, length(clerk, here)) == (5, 6, 5)
    assert [(each.name, each.done, each.given, each.idle) for each in page["people"]] == [
        ("王老师", 0, 1, True), ("何主任", 2, 2, False), ("沈教授", 3, 3, False),
    ]  # fmt: skip
    assert page["burn"].ahead is not None
    assert sum(count for _day, count, _total in page["burn"].days) == 5


def test_each_queue_of_the_review_has_its_verb_and_its_desk(world: Underway, clerk: Client) -> None:
    row = assign(world.review, world.projects[3], world.experts[1], state="recused")
    Recusal.objects.create(assignment=row, code="kin", by=world.review.staff, at=world.now)

    found = {key: state.count for key, state in queues(clerk).items() if key.startswith("reviews.")}
    assert found == {"reviews.lacking": 1, "reviews.idle": 1, "reviews.apart": 1, "reviews.recusals": 1}
    stage = world.review.stage
    desk = f"/admin/desk/assigning/{stage.round.code}/{stage.order}/"
    assert clerk.get(queues(clerk)["reviews.lacking"].desk).headers["Location"] == desk


def test_a_dispute_is_answered_once_one_more_expert_reads(world: Underway, clerk: Client) -> None:
    assign(world.review, world.projects[1], world.experts[2])

    assert "reviews.apart" not in queues(clerk)


def test_an_auditor_reads_the_numbers_and_has_nothing_to_do(world: Underway) -> None:
    auditor = client_of(make_user(Role.AUDITOR))
    page = told(auditor)

    assert (page["coverage"].projects, page["waiting"], page["may_run"]) == (4, [], False)


def test_another_role_sees_no_number_of_the_review(world: Underway) -> None:
    administrator = client_of(make_user(Role.SYSTEM_ADMIN))
    page = told(administrator)

    assert page.get("coverage") is None
    assert all(step.count is None for step in page.get("steps", ()))
    lines = {line.url for group in page["menu"] for line in group["entries"]}
    assert not any("/desk/current/" in url for url in lines)


def test_the_menu_leads_to_the_desks_of_the_round_at_work(world: Underway, clerk: Client) -> None:
    lines = {str(line.label): line for group in told(clerk)["menu"] for line in group["entries"]}
    code = world.review.round.code

    ways = {name: clerk.get(lines[name].url).headers["Location"] for name in ("评审进度", "排名与立项")}
    assert ways == {"评审进度": f"/admin/desk/review/{code}/", "排名与立项": f"/admin/desk/ranking/{code}/"}
    assert lines["评审分配"].count == 1
    assert clerk.get("/admin/desk/current/nowhere/").status_code == 404


def test_a_desk_that_no_round_has_is_absent(clerk: Client, world: Underway) -> None:
    Round.objects.filter(pk=world.review.round.pk).update(state=RoundState.OPEN)
    lines = {str(line.label) for group in told(clerk)["menu"] for line in group["entries"]}

    assert lines.isdisjoint({"评审分配", "评审进度", "排名与立项"})
    assert clerk.get("/admin/desk/current/ranking/").status_code == 404


def test_another_round_is_chosen_by_its_code(world: Underway, clerk: Client) -> None:
    other = Round.objects.get(pk=world.review.round.pk)
    other.pk, other.code, other.year, other._state.adding = None, "2031", 2031, True
    other.save()

    assert told(clerk)["round"].code == "2031"
    assert told(clerk, f"?round={world.review.round.code}")["coverage"].projects == 4
    assert clerk.get("/admin/?round=1066").status_code == 404


def test_reminding_shows_who_is_told_what_before_it_is_sent(world: Underway, clerk: Client) -> None:
    address = f"/admin/desk/review/{world.review.round.code}/remind/"

    shown = clerk.get(f"{address}?who=idle")
    assert [line["row"].appointment.expert.name for line in shown.context["lines"]] == ["王老师"]
    assert shown.context["lines"][0]["words"].title in shown.content.decode()
    assert not Message.objects.filter(event="review_reminder").exists()

    clerk.post(address, {"stage": world.review.stage.order, "expert": [world.experts[2].pk]})
    message = Message.objects.get(event="review_reminder")
    assert message.person == world.experts[2].expert.user
    assert clerk.get(address).context["lines"][0]["told"] is True


def test_the_summary_names_every_application_once_and_is_on_record(world: Underway, clerk: Client) -> None:
    answer = clerk.get(f"/admin/desk/overview/{world.review.round.code}/summary.xlsx")

    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert {row[1]: (row[9], row[10], row[11], row[12]) for row in rows[1:]} == {
        world.projects[0].code: (2, 2, 80, 82), world.projects[1].code: (2, 2, 60, 90),
        world.projects[2].code: (2, 1, 75, 75), world.projects[3].code: (0, 0, "", ""),
    }  # fmt: skip
    entry = AuditEntry.objects.get(verb="sheet.export")
    assert (entry.facts["what"], entry.facts["count"]) == ("overview", 4)


def test_the_overview_costs_fifteen_queries_however_large_the_round(world: Underway) -> None:
    clerk = client_of(world.review.staff)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            told(clerk)
        return len(asked)

    few = cost()
    for number in range(5):
        expert = make_expert(world.review, name=f"专家{number}")
        assign(world.review, make_accepted(world.review), expert)
    assert (cost() - few, few <= 15 - CLOCK) == (0, True)


# A clock that stands for the tests is not asked: room for the times that the page asks it in earnest.
CLOCK = 3

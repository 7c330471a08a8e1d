"""Which projects may be closed, and what the others lack: the list says what the checklist of each one says."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.enums import Role
from accounts.models import User
from grants.domain.close_out import NOT_YET, Tick, checklist
from grants.flows.archiving import archive
from grants.flows.closing import begin_close, check_closure, close_grant
from grants.flows.measures import ask_measure
from grants.flows.recovering import record_return
from grants.models import Closure, Grant, Recovery
from grants.queries.closing import facts_of
from grants.queries.ending import ended, lacks, with_facts, with_step
from notices.models import Hold
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.grants.closing.cases import LATER, Case, confirmed, judged, make_case, reported, spent
from tests.grants.factories import make_payment
from venture.kernel import clock

pytestmark = pytest.mark.django_db
WAN = 1_000_000
LIST = "/admin/grants/runningproject/"
STEPS = ("begin", "check", "close")


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with clock.at(LATER):
        yield


def over(state: str = "active") -> Case:
    """Return a project whose days are over, half of its money paid and spent but for one 万元."""
    case = make_case(state)
    make_payment(case.grant, 1, "paid")
    spent(case, 4 * WAN)
    Grant.objects.filter(pk=case.grant.pk).update(ends_on=LATER.date() - timedelta(days=1))
    return case


def ready() -> Case:
    case = over()
    reported(case)
    confirmed(case)
    return case


def begun() -> Case:
    case = ready()
    begin_close(grant_id=case.grant.pk, actor=case.clerk)
    return case


def returned() -> Case:
    case = begun()
    owed = Recovery.objects.get(grant=case.grant)
    record_return(recovery_id=owed.pk, amount_fen=owed.amount_fen, on=LATER.date(), voucher="S1", actor=case.clerk)
    return case


def checked() -> Case:
    case = returned()
    check_closure(closure_id=case.grant.closure.pk, words="", actor=case.clerk)
    return case


def packed() -> Case:
    case = checked()
    archive(closure_id=case.grant.closure.pk)
    return case


def closed() -> Case:
    case = packed()
    close_grant(closure_id=case.grant.closure.pk, actor=case.head)
    return case


def with_open_papers() -> Case:
    case = over()
    reported(case, state="submitted")
    judged(case)
    return case


def with_open_money() -> Case:
    case = ready()
    spent(case, WAN // 2, state="entered", number="记-002")
    make_payment(case.grant, 2)
    return case


def with_a_question() -> Case:
    case = ready()
    ask_measure(grant_id=case.grant.pk, kind="suspension", reason="账目不清。", actor=case.clerk)
    Hold.objects.create(project=case.grant.project, reason="线索核查", placed_at=LATER)
    return case


def failed() -> Case:
    """Return a project whose final evaluation was confirmed as failed: it may be closed all the same."""
    case = over()
    reported(case)
    confirmed(case, share=10)
    return case


def found() -> dict[str, list[int]]:
    return {which: sorted(each.pk for each in ended(which, LATER.date())) for which in (*STEPS, "near")}


CASES: dict[str, tuple[Callable[[], Case], str, tuple[str, ...]]] = {
    "runs": (make_case, "", ("final_report", "final_evaluation")),
    "over": (over, "near", ("final_report", "final_evaluation")),
    "papers": (with_open_papers, "near", ("final_report", "final_evaluation", "reports")),
    "money": (with_open_money, "near", ("expenses", "payments")),
    "question": (with_a_question, "near", ("requests", "objection")),
    "ready": (ready, "begin", ()),
    "terminated": (lambda: over("terminated"), "begin", ()),
    "suspended": (lambda: over("suspended"), "", ()),
    "begun": (begun, "near", ("recoveries", "special_account")),
    "returned": (returned, "check", ()),
    "checked": (checked, "near", ("archive",)),
    "packed": (packed, "close", ()),
    "closed": (closed, "", ()),
    "failed": (failed, "begin", ()),
}


@pytest.mark.parametrize("name", CASES)
def test_the_list_says_what_the_checklist_says(name: str) -> None:
    make, place, open_ = CASES[name]
    grant = make().grant
    row = with_step(with_facts(Grant.objects.all()), LATER.date()).get(pk=grant.pk)
    told = lacks(row)
    assert tuple(each.code for each in told) == open_
    assert found() == {which: [grant.pk] if which == place else [] for which in (*STEPS, "near")}
    if row.end_step:
        whole: tuple[Tick, ...] = checklist(facts_of(grant))
        assert told == tuple(each for each in whole if not each.done and each.code not in NOT_YET[row.end_step])


def test_a_step_that_the_list_calls_ready_is_taken_and_any_other_refused() -> None:
    case = returned()
    assert found()["check"] == [case.grant.pk]
    check_closure(closure_id=Closure.objects.get().pk, words="", actor=case.clerk)
    assert found() == {"begin": [], "check": [], "close": [], "near": [case.grant.pk]}


def listed(person: User, query: str) -> tuple[int, Any, str]:
    """Return what a list costs, its rows and its page."""
    client = Client()
    client.force_login(person)
    client.get(LIST + query)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(LIST + query)
    assert answer.status_code == 200
    return len(asked), list(answer.context["cl"].result_list), answer.content.decode()


def test_the_list_names_what_a_project_lacks_and_costs_the_same_for_one_and_for_three() -> None:
    first = with_open_money()
    cost, rows, page = listed(first.clerk, "?end=near")
    assert [each.pk for each in rows] == [first.grant.pk]
    assert "请认定或核减待核支出。共1项。" in page
    assert "请办结支付，或撤回申请。共1项。" in page
    assert ">发起结项</a>" not in page
    others = {begun().grant.pk, with_a_question().grant.pk}
    again, rows, _page = listed(first.clerk, "?end=near")
    assert {each.pk for each in rows} == {first.grant.pk, *others}
    assert again == cost
    assert again <= 15


def test_a_ready_project_leads_to_its_end_and_is_taken_along_with_its_next_step() -> None:
    case = ready()
    Round.objects.filter(pk=case.grant.round_id).update(code="2025-x")
    _cost, rows, page = listed(case.clerk, "?end=begin")
    assert [each.pk for each in rows] == [case.grant.pk]
    assert f'href="/admin/desk/grants/{case.grant.project.code}/end/">发起结项</a>' in page
    client = Client()
    client.force_login(case.clerk)
    sheet = client.post(f"{LIST}?end=begin", {"action": "take_along", "_selected_action": [case.grant.pk]})
    head, row = list(load_workbook(BytesIO(sheet.content)).active.values)
    assert dict(zip(head, row, strict=True))["结项下一步"] == "发起结项"


def test_an_auditor_reads_the_list_and_a_stranger_does_not() -> None:
    case = with_open_money()
    _cost, rows, _page = listed(make_user(Role.AUDITOR), "?end=near")
    assert [each.pk for each in rows] == [case.grant.pk]
    stranger = Client()
    stranger.force_login(make_user())
    assert stranger.get(f"{LIST}?end=near").status_code == 404

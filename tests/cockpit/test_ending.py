"""What the end of projects asks of the bureau stands on the overview, each number the length of its list."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from grants.flows.archiving import archive
from grants.flows.closing import begin_close, check_closure
from grants.flows.evaluating import propose_evaluation
from grants.flows.measures import ask_measure
from grants.flows.recovering import record_return
from grants.models import Grant, Recovery
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.grants.closing.cases import LATER, Case, confirmed, judged, make_case, reported, spent
from tests.grants.factories import make_payment
from venture.kernel import clock

pytestmark = pytest.mark.django_db
WAN = 1_000_000
ENDS = (
    "evaluations.confirm", "measures.decide", "recoveries.record", "endings.begin", "endings.near", "closures.check",
    "closures.close",
)  # fmt: skip


def told(user: User) -> dict[str, int]:
    """Return the queues of the end that the person's overview names; each is as long as its list."""
    client = Client()
    client.force_login(user)
    with clock.at(LATER):
        found = {each.queue.key: each for each in client.get("/admin/").context["waiting"]}
        lengths: dict[str, Any] = {
            key: client.get(found[key].url).context["cl"].result_count for key in ENDS if key in found
        }
    assert lengths == {key: found[key].count for key in lengths}
    return lengths


def running() -> Case:
    """Return a case whose round has a code that an address can name."""
    case = make_case()
    Round.objects.filter(pk=case.grant.round_id).update(code="2025-x")
    return case


def owing() -> Case:
    case = running()
    make_payment(case.grant, 1, "paid")
    spent(case, 4 * WAN)
    reported(case)
    confirmed(case)
    return case


def test_a_proposed_evaluation_and_a_measure_wait_for_the_second_person() -> None:
    case = running()
    with clock.at(LATER):
        propose_evaluation(evaluation_id=judged(case).pk, actor=case.evaluator)
        ask_measure(grant_id=case.grant.pk, kind="suspension", reason="账目不清。", actor=case.clerk)
    assert told(case.head) == {"evaluations.confirm": 1, "measures.decide": 1}
    assert told(case.clerk) == {"evaluations.confirm": 1}


def test_a_close_out_waits_for_its_money_its_check_and_its_second_person() -> None:
    case, maker = owing(), make_user(Role.FINANCE_MAKER)
    with clock.at(LATER):
        closure = begin_close(grant_id=case.grant.pk, actor=case.clerk)
    assert told(maker) == {"recoveries.record": 1}
    assert told(case.clerk) == {"recoveries.record": 1, "endings.near": 1, "closures.check": 1}
    with clock.at(LATER):
        recovery = Recovery.objects.get()
        record_return(
            recovery_id=recovery.pk, amount_fen=recovery.amount_fen, on=LATER.date(), voucher="S1", actor=maker
        )
        check_closure(closure_id=closure.pk, words="", actor=case.clerk)
    assert told(maker) == {}
    # Its archive is not made yet.
    assert told(case.head) == {"endings.near": 1, "closures.close": 1}
    archive(closure_id=closure.pk)
    assert told(case.head) == {"closures.close": 1}


def test_a_project_at_its_end_is_named_with_what_it_lacks_until_its_close_out_can_be_begun() -> None:
    case, maker = running(), make_user(Role.FINANCE_MAKER)
    make_payment(case.grant, 1, "paid")
    assert told(case.clerk) == {}
    Grant.objects.filter(pk=case.grant.pk).update(ends_on=LATER.date() - timedelta(days=1))
    assert told(case.clerk) == {"endings.near": 1}
    reported(case)
    confirmed(case)
    assert told(case.clerk) == {"endings.begin": 1}
    assert told(maker) == {}


def test_only_who_may_set_a_round_up_is_asked_for_the_first_one() -> None:
    assert not Round.objects.exists()
    for role, asked in ((Role.OPERATOR, True), (Role.CLERK, True), (Role.FINANCE_MAKER, False)):
        client = Client()
        client.force_login(make_user(role))
        assert ("还没有届次" in client.get("/admin/").content.decode()) is asked

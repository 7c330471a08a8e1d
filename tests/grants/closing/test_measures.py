"""Measures: one asks, another decides, and the grant and its money follow."""

from datetime import timedelta
from typing import Any

import pytest

from grants.enums import MeasureKind
from grants.flows.closing import begin_close
from grants.flows.measures import approve_measure, ask_measure, refuse_measure, withdraw_measure
from grants.models import Grant, JournalEntry, Measure, Recovery
from grants.queries.invariants import findings
from tests.grants.closing.cases import LATER, Case, make_case
from tests.grants.factories import make_payment
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db


def asked(case: Case, kind: str, **words: Any) -> Measure:
    with clock.at(LATER):
        return ask_measure(grant_id=case.grant.pk, kind=kind, reason="两次催告未改。", actor=case.clerk, **words)


def approved(case: Case, kind: str, **words: Any) -> Measure:
    measure = asked(case, kind, **words)
    with clock.at(LATER):
        return approve_measure(measure_id=measure.pk, answer="同意。", actor=case.head)


def refused(act: Any) -> str:
    before = list(Grant.objects.values()), list(Measure.objects.values())
    with pytest.raises(RuleRefusal) as refusal, clock.at(LATER):
        act()
    assert (list(Grant.objects.values()), list(Measure.objects.values())) == before
    return refusal.value.code


def test_a_suspension_and_its_end() -> None:
    case = make_case()
    approved(case, MeasureKind.SUSPENSION)
    case.grant.refresh_from_db()
    assert case.grant.state == "suspended"
    approved(case, MeasureKind.RESUMPTION)
    case.grant.refresh_from_db()
    assert case.grant.state == "active"
    acts = AuditEntry.objects.filter(verb__in=["grant.suspend", "grant.resume"]).order_by("seq")
    assert [entry.verb for entry in acts] == ["grant.suspend", "grant.resume"]


def test_an_extension_moves_the_last_day_and_nothing_else() -> None:
    case = make_case()
    assert case.grant.ends_on is not None
    until = case.grant.ends_on + timedelta(days=60)
    measure = approved(case, MeasureKind.EXTENSION, until=until)
    case.grant.refresh_from_db()
    assert (case.grant.ends_on, case.grant.state) == (until, "active")
    assert measure.effect["after"] == str(until)


def test_a_termination_releases_what_was_not_paid_and_what_was_paid_is_claimed() -> None:
    case = make_case()
    make_payment(case.grant, 1, "paid")
    measure = approved(case, MeasureKind.TERMINATION)
    case.grant.refresh_from_db()
    assert (case.grant.state, measure.effect["released_fen"]) == ("terminated", case.grant.amount_fen // 2)
    assert case.grant.committed_fen == case.grant.paid_fen == case.grant.amount_fen // 2
    with clock.at(LATER):
        begin_close(grant_id=case.grant.pk, actor=case.clerk)
    recovery = Recovery.objects.get()
    assert (recovery.ground, recovery.amount_fen) == ("termination", case.grant.paid_fen)
    released = JournalEntry.objects.get(kind="release")
    assert (released.document_kind, released.document_pk) == ("measure", str(measure.pk))
    assert "document_missing" not in {each.code for each in findings()}


def test_money_on_its_way_keeps_a_termination_waiting() -> None:
    case = make_case()
    make_payment(case.grant, 1, "approved")
    measure = asked(case, MeasureKind.TERMINATION)
    assert refused(lambda: approve_measure(measure_id=measure.pk, answer="", actor=case.head)) == (
        "measure_payment_moves"
    )


def test_who_asks_does_not_decide_and_only_who_asked_takes_it_back() -> None:
    case = make_case()
    measure = asked(case, MeasureKind.SUSPENSION)
    assert refused(lambda: approve_measure(measure_id=measure.pk, answer="", actor=case.clerk)) == "same_person"
    assert refused(lambda: refuse_measure(measure_id=measure.pk, answer="否", actor=case.clerk)) == "same_person"
    assert refused(lambda: withdraw_measure(measure_id=measure.pk, reason="误", actor=case.head)) == (
        "measure_not_yours"
    )
    assert refused(lambda: approve_measure(measure_id=measure.pk, answer="", actor=case.owner)) == "own_organization"


def test_what_leads_nowhere_is_refused_at_once() -> None:
    case = make_case()

    def ask(kind: str, reason: str = "理由") -> Any:
        return lambda: ask_measure(grant_id=case.grant.pk, kind=kind, reason=reason, actor=case.clerk)

    assert refused(ask(MeasureKind.RESUMPTION)) == "grant_illegal_move"
    assert refused(ask(MeasureKind.EXTENSION)) == "measure_until_missing"
    assert refused(ask(MeasureKind.SUSPENSION, " ")) == "measure_reason_missing"
    asked(case, MeasureKind.SUSPENSION)
    assert refused(ask(MeasureKind.SUSPENSION)) == "measure_waits"

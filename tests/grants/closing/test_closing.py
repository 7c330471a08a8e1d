"""A close-out: what is owed is claimed from the ledger, one checks, another closes, and then nothing moves."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from grants.flows.archiving import archive
from grants.flows.closing import begin_close, check_closure, close_grant, return_closure
from grants.flows.recovering import record_return, write_off
from grants.models import Closure, Grant, JournalEntry, Recovery
from grants.queries.closing import balances
from grants.queries.invariants import findings
from tests.grants.closing.cases import LATER, Case, confirmed, make_case, reported, spent
from tests.grants.factories import make_payment
from venture.audit.models import AuditEntry
from venture.jobs.models import Job
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db
WAN = 1_000_000


def refused(act: Callable[[], Any]) -> str:
    before = list(Grant.objects.values()), list(Closure.objects.values()), JournalEntry.objects.count()
    with pytest.raises(RuleRefusal) as refusal, clock.at(LATER):
        act()
    assert (list(Grant.objects.values()), list(Closure.objects.values()), JournalEntry.objects.count()) == before
    return refusal.value.code


def ended() -> Case:
    """Return a project of 10 万元: 5 万 paid, 4 万 spent and accepted, 3,000 yuan disallowed, all papers in."""
    case = make_case()
    make_payment(case.grant, 1, "paid")
    spent(case, 4 * WAN)
    spent(case, 300_000, state="disallowed", number="记-002")
    reported(case)
    confirmed(case)
    case.grant.refresh_from_db()
    return case


def begun(case: Case) -> Closure:
    with clock.at(LATER):
        return begin_close(grant_id=case.grant.pk, actor=case.clerk)


def test_a_close_out_from_its_claim_to_a_closed_grant_with_an_archive() -> None:
    case = ended()
    closure = begun(case)
    case.grant.refresh_from_db()
    recovery = Recovery.objects.get()

    assert case.grant.state == "closing"
    assert (closure.paid_fen, closure.spent_fen, closure.unspent_fen, closure.disallowed_fen) == (
        5 * WAN, 4 * WAN, 700_000, 300_000,
    )  # fmt: skip
    assert (recovery.ground, recovery.amount_fen, recovery.state) == ("unspent", WAN, "open")
    assert case.grant.committed_fen == 5 * WAN
    released = JournalEntry.objects.get(kind="release")
    assert (released.document_kind, released.document_pk) == ("closure", str(closure.pk))
    assert "document_missing" not in {each.code for each in findings()}
    with clock.at(LATER):
        record_return(recovery_id=recovery.pk, amount_fen=WAN, on=LATER.date(), voucher="回单8801", actor=case.clerk)
        check_closure(closure_id=closure.pk, words="资料齐全。", actor=case.clerk)
    job = Job.objects.get(name="grants.archive")
    with clock.at(LATER):
        archive(**job.payload)
        close_grant(closure_id=closure.pk, actor=case.head)

    closure.refresh_from_db()
    case.grant.refresh_from_db()
    recovery.refresh_from_db()
    assert (closure.state, case.grant.state, recovery.state) == ("closed", "closed", "settled")
    assert closure.archive is not None
    assert closure.archive_sha256 == closure.archive.sha256
    assert {kind: fen for (kind, _source, _year), fen in balances(case.grant).items() if fen} == {
        "paid": 5 * WAN, "returned": WAN, "given": 5 * WAN, "spent": 4 * WAN, "sent_back": WAN,
    }  # fmt: skip
    assert AuditEntry.objects.filter(verb="grant.close").count() == 1


def test_what_is_closed_is_refused_by_the_database_itself() -> None:
    case = ended()
    test_closure = begun(case)
    Closure.objects.filter(pk=test_closure.pk).update(state="closed")
    Grant.objects.filter(pk=case.grant.pk).update(state="closed")

    with pytest.raises(IntegrityError), transaction.atomic():
        case.grant.expenses.update(purpose="改动")
    with pytest.raises(IntegrityError), transaction.atomic():
        Closure.objects.filter(pk=test_closure.pk).update(words="改动")


def test_who_checked_does_not_close_and_nothing_closes_without_its_archive() -> None:
    case = ended()
    closure = begun(case)
    recovery = Recovery.objects.get()
    with clock.at(LATER):
        record_return(recovery_id=recovery.pk, amount_fen=WAN, on=LATER.date(), voucher="回单8802", actor=case.clerk)
        check_closure(closure_id=closure.pk, words="", actor=case.head)

    assert refused(lambda: close_grant(closure_id=closure.pk, actor=case.head)) == "same_person"
    assert refused(lambda: close_grant(closure_id=closure.pk, actor=case.clerk)) == "closure_incomplete"


def test_an_open_claim_keeps_the_checklist_open() -> None:
    case = ended()
    closure = begun(case)
    assert refused(lambda: check_closure(closure_id=closure.pk, words="", actor=case.clerk)) == "closure_incomplete"


def test_a_close_out_waits_for_expenses_and_payments_and_begins_once() -> None:
    waiting = make_case()
    make_payment(waiting.grant, 1, "paid")
    spent(waiting, WAN, state="entered")
    assert refused(lambda: begin_close(grant_id=waiting.grant.pk, actor=waiting.clerk)) == "closure_expenses_open"

    moving = make_case()
    make_payment(moving.grant, 1, "approved")
    assert refused(lambda: begin_close(grant_id=moving.grant.pk, actor=moving.clerk)) == "closure_payments_open"

    case = ended()
    begun(case)
    assert refused(lambda: begin_close(grant_id=case.grant.pk, actor=case.clerk)) == "closure_not_yet"


def test_what_cannot_come_back_is_written_off_by_another_person_with_a_document() -> None:
    case = ended()
    begun(case)
    recovery = Recovery.objects.get()
    with clock.at(LATER):
        record_return(
            recovery_id=recovery.pk, amount_fen=400_000, on=LATER.date(), voucher="回单8803", actor=case.clerk
        )

    assert refused(lambda: write_off(recovery_id=recovery.pk, document="核销批复", actor=case.clerk)) == "same_person"
    assert refused(lambda: write_off(recovery_id=recovery.pk, document=" ", actor=case.head)) == (
        "recovery_document_missing"
    )
    with clock.at(LATER):
        write_off(recovery_id=recovery.pk, document="云民批〔2026〕3号", actor=case.head)
    recovery.refresh_from_db()
    assert (recovery.state, recovery.returned_fen, recovery.written_off_fen) == ("written_off", 400_000, 600_000)


def test_more_than_is_owed_is_not_returned_and_no_return_is_without_its_voucher() -> None:
    case = ended()
    begun(case)
    pk = Recovery.objects.get().pk

    def give(fen: int, voucher: str) -> Callable[[], Any]:
        return lambda: record_return(recovery_id=pk, amount_fen=fen, on=LATER.date(), voucher=voucher, actor=case.clerk)

    assert refused(give(WAN + 1, "回单8804")) == "recovery_amount_wrong"
    assert refused(give(WAN, " ")) == "recovery_voucher_missing"


def test_a_checked_close_out_goes_back_and_loses_its_archive() -> None:
    case = ended()
    closure = begun(case)
    recovery = Recovery.objects.get()
    with clock.at(LATER):
        record_return(recovery_id=recovery.pk, amount_fen=WAN, on=LATER.date(), voucher="回单8805", actor=case.clerk)
        check_closure(closure_id=closure.pk, words="", actor=case.clerk)
        archive(closure_id=closure.pk)
        returned = return_closure(closure_id=closure.pk, reason="缺审计报告。", actor=case.head)

    assert (returned.state, returned.archive, returned.checked_by) == ("open", None, None)

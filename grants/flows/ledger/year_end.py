"""The end of a fiscal year: one asks with the document's number, another closes, and no entry stands in it any more."""

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from grants.domain.lifecycle import ASK_LIFE
from grants.enums import AllotmentKind, AskState, PaymentState
from grants.flows.holding import refuse_same
from grants.models import Allotment, JournalEntry, LedgerCounter, Payment, YearClosing
from grants.queries.invariants import findings
from venture.audit.flows import record, step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

LONGEST = 300


def propose_year_closing(*, year: int, document_number: str, actor: User) -> YearClosing:
    """Ask to close a year's books.

    Raise ``RuleRefusal``: ``year_not_over``; ``year_closing_stands`` when it is asked for or closed already;
    ``ledger_document_missing``; and what stands in the way as ``confirm_year_closing`` tells it.
    """
    with transaction.atomic():
        if not document_number.strip():
            raise RuleRefusal("ledger_document_missing")
        _counter()
        if YearClosing.objects.filter(year=year, state__in=(AskState.ASKED, AskState.APPROVED)).exists():
            raise RuleRefusal("year_closing_stands", year=year)
        _refuse_open(year)
        closing = YearClosing.objects.create(
            year=year, document_number=document_number.strip()[:60], asked_by=actor, asked_at=clock.now()
        )
        record(actor=actor, verb="year_closing.ask", subject=closing, after=AskState.ASKED, year=year)
        return closing


def confirm_year_closing(*, closing_id: int, actor: User, answer: str = "") -> YearClosing:
    """Close a year's books.

    Raise ``RuleRefusal``: ``request_illegal_move``; ``year_closing_by_two`` for who asked; ``year_not_over``;
    ``year_payments_open`` (``count``) while payments sent that year are with the bank; ``year_carry_open`` while a
    carry-over waits; ``ledger_in_disorder`` (``count``) when the ledger's check finds something.
    """
    with transaction.atomic():
        closing = YearClosing.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=closing_id)
        ASK_LIFE.target_of("approve", closing.state)
        refuse_same(closing.asked_by, actor, "year_closing_by_two")
        _counter()
        _refuse_open(closing.year)
        wrong = findings()
        if wrong:
            raise RuleRefusal("ledger_in_disorder", count=len(wrong))
        last = JournalEntry.objects.filter(fiscal_year=closing.year).aggregate(last=Max("number"))["last"] or 0
        step(
            closing, ASK_LIFE, "approve", noun="year_closing", actor=actor,
            facts={"year": closing.year, "last_entry": last}, decided_by=actor, decided_at=clock.now(), last_entry=last,
            answer=answer.strip()[:LONGEST],
        )  # fmt: skip
        return closing


def refuse_year_closing(*, closing_id: int, answer: str, actor: User) -> YearClosing:
    """Send the request back with a reason. Raise ``request_illegal_move``, ``year_closing_by_two``."""
    with transaction.atomic():
        closing = YearClosing.objects.select_for_update(of=("self",)).select_related("asked_by").get(pk=closing_id)
        ASK_LIFE.target_of("refuse", closing.state)
        refuse_same(closing.asked_by, actor, "year_closing_by_two")
        if not answer.strip():
            raise RuleRefusal("allotment_answer_missing")
        step(
            closing, ASK_LIFE, "refuse", noun="year_closing", actor=actor, decided_by=actor, decided_at=clock.now(),
            answer=answer.strip()[:LONGEST],
        )  # fmt: skip
        return closing


def _counter() -> None:
    """Hold the ledger's counter, so that no entry comes in between."""
    LedgerCounter.objects.get_or_create(pk=1)
    LedgerCounter.objects.select_for_update().get(pk=1)


def _refuse_open(year: int) -> None:
    if clock.today().year <= year:
        raise RuleRefusal("year_not_over", year=year)
    out = Payment.objects.filter(state__in=(PaymentState.SENT, PaymentState.UNKNOWN), sent_at__year=year).count()
    if out:
        raise RuleRefusal("year_payments_open", year=year, count=out)
    if Allotment.objects.filter(year=year, kind=AllotmentKind.CARRY, state=AskState.ASKED).exists():
        raise RuleRefusal("year_carry_open", year=year)

"""Expenses as the organisation enters them: once by their key, with what struck the checks; answered, taken back."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from accounts.models import User
from grants.domain.lifecycle import EXPENSE_LIFE
from grants.enums import ExpenseState, PayMethod
from grants.flows.holding import holding
from grants.flows.running.recording import own, refuse_state
from grants.flows.running.telling import tell_staff
from grants.models import VOUCHER_PURPOSE, Activity, Expense, Grant
from grants.queries.running.checks import checked
from venture.audit.flows import record, step
from venture.files.flows import attach
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of

LONGEST = 300


@contextmanager
def held_expense(expense_id: int, *, actor: User | None = None) -> Iterator[tuple[Grant, Expense]]:
    """Hold the grant of an expense, then the expense, read again. ``actor`` is somebody of the funder's side."""
    with holding(Expense.objects.values_list("grant_id", flat=True).get(pk=expense_id), actor=actor) as grant:
        expense = Expense.objects.select_for_update(of=("self",)).get(pk=expense_id)
        expense.grant = grant
        yield grant, expense


def enter_expense(
    *, grant_id: int, key: str, line: str, on: date, amount_fen: int, voucher_number: str, payee: str, purpose: str,
    actor: User, method: str = PayMethod.TRANSFER, voucher: str = "", activity_id: int | None = None,
    source_slug: str = "",
) -> Expense:  # fmt: skip
    """Enter one expense. The same ``key`` sent again returns what is entered and changes nothing.

    What strikes the checks is kept with it and keeps nobody from entering it. ``source_slug`` names the money where a
    grant has more than one source; otherwise it is the only one. Raise ``RuleRefusal``: ``grant_not_running``,
    ``expense_in_future``, ``expense_incomplete``, ``expense_without_money``, ``expense_activity_strange``,
    ``expense_source_strange``, ``key_foreign``, what ``attach`` refuses.
    """
    with holding(grant_id) as grant:
        stands = Expense.objects.filter(key=key).first()
        if stands is not None:
            return own(stands, grant)
        refuse_state(grant)
        _refuse(on, amount_fen, voucher_number, payee, purpose)
        expense = Expense(
            grant=grant, key=key, line=line, on=on, amount_fen=amount_fen, voucher_number=voucher_number.strip(),
            payee=payee.strip(), purpose=purpose.strip(), method=PayMethod(method),
            source_slug=_source(grant, source_slug),
            activity=_activity(grant, activity_id), entered_by=actor, entered_at=clock.now(),
            voucher=attach(voucher, purpose=VOUCHER_PURPOSE, actor=actor) if voucher else None,
        )  # fmt: skip
        expense.flags = [flag.as_json() for flag in checked(expense)]
        expense.save(force_insert=True)
        record(
            actor=actor, verb="expense.enter", subject=expense, after=ExpenseState.ENTERED, grant=grant.pk,
            amount_fen=amount_fen, voucher=expense.voucher_number, flags=[flag["code"] for flag in expense.flags],
        )  # fmt: skip
        return expense


def enter_expenses(*, grant_id: int, rows: Iterable[tuple[int, Mapping[str, Any]]], actor: User) -> list[Expense]:
    """Enter the lines of a workbook, each with its number in it: all of them or none.

    A line whose key stands already is passed over, so the same workbook may be brought again. Raise ``RuleRefusal``:
    ``expense_book_line`` (``row``, ``why``) for the first line that ``enter_expense`` refuses.
    """
    with holding(grant_id) as grant:
        refuse_state(grant)
        given = list(rows)
        stands = set(
            Expense.objects.filter(key__in=[each["key"] for _row, each in given]).values_list("key", flat=True)
        )
        entered = []
        for row, each in given:
            if each["key"] in stands:
                continue
            try:
                entered.append(enter_expense(grant_id=grant_id, actor=actor, **each))
            except RuleRefusal as refusal:
                raise RuleRefusal("expense_book_line", row=row, why=sentence_of(refusal)) from refusal
        return entered


def answer_expense(*, expense_id: int, answer: str, actor: User) -> Expense:
    """Answer what was asked about an expense; it waits for its check again.

    Raise ``RuleRefusal``: ``expense_illegal_move``, ``expense_answer_missing``, ``grant_not_running``.
    """
    with held_expense(expense_id) as (grant, expense):
        refuse_state(grant)
        EXPENSE_LIFE.target_of("answer", expense.state)
        if not answer.strip():
            raise RuleRefusal("expense_answer_missing")
        tell_staff(
            grant, "expense_answered", f"{expense.pk}:{clock.now():%Y%m%d%H%M%S}", voucher=expense.voucher_number
        )  # fmt: skip
        step(expense, EXPENSE_LIFE, "answer", noun="expense", actor=actor, answer=answer.strip()[:LONGEST])
        return expense


def reverse_expense(*, expense_id: int, reason: str, actor: User) -> Expense:
    """Take an expense back that was entered by mistake; the record stays.

    Raise ``RuleRefusal``: ``expense_illegal_move`` once it was judged, ``expense_reason_missing``.
    """
    with held_expense(expense_id) as (grant, expense):
        refuse_state(grant)
        EXPENSE_LIFE.target_of("reverse", expense.state)
        if not reason.strip():
            raise RuleRefusal("expense_reason_missing")
        step(
            expense, EXPENSE_LIFE, "reverse", noun="expense", actor=actor, facts={"reason": reason.strip()[:LONGEST]},
            reason=reason.strip()[:LONGEST],
        )  # fmt: skip
        return expense


def _refuse(on: date, amount_fen: int, voucher_number: str, payee: str, purpose: str) -> None:
    if not (voucher_number.strip() and payee.strip() and purpose.strip()):
        raise RuleRefusal("expense_incomplete")
    if amount_fen <= 0:
        raise RuleRefusal("expense_without_money")
    if on > clock.today():
        raise RuleRefusal("expense_in_future")


def _activity(grant: Grant, activity_id: int | None) -> Activity | None:
    if activity_id is None:
        return None
    activity = grant.activities.filter(pk=activity_id, withdrawn_at__isnull=True).first()
    if activity is None:
        raise RuleRefusal("expense_activity_strange")
    return activity


def _source(grant: Grant, slug: str) -> str:
    """Return the source that pays: the one that was named, or the only one there is."""
    slugs = list(grant.shares.order_by("pk").values_list("source__slug", flat=True))
    if slug and slug not in slugs:
        raise RuleRefusal("expense_source_strange")
    if not slug and len(set(slugs)) > 1:
        raise RuleRefusal("expense_source_strange")
    return slug or (slugs[0] if slugs else "")

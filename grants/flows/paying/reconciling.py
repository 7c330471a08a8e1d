"""Settling what was sent by a statement of the bank. The same file is loaded once; what does not fit is listed."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from grants.domain.statement import CONFIRM, FAIL, NOTHING, RETURN, Line, Match, Sent, matched, missing
from grants.enums import LineOutcome, PaymentState
from grants.flows.paying.settling import confirm_payment, fail_payment, return_payment
from grants.models import STATEMENT_PURPOSE, BankStatement, Payment, StatementLine
from rounds.flows.locks import alone
from venture.audit.flows import record
from venture.files.flows import attach
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

OUT = (PaymentState.SENT, PaymentState.UNKNOWN, PaymentState.PAID, PaymentState.FAILED, PaymentState.RETURNED)


@dataclass(frozen=True)
class Tried:
    """What a statement would come to: each line, and the payments that no line speaks of."""

    matches: list[Match]
    missing: list[str]


def try_statement(round_id: int, lines: Iterable[Line]) -> Tried:
    """Return what these lines would do if they were loaded now. Nothing is written. One query."""
    payments = list(_sent(round_id).values())
    matches = matched(lines, payments)
    return Tried(matches, missing(matches, payments))


def load_statement(*, round_id: int, file_key: str, lines: list[Line], actor: User) -> BankStatement:
    """Load a statement: each line that fits settles its payment, each other line is kept as a difference.

    Raise ``RuleRefusal``: ``statement_loaded_already`` for a file that was loaded before; ``statement_empty``; what
    taking up a file refuses.
    """
    if not lines:
        raise RuleRefusal("statement_empty")
    with alone(round_id) as round_:
        file = attach(file_key, purpose=STATEMENT_PURPOSE, actor=actor)
        if BankStatement.objects.filter(sha256=file.sha256_received).exists():
            raise RuleRefusal("statement_loaded_already")
        statement = BankStatement.objects.create(
            round=round_, file=file, sha256=file.sha256_received, loaded_by=actor, loaded_at=clock.now()
        )
        keys = dict(Payment.objects.filter(grant__round=round_id, state__in=OUT).values_list("number", "pk"))
        found = [_settled(match, keys, statement, actor) for match in try_statement(round_id, lines).matches]
        StatementLine.objects.bulk_create(_row(statement, match, keys) for match in found)
        record(
            actor=actor, verb="statement.load", subject=statement, sha256=statement.sha256, lines=len(found),
            settled=sum(match.act in {CONFIRM, FAIL, RETURN} for match in found),
            differences=sum(match.outcome == LineOutcome.STRANGE for match in found),
        )  # fmt: skip
        return statement


def _sent(round_id: int) -> dict[str, Sent]:
    rows = Payment.objects.filter(grant__round=round_id, state__in=OUT).order_by("pk")
    told = rows.values_list("number", "amount_fen", "account__tail", "state", "voucher", "settled_on")
    return {each[0]: Sent(*each) for each in told}


def _settled(match: Match, keys: dict[str, int], statement: BankStatement, actor: User) -> Match:
    """Do what a line says; where the payment's own rules refuse it, the line becomes a difference."""
    line, paper = match.line, statement.file
    try:
        if match.act == CONFIRM:
            confirm_payment(
                payment_id=keys[match.number], voucher=line.voucher, on=line.on, actor=actor, statement=paper
            )  # fmt: skip
        elif match.act == FAIL:
            fail_payment(
                payment_id=keys[match.number], reason=line.words or line.reference, on=line.on, actor=actor,
                statement=paper,
            )  # fmt: skip
        elif match.act == RETURN:
            return_payment(
                payment_id=keys[match.number], reason=line.words or line.reference, on=line.on,
                voucher=line.voucher or match.number, actor=actor, statement=paper,
            )  # fmt: skip
    except RuleRefusal as refusal:
        return Match(line, LineOutcome.STRANGE, match.number, NOTHING, refusal.code)
    return match


def _row(statement: BankStatement, match: Match, keys: dict[str, int]) -> StatementLine:
    line = match.line
    return StatementLine(
        statement=statement, row=line.row, on=line.on, amount_fen=line.fen, reference=line.reference[:80],
        payee=line.payee[:120], tail=line.tail, voucher=line.voucher[:40], words=(line.words or match.fault)[:200],
        outcome=match.outcome, payment_id=keys.get(match.number),
    )  # fmt: skip

"""What a bank statement says of the payments that were sent: each line is matched, nothing is guessed.

A line settles a payment only where our number stands in its reference, the amount is the same to the fen and the last
digits of the account, where the bank tells them, are those of the account that was paid.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from grants.domain.numbers import number_in
from grants.enums import LineOutcome, PaymentState

FAILED_WORDS: Final = ("失败", "未成功", "拒绝", "作废", "撤销", "fail", "reject")
RETURNED_WORDS: Final = ("退汇", "退票", "退回", "冲正", "return")
WAITS: Final = frozenset({PaymentState.SENT, PaymentState.UNKNOWN})
CONFIRM, FAIL, RETURN, KNOWN, NOTHING = "confirm", "fail", "return", "known", ""


@dataclass(frozen=True)
class Line:
    """A line as it was read: an amount out of our account is positive, one into it negative."""

    row: int
    on: date
    fen: int
    reference: str = ""
    payee: str = ""
    tail: str = ""
    voucher: str = ""
    words: str = ""


@dataclass(frozen=True)
class Sent:
    """A payment as it stands when the statement is read."""

    number: str
    fen: int
    tail: str
    state: str
    voucher: str = ""
    settled_on: date | None = None


@dataclass(frozen=True)
class Match:
    """What a line comes to. ``act`` is what it does to the payment, ``fault`` why it does nothing."""

    line: Line
    outcome: LineOutcome
    number: str = ""
    act: str = NOTHING
    fault: str = ""


def matched(lines: Iterable[Line], payments: Iterable[Sent]) -> list[Match]:
    """Return what each line comes to, in the order of the sheet: a later line finds what an earlier one did."""
    known = {each.number: each for each in payments}
    found = []
    for line in sorted(lines, key=lambda each: each.row):
        match = _match(line, known)
        found.append(match)
        if match.act in {CONFIRM, FAIL, RETURN}:
            known[match.number] = _after(known[match.number], match)
    return found


def missing(matches: Iterable[Match], payments: Iterable[Sent]) -> list[str]:
    """Return the payments that were sent and that no line speaks of."""
    told = {each.number for each in matches if each.number}
    return sorted(each.number for each in payments if each.state in WAITS and each.number not in told)


def _match(line: Line, known: Mapping[str, Sent]) -> Match:
    says_failed = any(word in line.words.casefold() for word in FAILED_WORDS)
    says_returned = any(word in f"{line.words} {line.reference}".casefold() for word in RETURNED_WORDS)
    number = number_in(f"{line.reference} {line.words}", known)
    if not number:
        came_in = line.fen < 0 and not says_returned
        outcome = LineOutcome.RECEIVED if came_in else LineOutcome.STRANGE
        return Match(line, outcome, fault="" if came_in else "number")
    payment = known[number]
    if abs(line.fen) != payment.fen:
        return Match(line, LineOutcome.STRANGE, number, fault="amount")
    if line.tail and line.tail != payment.tail:
        return Match(line, LineOutcome.STRANGE, number, fault="account")
    if line.fen < 0:
        return _returned(line, payment) if says_returned else Match(line, LineOutcome.RECEIVED, number)
    if says_failed:
        return _failed(line, payment)
    return _paid(line, payment)


def _paid(line: Line, payment: Sent) -> Match:
    if payment.state in WAITS:
        if not line.voucher:
            return Match(line, LineOutcome.STRANGE, payment.number, fault="voucher")
        return Match(line, LineOutcome.PAID, payment.number, CONFIRM)
    same = payment.voucher == line.voucher and payment.settled_on == line.on
    if payment.state in {PaymentState.PAID, PaymentState.RETURNED} and same:
        return Match(line, LineOutcome.PAID, payment.number, KNOWN)
    fault = "twice" if payment.state == PaymentState.PAID else "not_sent"
    return Match(line, LineOutcome.STRANGE, payment.number, fault=fault)


def _failed(line: Line, payment: Sent) -> Match:
    if payment.state in WAITS:
        return Match(line, LineOutcome.FAILED, payment.number, FAIL)
    if payment.state == PaymentState.FAILED:
        return Match(line, LineOutcome.FAILED, payment.number, KNOWN)
    return Match(line, LineOutcome.STRANGE, payment.number, fault="not_sent")


def _returned(line: Line, payment: Sent) -> Match:
    if payment.state == PaymentState.PAID:
        return Match(line, LineOutcome.RETURNED, payment.number, RETURN)
    if payment.state == PaymentState.RETURNED:
        return Match(line, LineOutcome.RETURNED, payment.number, KNOWN)
    return Match(line, LineOutcome.STRANGE, payment.number, fault="not_paid")


def _after(payment: Sent, match: Match) -> Sent:
    state = {CONFIRM: PaymentState.PAID, FAIL: PaymentState.FAILED, RETURN: PaymentState.RETURNED}[match.act]
    if match.act == CONFIRM:
        return replace(payment, state=state, voucher=match.line.voucher, settled_on=match.line.on)
    return replace(payment, state=state)

"""Holding a budget against the rules of its round."""

from collections.abc import Iterable, Sequence

from projects.domain.budget.lines import GRANT, MONEY, OWN, WHOLE, Line
from projects.domain.budget.remedies import remedies
from projects.domain.budget.rules import MOST, PAPERS, SHARES, Rule
from projects.domain.budget.verdicts import Act, Remedy, State, Verdict
from rounds.enums import BudgetRuleKind

Kind = BudgetRuleKind


def judge(lines: Iterable[Line], rules: Iterable[Rule]) -> list[Verdict]:
    """Return one verdict per rule, in the order of the rules. The order of the lines changes nothing.

    Remedies hold for budgets without row problems: nothing can be cut from a line that is paid above its cost.
    """
    ordered = tuple(sorted(lines, key=lambda line: (-line.total_fen, line.key)))
    return [_judge(index, rule, ordered) for index, rule in enumerate(rules)]


def _judge(index: int, rule: Rule, lines: Sequence[Line]) -> Verdict:
    if rule.kind in PAPERS:
        return _papers(index, rule, lines)
    if rule.kind == Kind.LINE_MAX_AMOUNT:
        return _each_line(index, rule, lines)
    if rule.kind == Kind.FORBIDDEN:
        return _forbidden(index, rule, lines)
    return _measured(index, rule, lines)


def _measured(index: int, rule: Rule, lines: Sequence[Line]) -> Verdict:
    counted, excess, most = rule.counted(lines), rule.excess(lines), rule.kind in MOST
    if rule.kind in SHARES:
        whole = rule.whole(lines)
        limit = rule.value * whole // WHOLE if most else -(-rule.value * whole // WHOLE)
        actual = _share(counted, whole, up=excess > 0)
    else:
        limit, actual = rule.value, counted
    kept = excess <= 0 if most else excess >= 0
    return Verdict(
        index,
        _state(rule, kept),
        actual,
        rule.value,
        counted,
        limit,
        lines=tuple(line.key for line in lines if rule.covers(line) and line.paid_by(rule.money)),
        remedies=() if kept else remedies(rule, lines),
    )


def _each_line(index: int, rule: Rule, lines: Sequence[Line]) -> Verdict:
    sizes = [(line.key, line.paid_by(rule.money)) for line in lines if rule.covers(line)]
    over = tuple((key, size - rule.value) for key, size in sizes if size > rule.value)
    largest = max((size for _key, size in sizes), default=0)
    return Verdict(
        index,
        _state(rule, not over),
        largest,
        rule.value,
        largest,
        rule.value,
        lines=tuple(key for key, _fen in over),
        remedies=(Remedy(Act.TRIM, sum(fen for _key, fen in over), rule.money, lines=over),) if over else (),
    )


def _papers(index: int, rule: Rule, lines: Sequence[Line]) -> Verdict:
    """``actual`` is how many papers are missing."""
    basis = rule.kind == Kind.LINE_NEEDS_BASIS
    missing = tuple(
        (line.key, line.total_fen)
        for line in lines
        if rule.covers(line)
        and line.total_fen >= max(rule.value, 1)
        and line.paid_by(rule.money) > 0
        and not (line.basis.strip() if basis else line.has_quote)
    )
    return Verdict(
        index,
        _state(rule, not missing),
        len(missing),
        rule.value,
        sum(fen for _key, fen in missing),
        rule.value,
        lines=tuple(key for key, _fen in missing),
        remedies=(Remedy(Act.BASIS if basis else Act.QUOTE, lines=missing),) if missing else (),
    )


def _forbidden(index: int, rule: Rule, lines: Sequence[Line]) -> Verdict:
    """``actual`` is the money that stands where none may. What the grant may not pay for, own money may."""
    found = tuple(
        (line.key, line.paid_by(rule.money)) for line in lines if rule.covers(line) and line.paid_by(rule.money) > 0
    )
    total = sum(fen for _key, fen in found)
    ways = []
    if found:
        ways.append(Remedy(Act.DROP, total, MONEY, lines=found))
    if found and rule.money == (GRANT,):
        ways.append(Remedy(Act.SWAP, total, rule.money, OWN, rule.categories, found))
    return Verdict(
        index,
        _state(rule, not found),
        total,
        0,
        total,
        0,
        lines=tuple(key for key, _fen in found),
        remedies=tuple(ways),
    )


def _state(rule: Rule, kept: bool) -> State:
    if kept:
        return State.OK
    return State.BLOCK if rule.blocks else State.WARN


def _share(counted: int, whole: int, *, up: bool) -> int:
    """Return basis points. ``up`` when the share is above its bound, down otherwise; of nothing all is everything."""
    if whole <= 0:
        return WHOLE + up if counted > 0 else 0
    return -(-counted * WHOLE // whole) if up else counted * WHOLE // whole

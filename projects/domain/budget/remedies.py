"""What would satisfy a broken rule: the smallest whole number of fen, for each way that can.

Every way changes two numbers by a fixed step per fen: the money that the rule counts, and the base that a share is
taken of. Cutting a personnel line's grant, say, lowers both, so that more must go than the share at first shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from projects.domain.budget.lines import DONATION, GRANT, OWN, WHOLE, Line
from projects.domain.budget.rules import MOST, SHARES, Rule
from projects.domain.budget.verdicts import Act, Remedy
from rounds.enums import Base


@dataclass(frozen=True)
class _Broken:
    """``gap`` is what is missing, scaled as the rule compares; positive until the rule holds."""

    rule: Rule
    gap: int

    def gain(self, counted: int, base: int) -> int:
        """Return by how much the gap closes when the two numbers change by these steps."""
        gain = WHOLE * counted - self.rule.value * base if self.rule.kind in SHARES else counted
        return -gain if self.rule.kind in MOST else gain

    def fen(self, counted: int, base: int) -> int | None:
        """Return the smallest sufficient number of fen; nothing when such steps never suffice."""
        gain = self.gain(counted, base)
        return -(-self.gap // gain) if gain > 0 else None


def remedies(rule: Rule, lines: Sequence[Line]) -> tuple[Remedy, ...]:
    """Return every way that satisfies the broken rule by itself, the plainest first."""
    broken = _Broken(rule, abs(rule.excess(lines)))
    ways: tuple[Remedy | None, ...]
    if rule.kind in MOST:
        ways = (_cut(broken, lines), _swap(broken, lines))
    else:
        ways = (_swap(broken, lines), _add(broken), _ask_less(broken, lines))
    return tuple(way for way in ways if way is not None)


def _base_step(rule: Rule, purse: str) -> int:
    return 1 if purse in rule.base_money else 0


def _cut(broken: _Broken, lines: Sequence[Line]) -> Remedy | None:
    """Money that does not belong to the base goes first: each fen of it counts more."""
    rule, taken, gap = broken.rule, 0, broken.gap
    order = tuple(sorted(rule.money, key=lambda purse: _base_step(rule, purse)))
    for purse in order:
        need = _Broken(rule, gap).fen(-1, -_base_step(rule, purse))
        there = sum(line.paid_by((purse,)) for line in lines if rule.covers(line))
        if need is not None and need <= there:
            return Remedy(Act.CUT, taken + need, order, categories=rule.categories)
        taken += there
        gap -= there * broken.gain(-1, -_base_step(rule, purse))
    return None


def _swap(broken: _Broken, lines: Sequence[Line]) -> Remedy | None:
    """Let another purse pay for a part of what the grant was asked for; the cost stays as it is."""
    rule = broken.rule
    if rule.kind in MOST:
        into = next((purse for purse in (OWN, DONATION) if purse not in rule.money), "")
    else:
        into = next((purse for purse in (OWN, DONATION) if purse in rule.money), "")
    if not into:
        return None
    counted = (into in rule.money) - (GRANT in rule.money)
    need = broken.fen(counted, -1 if rule.base == Base.GRANT else 0)
    there = sum(line.grant_fen for line in lines if rule.covers(line))
    if need is None or need > there:
        return None
    return Remedy(Act.SWAP, need, (GRANT,), into, rule.categories)


def _add(broken: _Broken) -> Remedy | None:
    rule = broken.rule
    purse = next(each for each in (OWN, DONATION, GRANT) if each in rule.money)
    need = broken.fen(1, _base_step(rule, purse))
    return None if need is None else Remedy(Act.ADD, need, (purse,), categories=rule.categories)


def _ask_less(broken: _Broken, lines: Sequence[Line]) -> Remedy | None:
    """Cut grant money that the rule does not count, so that what it counts weighs more."""
    rule = broken.rule
    rest = [line for line in lines if GRANT not in rule.money or not rule.covers(line)]
    need = broken.fen(0, -1) if rule.kind in SHARES else None
    if need is None or need > sum(line.grant_fen for line in rest):
        return None
    where = sorted({line.category for line in rest}) if GRANT in rule.money else []
    return Remedy(Act.CUT, need, (GRANT,), categories=tuple(where))

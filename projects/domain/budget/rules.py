"""One rule of the round about budgets, as a value."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from projects.domain.budget.lines import GRANT, MONEY, WHOLE, Line
from rounds.enums import Base, BudgetRuleKind

SHARES = frozenset({BudgetRuleKind.MAX_SHARE, BudgetRuleKind.MIN_SHARE})
MOST = frozenset({BudgetRuleKind.MAX_AMOUNT, BudgetRuleKind.MAX_SHARE})
# What has a seller who can quote. Pay, allowances, fees, travel, taxes and overheads have none.
BOUGHT = ("material", "publicity", "audit", "equipment", "other")
PAPERS = frozenset({BudgetRuleKind.LINE_NEEDS_BASIS, BudgetRuleKind.LINE_NEEDS_QUOTE})


@dataclass(frozen=True)
class Rule:
    """``value`` is fen for amounts, basis points for shares.

    No categories means all of them; for quotations, all in which something is bought. ``sources`` name the money that
    counts; where a rule names none, the base does: of the grant only grant money counts (the personnel share of the
    grant is the grant part of the personnel lines), of the whole budget all money counts.

    A paper (basis, quotation) is asked for by the whole price of the line, whoever pays: sharing the price between
    purses does not spare it. With the grant as its base such a rule spares lines that ask for no grant at all.
    """

    name: str
    kind: str
    categories: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    base: str = Base.GRANT
    value: int = 0
    blocks: bool = True
    citation: str = ""

    @property
    def money(self) -> tuple[str, ...]:
        """Return the money that counts, in the fixed order of purses."""
        return tuple(each for each in MONEY if each in self.sources) or self.base_money

    @property
    def base_money(self) -> tuple[str, ...]:
        """Return the money of which a share is a share."""
        return (GRANT,) if self.base == Base.GRANT else MONEY

    def covers(self, line: Line) -> bool:
        if not self.categories and self.kind == BudgetRuleKind.LINE_NEEDS_QUOTE:
            return line.category in BOUGHT
        return not self.categories or line.category in self.categories

    def counted(self, lines: Iterable[Line]) -> int:
        """Return the fen that the rule holds against its value."""
        return sum(line.paid_by(self.money) for line in lines if self.covers(line))

    def excess(self, lines: Collection[Line]) -> int:
        """Return by how much the budget lies above the value, below zero when under it; shares are scaled to whole
        numbers, so that nothing is rounded before it is compared."""
        if self.kind in SHARES:
            return self.counted(lines) * WHOLE - self.value * self.whole(lines)
        return self.counted(lines) - self.value

    def whole(self, lines: Iterable[Line]) -> int:
        return sum(line.paid_by(self.base_money) for line in lines)

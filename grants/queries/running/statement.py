"""收支表: income and expenses of a grant by month, beside its budget by line. Amounts are fen."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from grants.domain.plans import lines_of_plan
from grants.enums import AccountKind, ExpenseState
from grants.models import Expense, Grant, Posting
from grants.queries.running.checks import LIVING

Month = tuple[int, int]


@dataclass
class Row:
    """A line of the budget, or what stands outside it."""

    key: str
    item: str
    budget_fen: int
    months: dict[Month, int] = field(default_factory=lambda: defaultdict(int))
    accepted_fen: int = 0

    @property
    def spent_fen(self) -> int:
        return sum(self.months.values())

    @property
    def left_fen(self) -> int:
        return self.budget_fen - self.spent_fen

    @property
    def share(self) -> int:
        """Return what part of the line is spent, in basis points."""
        return self.spent_fen * 10_000 // self.budget_fen if self.budget_fen else 0

    def of(self, months: list[Month]) -> list[int]:
        return [self.months.get(month, 0) for month in months]


@dataclass(frozen=True)
class Statement:
    months: list[Month]
    income: Row
    rows: list[Row]
    total: Row

    def cells(self) -> list[tuple[Row, list[int]]]:
        """Return every row with its amounts by month."""
        return [(row, row.of(self.months)) for row in (*self.rows, self.total)]

    def balances(self) -> list[int]:
        """Return what was left at the end of each month."""
        left, found = 0, []
        for month in self.months:
            left += self.income.months.get(month, 0) - self.total.months.get(month, 0)
            found.append(left)
        return found

    @property
    def received(self) -> list[int]:
        return self.income.of(self.months)


def statement_of(grant: Grant) -> Statement:
    """Return the table of a grant. What was entered and stands counts; disallowed expenses do not. Two queries."""
    lines = lines_of_plan(grant.plan)
    rows = {line.key: Row(line.key, line.item, line.grant_fen) for line in lines}
    outside = Row("", "", 0)
    total = Row("total", "", sum(line.grant_fen for line in lines))
    for on, line, fen, state in Expense.objects.filter(grant=grant, state__in=LIVING).values_list(
        "on", "line", "amount_fen", "state"
    ):
        row = rows.get(line, outside)
        for each in (row, total):
            each.months[on.year, on.month] += fen
            each.accepted_fen += fen if state == ExpenseState.ACCEPTED else 0
    income = _income(grant)
    months = sorted({*income.months, *total.months})
    kept = [*rows.values(), *([outside] if outside.spent_fen else [])]
    return Statement(months, income, kept, total)


def _income(grant: Grant) -> Row:
    """Return what came into the special account and went back out of it, by month of the document."""
    row = Row("income", "", grant.amount_fen)
    given = Posting.objects.filter(debit__grant=grant, debit__kind=AccountKind.SPECIAL, credit__kind=AccountKind.GIVEN)
    back = Posting.objects.filter(
        credit__grant=grant, credit__kind=AccountKind.SPECIAL,
        debit__kind__in=(AccountKind.GIVEN, AccountKind.SENT_BACK),
    )  # fmt: skip
    for postings, sign in ((given, 1), (back, -1)):
        found: Any = postings.values_list("entry__on", "amount_fen")
        for on, fen in found:
            row.months[on.year, on.month] += sign * fen
    return row

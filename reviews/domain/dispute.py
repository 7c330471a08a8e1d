"""Where experts disagree so widely that one more is asked (分歧较大,增加一名专家). Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from reviews.domain.ranking import Ranking


@dataclass(frozen=True)
class Dispute:
    """One project in one stage whose highest and lowest totals lie further apart than the round's number of points.

    Figures are on the stage's scale; ``answered``: one more expert was asked already, and is not asked for again.
    """

    project: str
    stage: str
    low: Decimal
    high: Decimal
    lowest: str
    highest: str
    answered: bool

    @property
    def difference(self) -> Decimal:
        return self.high - self.low


def disputes(ranking: Ranking, answered: Collection[tuple[str, str]] = ()) -> tuple[Dispute, ...]:
    """Return every wide disagreement, the widest first. ``answered`` are (project, stage) with one more expert."""
    found = [
        Dispute(
            row.code, each.stage, each.low, each.high, each.totals[0][0], each.totals[-1][0],
            (row.code, each.stage) in answered,
        )
        for row in ranking.rows
        for each in row.stages
        if each.wide
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda each: (-each.difference, each.project, each.stage)))


def needing_one_more(ranking: Ranking, answered: Collection[tuple[str, str]] = ()) -> tuple[Dispute, ...]:
    """Return the disagreements that still wait for one more expert, the widest first."""
    return tuple(each for each in disputes(ranking, answered) if not each.answered)

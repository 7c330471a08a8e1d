"""From sheets to ranks: what anybody can compute again from the published inputs. Pure and exact.

Sheet totals are exact; a stage's mean, the composite and the scores that break ties are rounded half-up to two places,
and only these published figures are compared. Ranks come from them and from the tie rules fixed in the round.
"""

from reviews.domain.ranking.aggregating import StageResult, aggregate
from reviews.domain.ranking.components import Component
from reviews.domain.ranking.facts import Entrant, Inputs, RankingRules, Sheet, StageRule
from reviews.domain.ranking.ordering import Ranking, Row, needs_lot, rank
from reviews.domain.ranking.publishing import bundle, table

__all__ = [
    "Component", "Entrant", "Inputs", "Ranking", "RankingRules", "Row", "Sheet", "StageResult", "StageRule",
    "aggregate", "bundle", "needs_lot", "rank", "table",
]  # fmt: skip

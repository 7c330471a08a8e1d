"""The table and the bundle that outsiders compute again (``tools/recompute_ranking.py``)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from reviews.domain.ranking.aggregating import StageResult
from reviews.domain.ranking.components import EXPERTS
from reviews.domain.ranking.facts import Inputs
from reviews.domain.ranking.ordering import Ranking, Row


def bundle(inputs: Inputs, ranking: Ranking) -> dict[str, Any]:
    """Return what is published: the inputs, their SHA-256 and the table, as plain values for JSON."""
    return {"inputs": inputs.as_json(), "fingerprint": ranking.fingerprint, "table": table(ranking)}


def table(ranking: Ranking) -> list[dict[str, Any]]:
    """Return the rows as plain values; figures are text with two places."""
    return [_row(row) for row in ranking.rows]


def _row(row: Row) -> dict[str, Any]:
    told = {
        "rank": row.rank,
        "code": row.code,
        "mean": _text(row.mean),
        "passes": row.passes,
        "tie": row.tie,
        "tied": row.tied,
        "measures": _texts(row.measures),
        "stages": [_stage(each) for each in row.stages],
        "why": row.why,
        "details": dict(row.details),
    }
    return told if row.experts is None else told | {EXPERTS: str(row.experts), "points": _texts(row.points)}


def _stage(result: StageResult) -> dict[str, Any]:
    return {
        "stage": result.stage,
        "totals": [[expert, str(total)] for expert, total in result.totals],
        "dropped": list(result.dropped),
        "mean": str(result.mean),
        "low": str(result.low),
        "high": str(result.high),
        "deviation": str(result.deviation),
        "n": result.n,
        "wide": result.wide,
    }


def _text(figure: Decimal | None) -> str | None:
    return None if figure is None else str(figure)


def _texts(figures: Mapping[str, Decimal | None]) -> dict[str, str | None]:
    return {kind: _text(figure) for kind, figure in figures.items()}

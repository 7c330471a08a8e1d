"""The rows of the ranking's page: figures, the spread as a drawing, the line, why a project stands where it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from reviews.enums import OverrideState
from reviews.words.deciding import SHORT, margin_of, reason_of
from reviews.words.ranking import TIES, WHY

WIDTH, EDGE, TEN = 136, 8, 10
TOP, BOTTOM, NEAR_LINE, LEAST_FOLD, NEAR = 4, 2, 6, 3, Decimal(1)
WAN = 1_000_000


@dataclass(frozen=True)
class Scale:
    """From points to a place in the drawing: whole tens around what was given."""

    low: int
    high: int

    @classmethod
    def around(cls, totals: Iterable[str]) -> "Scale":
        found = [float(each) for each in totals]
        low = int(min(found, default=0) // TEN * TEN)
        return cls(min(low, 90), 100)

    def x(self, points: Any) -> str:
        return f"{EDGE + (float(points) - self.low) / (self.high - self.low) * (WIDTH - 2 * EDGE):.1f}"

    @property
    def ticks(self) -> list[tuple[str, int]]:
        step = TEN if self.high - self.low <= 5 * TEN else 2 * TEN
        return [(self.x(each), each) for each in range(self.high, self.low - 1, -step)][::-1]


@dataclass
class Line:
    """One project as the table shows it."""

    row: Any
    code: str
    title: str
    category: str
    asked: str
    mean: Any
    rank: int | None
    dots: list[tuple[str, bool]]
    span: tuple[str, str] | None
    mark: str
    totals: str
    n: int
    dropped: tuple[str, ...]
    outcome: str = ""
    reserve_no: int | None = None
    money: str = ""
    cut: bool = False
    margin: str = ""
    near: bool = False
    tag: str = ""
    why: str = ""
    flips: str = ""
    change: Any = None
    disputed: bool = False
    tie: str = ""
    key: int = 0
    stages: list[Any] = field(default_factory=list)


def wan(fen: int) -> str:
    return f"{Decimal(fen) / WAN:,.2f}"


def signed(margin: Decimal | None) -> str:
    """Return a margin with its sign, the minus as printers set it."""
    return "" if margin is None else f"{margin:+.2f}".replace("-", "−")


def line_of(row: Any, scale: Scale, selected: Any, change: Any) -> Line:
    """Return a row of the ranking with its row of the selection, where there is one. No query."""
    project, out = row.project, set(row.dropped)
    kept = [each for place, each in enumerate(row.totals) if place not in out]
    ordered = sorted(kept, key=float)
    line = Line(
        row=row, code=project.code, title=project.title or project.code, category=str(project.category or ""),
        asked=wan(project.grant_fen), mean=row.mean, rank=row.rank,
        dots=[(scale.x(each), place in out) for place, each in enumerate(row.totals)],
        span=(scale.x(ordered[0]), scale.x(ordered[-1])) if ordered else None,
        mark=scale.x(row.mean) if row.mean is not None else "", totals="、".join(row.totals), n=len(row.totals),
        dropped=tuple(each for place, each in enumerate(row.totals) if place in out), disputed=row.disputed,
        tie="、".join(str(TIES.get(each, each)) for each in row.tie), key=project.pk,
        tag=str(WHY.get(row.why, "")),
    )  # fmt: skip
    if selected is not None:
        line.outcome, line.reserve_no = selected.outcome, selected.reserve_no
        line.margin = signed(selected.margin)
        line.money, line.cut = wan(selected.recommended_fen), 0 < selected.recommended_fen < selected.asked_fen
        line.near = selected.margin is not None and abs(selected.margin) < NEAR
        line.tag = line.tag or ("" if selected.outcome == "selected" else str(SHORT.get(selected.reason, "")))
        line.why = reason_of(selected.reason, selected.details)
        line.flips = margin_of(selected.margin, selected.details)
    if change is not None and change.state in {OverrideState.PROPOSED, OverrideState.IN_FORCE}:
        line.change = change
    return line


def folded(lines: Sequence[Line], *, whole: bool, chosen: str) -> list[Any]:
    """Return the lines of one part of the table; a long middle is one ``(count, yuan)`` that opens on demand."""
    if whole or len(lines) <= TOP + NEAR_LINE + BOTTOM:
        return list(lines)
    shown: list[Any] = []
    for kept, run in groupby(enumerate(lines), key=lambda each: _stays(*each, len(lines), chosen)):
        group = [line for _place, line in run]
        shown.extend(group if kept or len(group) < LEAST_FOLD else [_fold(group)])
    return shown


def _stays(place: int, line: Line, count: int, chosen: str) -> bool:
    """Say whether a line is worth a look of its own: at the ends, near the line, changed by hand, or asked for."""
    return place < TOP or place >= count - NEAR_LINE or bool(line.change) or line.code == chosen or line.near


def _fold(hidden: Sequence[Line]) -> dict[str, Any]:
    total = sum(Decimal(each.money.replace(",", "") or 0) for each in hidden)
    return {"count": len(hidden), "wan": f"{total:,.2f}" if total else ""}

"""The rows of the ranking's page: figures, the spread as a drawing, the line, why a project stands where it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from reviews.domain.ranking.components import EXPERTS
from reviews.queries.components import Public
from reviews.words.deciding import SHORT, margin_of, reason_of
from reviews.words.ranking import TIES, WHY

WIDTH, EDGE, TEN = 136, 8, 10
TOP, BOTTOM, NEAR_LINE, LEAST_FOLD, MOST_NEAR, NEAR = 4, 2, 6, 3, 20, Decimal(1)
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
    parts: tuple[str, ...] = ()
    experts: str = ""
    given: str = ""
    matched: str = ""


def wan(fen: int) -> str:
    return f"{Decimal(fen) / WAN:,.2f}"


def signed(margin: Decimal | None) -> str:
    """Return a margin with its sign, the minus as printers set it."""
    if margin is None:
        return ""
    return f"{margin:+.2f}".replace("-", "−") if margin else "0.00"


def line_of(found: "Found", scale: Scale, names: Mapping[int | None, str]) -> Line:
    """Return a row of the ranking with its place in the selection, where there is one. No query."""
    row, selected, out = found.row, found.selected, set(found.row.dropped)
    kept = [each for place, each in enumerate(row.totals) if place not in out]
    ordered, parts = sorted(kept, key=float), dict(row.parts or {})
    # What the drawing marks is the experts' mean: points beside it are of another scale.
    experts = parts.pop(EXPERTS, "")
    marked = experts or row.mean
    line = Line(
        code=row.code, title=row.title or row.code, category=names.get(row.category, ""), asked=wan(row.grant_fen),
        mean=row.mean, rank=row.rank, dots=[(scale.x(each), place in out) for place, each in enumerate(row.totals)],
        span=(scale.x(ordered[0]), scale.x(ordered[-1])) if ordered else None,
        mark=scale.x(marked) if marked is not None else "", totals="、".join(row.totals), n=len(row.totals),
        dropped=tuple(each for place, each in enumerate(row.totals) if place in out), disputed=row.disputed,
        tie="、".join(str(TIES.get(each, each)) for each in row.tie), tag=str(WHY.get(row.why, "")), key=row.key,
        change=found.change, parts=tuple(parts[key] for key in sorted(parts)), experts=experts,
    )  # fmt: skip
    if found.given is not None and found.given.given_fen:
        line.given, line.matched = wan(found.given.given_fen), wan(found.given.matched_fen)
    if selected is not None:
        line.outcome, line.reserve_no, line.near = selected.outcome, selected.reserve_no, found.near
        line.margin, line.money = signed(selected.margin), wan(selected.recommended_fen)
        line.cut = 0 < selected.recommended_fen < selected.asked_fen
    return line


def explain(lines: Iterable[Any], reasons: Mapping[int, tuple[str, Mapping[str, Any]]], margins: Any) -> None:
    """Give the lines that are shown their reason in words, from the rows of the selection."""
    for line in lines:
        if isinstance(line, Line) and line.key in reasons:
            reason, details = reasons[line.key]
            line.why = reason_of(reason, details)
            line.flips = margin_of(margins[line.key].margin, details)
            line.tag = line.tag or ("" if line.outcome == "selected" else str(SHORT.get(reason, "")))


@dataclass(frozen=True)
class Found:
    """One project before it is drawn: its rows of ranking and selection, and the change by hand that stands; what
    its donations make of public money."""

    row: Any
    selected: Any = None
    change: Any = None
    given: Public | None = None

    @property
    def outcome(self) -> str:
        return self.selected.outcome if self.selected is not None else ""

    @property
    def near(self) -> bool:
        return self.selected is not None and self.selected.margin is not None and abs(self.selected.margin) < NEAR


def folded(
    found: Sequence[Found], scale: Scale, names: Mapping[int | None, str], *, whole: bool, chosen: str
) -> list[Any]:
    """Return the lines of one part of the table; a long middle is one count with its sum that opens on demand.

    Only what is shown is drawn: a thousand projects cost what twenty do.
    """
    count, few = len(found), len(found) <= TOP + NEAR_LINE + BOTTOM
    near = sum(each.near for each in found) <= MOST_NEAR
    shown: list[Any] = []
    for kept, run in groupby(
        enumerate(found), key=lambda each: whole or few or _stays(each[0], each[1], count, chosen, near)
    ):
        group = [each for _place, each in run]
        if kept or len(group) < LEAST_FOLD:
            shown.extend(line_of(each, scale, names) for each in group)
        else:
            shown.append(_fold(group))
    return shown


def _stays(place: int, found: Found, count: int, chosen: str, near: bool) -> bool:
    """Say whether a line is worth a look of its own: at the ends, near the line, changed by hand, or asked for."""
    ends = place < TOP or place >= count - NEAR_LINE
    return ends or found.change is not None or (near and found.near) or found.row.code == chosen


def _fold(hidden: Sequence[Found]) -> dict[str, Any]:
    total = sum(each.selected.recommended_fen for each in hidden if each.selected is not None)
    return {"count": len(hidden), "wan": wan(total) if total else ""}

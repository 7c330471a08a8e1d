"""Ideas of citizens: their lives as tables, what can still be reached this year, and how prizes follow points. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import product
from typing import Final

from projects.enums import ContestState as C
from projects.enums import IdeaState as I
from projects.enums import OfferState as F
from venture.kernel.errors import RuleRefusal
from venture.kernel.lifecycle import Lifecycle, Move

# ``mend``: the owner rewords what the staff took off the page. ``carry``: to the call of another year. ``part``: the
# pair breaks up before anything was handed in.
IDEA_LIFE = Lifecycle(
    I,
    "idea_illegal_move",
    Move("edit", frozenset({I.OPEN}), I.OPEN),
    Move("mend", frozenset({I.HIDDEN}), I.HIDDEN),
    Move("carry", frozenset({I.OPEN}), I.OPEN),
    Move("pair", frozenset({I.OPEN}), I.PAIRED),
    Move("part", frozenset({I.PAIRED}), I.OPEN),
    Move("award", frozenset({I.OPEN}), I.AWARDED),
    Move("withdraw", frozenset({I.OPEN}), I.WITHDRAWN),
    Move("hide", frozenset({I.OPEN}), I.HIDDEN),
    Move("show", frozenset({I.HIDDEN}), I.OPEN),
)
OFFER_LIFE = Lifecycle(
    F,
    "offer_illegal_move",
    Move("accept", frozenset({F.MADE}), F.ACCEPTED),
    Move("decline", frozenset({F.MADE}), F.DECLINED),
    Move("pass", frozenset({F.MADE}), F.PASSED),
    Move("take_back", frozenset({F.MADE}), F.TAKEN_BACK),
    Move("end", frozenset({F.ACCEPTED}), F.ENDED),
)
CONTEST_LIFE = Lifecycle(
    C,
    "contest_illegal_move",
    Move("propose", frozenset({C.JUDGING}), C.PROPOSED),
    Move("send_back", frozenset({C.PROPOSED}), C.JUDGING),
    Move("decide", frozenset({C.PROPOSED}), C.DECIDED),
)

# How many offers stand beside each other; how many ideas of one person look for an organisation at once.
SIDE_BY_SIDE: Final = 3
AT_ONCE: Final = 10
# From so few days before closing on, a project that begins now hardly comes to its end.
SHORT: Final = timedelta(days=10)
# Without an offer for so long, the page names organisations that fit.
PATIENCE: Final = timedelta(days=7)
FULL_MARKS: Final = 100
# 《个人所得税法》第三条第三项: 偶然所得适用比例税率, 百分之二十; 第六条第六项: 以每次收入额为应纳税所得额.
TAX_SHARE: Final = 2_000
WHOLE: Final = 10_000

_MOBILE: Final = re.compile(r"(?<![0-9A-Za-z])(?:\+?86[- ]?)?1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}(?![0-9A-Za-z])")
_LANDLINE: Final = re.compile(r"(?<![0-9A-Za-z])0[0-9]{2,3}[- ]?[0-9]{7,8}(?![0-9A-Za-z])")
_IDENTITY: Final = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
_ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+", re.ASCII)


class Reach(StrEnum):
    """What an idea that has no organisation can still reach in the call."""

    TIME = "time"
    SHORT = "short"
    CLOSED = "closed"
    NONE = "none"


@dataclass(frozen=True)
class Ranked:
    """An entry of the contest by the sum of its points; equal sums share a place."""

    entry: int
    total: int
    place: int


def reach(now: datetime, opens: datetime | None, closes: datetime | None) -> Reach:
    """Return what can be reached at ``now`` in the call with this window; ``None`` twice where there is no call."""
    if opens is None or closes is None or now < opens:
        return Reach.NONE
    if now >= closes:
        return Reach.CLOSED
    return Reach.SHORT if closes - now <= SHORT else Reach.TIME


def private_in(text: str) -> str:
    """Return the first number or address of a person that the text names; empty where it names none."""
    for shape in (_MOBILE, _LANDLINE, _IDENTITY, _ADDRESS):
        if found := shape.search(text):
            return found[0]
    return ""


def summed(points: Mapping[str, int], criteria: Sequence[Mapping[str, object]]) -> int:
    """Return the sum of one judge's points. Raise ``RuleRefusal("points_outside")`` outside the scale of a criterion.

    A criterion is ``{"name", "points"}``; the points are named by its place (``"0"``, ``"1"``).
    """
    total = 0
    for place, each in enumerate(criteria):
        given, most = points.get(str(place)), int(str(each["points"]))
        if given is None or not 0 <= given <= most:
            raise RuleRefusal("points_outside", name=each["name"], most=most)
        total += given
    return total


def ranked(totals: Mapping[int, int]) -> list[Ranked]:
    """Return the entries by their totals, the highest first; equal totals share a place."""
    ordered = sorted(totals.items(), key=lambda each: (-each[1], each[0]))
    return [Ranked(entry, total, 1 + sum(other > total for other in totals.values())) for entry, total in ordered]


def refuse_unfair(picks: Mapping[int, int], totals: Mapping[int, int], places: Sequence[tuple[int, int]]) -> None:
    """Refuse prizes that do not follow the points. A prize may stay vacant.

    ``picks`` maps an entry to its award, ``places`` are (award, number of places) from the first award down. Raise
    ``RuleRefusal``: ``prize_unknown``, ``prize_places``, ``prize_order`` when an entry with fewer points gets a higher
    award, or an award while another with more points gets none.
    """
    height = {award: level for level, (award, _count) in enumerate(places)}
    if set(picks) - set(totals) or set(picks.values()) - set(height):
        raise RuleRefusal("prize_unknown")
    used = Counter(picks.values())
    if any(used[award] > count for award, count in places):
        raise RuleRefusal("prize_places")
    level = {entry: height.get(picks.get(entry, 0), len(places)) for entry in totals}
    for one, other in product(totals, repeat=2):
        if totals[one] > totals[other] and level[one] > level[other]:
            raise RuleRefusal("prize_order")


def suggested(totals: Mapping[int, int], places: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return the awards as the points give them; none where equal points share what is left of an award."""
    waiting = ranked(totals)
    picks: dict[int, int] = {}
    for award, count in places:
        first = waiting[:count]
        if len(waiting) > count and count and waiting[count].total == waiting[count - 1].total:
            first = [each for each in first if each.total > waiting[count].total]
        picks |= {each.entry: award for each in first}
        waiting = waiting[len(first) :]
        if len(first) < count:
            break
    return picks


def withheld(fen: int, share: int) -> int:
    """Return the tax withheld from a prize, ``share`` in basis points, to the fen, half up."""
    return (fen * share * 2 + WHOLE) // (2 * WHOLE)

"""Which other applications may be the same project: by the need, by the title, by place and people. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

# Below these shares two texts are two texts.
TITLES_ALIKE: Final = 0.75
GROUPS_ALIKE: Final = 0.8
SHOWN: Final = 5


@dataclass(frozen=True)
class Sketch:
    """What is compared of an application. ``communities`` are codes; ``own``: it is the same applicant's."""

    code: str
    title: str
    need: str = ""
    communities: frozenset[str] = frozenset()
    group: str = ""
    own: bool = False


@dataclass(frozen=True)
class Similar:
    """``why`` is ``need``, ``title`` or ``place``; ``percent`` how alike the texts are."""

    code: str
    title: str
    why: str
    percent: int


def similar(mine: Sketch, others: Iterable[Sketch]) -> list[Similar]:
    """Return those that may be the same project, the most alike first."""
    found = [each for other in others if other.code != mine.code and (each := _compare(mine, other)) is not None]
    return sorted(found, key=lambda each: (-each.percent, each.code))[:SHOWN]


def _compare(mine: Sketch, other: Sketch) -> Similar | None:
    if mine.need and mine.need == other.need:
        return Similar(other.code, other.title, "need", 100)
    titles = _alike(mine.title, other.title, TITLES_ALIKE)
    if titles:
        return Similar(other.code, other.title, "title", titles)
    if mine.communities & other.communities:
        groups = _alike(mine.group, other.group, GROUPS_ALIKE)
        if groups:
            return Similar(other.code, other.title, "place", groups)
    return None


def _alike(one: str, other: str, least: float) -> int:
    """Return how alike two texts are in percent; 0 below ``least``. The quick bounds spare the long comparison."""
    if not one or not other:
        return 0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0
    ratio = matcher.ratio()
    return round(ratio * 100) if ratio >= least else 0

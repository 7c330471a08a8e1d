"""What a report asks for, by its kind, and how two people's texts of one report come together. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from grants.enums import ReportKind

LONGEST: Final = 3_000
LONGEST_FIGURE: Final = 40
TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    ReportKind.PROGRESS: ("done", "problems", "next"),
    ReportKind.MIDTERM: ("done", "results", "money", "problems", "next"),
    ReportKind.FINAL: ("done", "results", "change", "money", "lessons", "after"),
}
# What every report must say; the rest may stay empty.
NEEDED: Final = ("done",)


def places(kind: str, indicators: Mapping[str, Any] | list[str]) -> list[str]:
    """Return the places of a report's draft: its texts, then what was reached for each indicator."""
    return [*TEXTS[kind], *(f"reached.{each}" for each in indicators)]


def longest(place: str) -> int:
    return LONGEST_FIGURE if place.startswith("reached.") else LONGEST


@dataclass(frozen=True)
class Merged:
    """A draft after somebody's save. ``lost`` are texts of theirs for which another's stands; they are kept beside."""

    texts: dict[str, str]
    lost: dict[str, str]


def merged(stands: Mapping[str, str], base: Mapping[str, str], typed: Mapping[str, str]) -> Merged:
    """Return what stands after somebody saved ``typed``, having begun from ``base``, place by place.

    Who did not touch a place takes nothing away from it. Where two wrote different texts at one place, the one that
    was saved first stands and the later one is kept beside it.
    """
    texts, lost = dict(stands), {}
    for place, text in typed.items():
        now = stands.get(place, "")
        if text in (base.get(place, ""), now):
            continue
        if now == base.get(place, ""):
            texts[place] = text
        else:
            lost[place] = text
    return Merged({place: text for place, text in texts.items() if text}, lost)


def missing(kind: str, texts: Mapping[str, str]) -> list[str]:
    """Return the places that a report of this kind must fill and does not."""
    needed = TEXTS[kind] if kind != ReportKind.PROGRESS else NEEDED
    return [place for place in needed if not texts.get(place, "").strip()]

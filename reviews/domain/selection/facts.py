"""What a selection is made from, and what it says of each project. Amounts are fen, points the published means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

SELECTED, RESERVE, OUT = "selected", "reserve", "out"
IN: Final = "in"


@dataclass(frozen=True)
class Candidate:
    """A project as the ranking left it. ``rank`` and ``points`` are empty where it has no rank.

    ``recommended_fen`` is what the experts or the desk recommend, never more than asked; ``barred`` are the fund
    sources whose bans exclude it; ``passes`` is false below a pass mark of a stage. Raise ``ValueError`` for an amount
    that is not positive, or above what was asked.
    """

    code: str
    category: str
    organisation: str
    points: Decimal | None
    rank: int | None
    asked_fen: int
    recommended_fen: int | None = None
    area: str = ""
    first_time: bool = False
    barred: frozenset[str] = frozenset()
    passes: bool = True
    withdrawn: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.fen <= self.asked_fen:
            raise ValueError(f"{self.code}: an amount is positive and at most what was asked")
        if (self.points is None) != (self.rank is None):
            raise ValueError(f"{self.code}: a rank comes with its points")

    @property
    def fen(self) -> int:
        return self.asked_fen if self.recommended_fen is None else self.recommended_fen


@dataclass(frozen=True)
class Envelope:
    """Money of one source for one category; for one area or for first-time applicants only, where the round says so."""

    key: str
    category: str
    source: str
    fen: int
    area: str = ""
    first_time: bool = False

    def serves(self, candidate: Candidate) -> bool:
        """Tell whether a project may be paid from it."""
        return (
            self.category == candidate.category
            and self.source not in candidate.barred
            and self.area in ("", candidate.area)
            and (candidate.first_time or not self.first_time)
        )


@dataclass(frozen=True)
class Limits:
    """The round's rules of selection; 0 is no cap.

    ``pass_mark`` is of 100. ``fill``: a smaller project further down may use what a higher one could not; otherwise
    the line is drawn there. ``split``: a project may be paid from several envelopes.
    """

    pass_mark: Decimal | None = None
    projects_per_organisation: int = 0
    fen_per_organisation: int = 0
    fill: bool = False
    split: bool = False

    def passes(self, candidate: Candidate) -> bool:
        """Tell whether a ranked project is above the pass mark and those of the stages."""
        mark = self.pass_mark
        return candidate.points is not None and candidate.passes and (mark is None or candidate.points >= mark)


@dataclass(frozen=True)
class Override:
    """A decision against the rules: ``place`` ``in`` or ``out`` (empty: stays where the rules put it), another amount.

    Who decided it and why are the record's business. Raise ``ValueError`` for another place.
    """

    place: str = ""
    fen: int | None = None

    def __post_init__(self) -> None:
        if self.place not in ("", IN, OUT):
            raise ValueError(f"an override puts a project in or out, not {self.place}")


@dataclass(frozen=True)
class Place:
    """What becomes of one project, and why.

    ``reason`` with its ``details``: ``selected``; ``selected_by_override``; ``out_by_override``; ``envelope_over``
    (``category``, ``left`` and ``needs`` fen); ``behind_the_line`` (``category``, ``line`` the project that drew it);
    ``displaced`` (``by`` the projects taken in by override); ``below_pass_mark`` (``mark``, ``points``);
    ``organisation_count`` (``most``); ``organisation_fen`` (``left``, ``needs``); ``no_source`` (``category``);
    ``withdrawn``; ``not_ranked``.

    ``margin`` is in points: how far the mean may fall (positive) or has to rise (negative) until the outcome turns,
    everything else as it is; at exactly that distance the tie rules decide. ``margin_by`` says what turns it:
    ``rival`` (the project named so) or ``pass_mark``. Empty where no mean would change the outcome.

    ``fen`` is what it gets, or would get; ``shares`` are (envelope, fen) of a selected one.
    """

    code: str
    state: str
    reason: str
    details: Mapping[str, Any] = field(default_factory=dict)
    fen: int = 0
    shares: tuple[tuple[str, int], ...] = ()
    margin: Decimal | None = None
    margin_by: str = ""
    rival: str = ""
    overridden: bool = False
    reserve_number: int | None = None


@dataclass(frozen=True)
class Selection:
    """The places in the order of the ranking, and what each envelope has left."""

    places: tuple[Place, ...]
    left: Mapping[str, int]

    @property
    def selected(self) -> tuple[Place, ...]:
        return tuple(each for each in self.places if each.state == SELECTED)

    @property
    def reserve(self) -> tuple[Place, ...]:
        """Return the reserve list in the order in which it is called."""
        return tuple(each for each in self.places if each.state == RESERVE)

    @property
    def fen(self) -> int:
        """Return what the selected get together."""
        return sum(each.fen for each in self.selected)

    def of(self, code: str) -> Place:
        """Return a project's place. Raise ``KeyError`` for one that is not among the candidates."""
        found = next((each for each in self.places if each.code == code), None)
        if found is None:
            raise KeyError(code)
        return found


def in_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the candidates by rank, those without one last; of equal ranks by code."""
    return sorted(candidates, key=lambda each: (each.rank is None, each.rank or 0, each.code))

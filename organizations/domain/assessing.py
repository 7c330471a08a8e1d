"""What an organisation says of itself: five parts in tenths, the weakest, and the corners of the radar. Pure."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from math import cos, pi, sin
from typing import Final

from organizations.enums import Ability, Statement

LEAST, MOST = 1, 5
TENTHS: Final = 10
# Asked again earlier, the answers would show the day and not the organisation.
AGAIN_AFTER: Final = timedelta(days=60)
WEAKEST: Final = 2
RADIUS: Final = 100


def faults(answers: Mapping[str, object]) -> list[str]:
    """Return the statements that lack an answer from 1 to 5, and what is no statement."""
    bad = [each for each in Statement.values if not _valid(answers.get(each))]
    return [*bad, *sorted(set(answers) - set(Statement.values))]


def _valid(mark: object) -> bool:
    return isinstance(mark, int) and not isinstance(mark, bool) and LEAST <= mark <= MOST


def result_of(answers: Mapping[str, int]) -> dict[str, int]:
    """Return each part's mean in tenths, halves up. Raise ``ValueError`` for answers that ``faults`` names."""
    if bad := faults(answers):
        raise ValueError(f"no result without {bad}")
    result = {}
    for ability in Ability:
        marks = [answers[each.value] for each in Statement if each.ability == ability]
        result[ability.value] = (2 * TENTHS * sum(marks) + len(marks)) // (2 * len(marks))
    return result


def weakest_of(result: Mapping[str, int]) -> list[str]:
    """Return the parts that are weakest, two at most, those that are entirely strong left out; ties in their order."""
    order = sorted(Ability.values, key=lambda each: (result.get(each, 0), Ability.values.index(each)))
    return [each for each in order if result.get(each, 0) < MOST * TENTHS][:WEAKEST]


def corners(result: Mapping[str, int]) -> str:
    """Return the corners of a result as the points of an SVG polygon around nought; the first part stands on top."""
    return _points(result.get(each, 0) * RADIUS / (MOST * TENTHS) for each in Ability.values)


def ring(mark: int) -> str:
    """Return the corners of a ring of the net: the same mark on every axis."""
    return _points(mark * RADIUS / MOST for _each in Ability.values)


def ends() -> list[tuple[str, float, float]]:
    """Return each part's place for its name, outside of the net."""
    return [(each, *_at(place, RADIUS * 1.16)) for place, each in enumerate(Ability.values)]


def _points(lengths: Iterable[float]) -> str:
    return " ".join("{},{}".format(*_at(place, length)) for place, length in enumerate(lengths))


def _at(place: int, length: float) -> tuple[float, float]:
    angle = 2 * pi * place / len(Ability.values)
    return round(length * sin(angle), 1) + 0.0, round(-length * cos(angle), 1) + 0.0

"""How far a part of an application is. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from projects.domain.form import Problem, Read

# Given when everything else is complete.
LAST: Final = "commitment"
# Not mended by the applicant: a community answers.
WAITING_FOR: Final = frozenset({"consent_waiting"})


class Stand(StrEnum):
    DONE = "done"
    BEGUN = "begun"
    EMPTY = "empty"
    # Nothing is asked for and nothing is wrong: it may stay empty.
    OPTIONAL = "optional"
    WAITING = "waiting"
    MISTAKES = "mistakes"
    LOCKED = "locked"


COMPLETE: Final = frozenset({Stand.DONE, Stand.OPTIONAL})


@dataclass(frozen=True)
class Progress:
    """``done`` of ``total`` answers or papers; ``mistakes`` and ``gaps`` are those that keep from handing in."""

    section: str
    stand: Stand
    done: int
    total: int
    mistakes: int
    gaps: int

    @property
    def complete(self) -> bool:
        return self.stand in COMPLETE

    @property
    def share(self) -> float:
        """Return how much of the part is still to do, from 0 to 1."""
        return 1.0 if not self.total else 1 - self.done / self.total


def progress(
    sections: Sequence[str],
    reads: Mapping[str, Read],
    problems: Iterable[Problem],
    papers: tuple[int, int],
) -> tuple[Progress, ...]:
    """Return the stand of each part in order. ``papers`` are those brought and those asked for."""
    of: dict[str, list[Problem]] = {section: [] for section in sections}
    for problem in problems:
        if problem.blocks and problem.section in of:
            of[problem.section].append(problem)
    found = [_of(section, reads[section], of[section], papers) for section in sections if section != LAST]
    if LAST in sections:
        locked = not all(each.complete for each in found)
        found.append(_of(LAST, reads[LAST], of[LAST], papers, locked=locked))
    order = {section: number for number, section in enumerate(sections)}
    return tuple(sorted(found, key=lambda each: order[each.section]))


def _of(
    section: str, read: Read, problems: Collection[Problem], papers: tuple[int, int], *, locked: bool = False
) -> Progress:
    done, total = papers if section == "files" else (read.done, read.total)
    begun = done > 0 if section == "files" else read.begun
    waits = sum(problem.code in WAITING_FOR for problem in problems)
    gaps = sum(problem.missing for problem in problems)
    mistakes = len(problems) - waits - gaps
    return Progress(section, _stand(begun, waits, gaps, mistakes, locked=locked), done, total, mistakes, gaps)


def _stand(begun: bool, waits: int, gaps: int, mistakes: int, *, locked: bool) -> Stand:
    if locked:
        return Stand.LOCKED
    if mistakes:
        return Stand.MISTAKES
    if gaps:
        return Stand.BEGUN if begun else Stand.EMPTY
    if waits:
        return Stand.WAITING
    return Stand.DONE if begun else Stand.OPTIONAL

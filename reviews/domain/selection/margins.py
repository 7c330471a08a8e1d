"""How far a project's mean may fall, or has to rise, until its outcome turns (翻转余量). Exact, all else as it is.

Without the project itself, the others are walked down; it could be taken at the top places and, from one place on, no
more. The project whose turn comes at that place is the rival. Down to the project's own place the walk with it and the
walk without it are the same, so the walk that selects is kept at every place.
"""

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal

from reviews.domain.selection.facts import Candidate, Limits
from reviews.domain.selection.walking import TAKEN, Walk


class Margins:
    """Margins of one selection among ``listed``. ``field`` walked in its order; ``kept`` are the walks before each of
    them and after the last.
    """

    def __init__(
        self, limits: Limits, listed: Sequence[Candidate], field: Sequence[Candidate], kept: Sequence[Walk]
    ) -> None:
        self.limits, self.field, self.kept = limits, field, kept
        self.groups = {name: group for group in linked_categories(listed, limits) for name in group}
        self.place = {each.code: index for index, each in enumerate(field)}

    def of(self, candidate: Candidate) -> tuple[Decimal | None, str, str]:
        """Return (margin, what turns it, the rival's code); no margin where no mean would turn the outcome."""
        assert candidate.points is not None
        found, rival = self._rival(candidate)
        if not found or not candidate.passes:
            return None, "", ""
        margins: list[tuple[Decimal, str, str]] = []
        if rival is not None and rival.points is not None:
            margins.append((candidate.points - rival.points, "rival", rival.code))
        if self.limits.pass_mark is not None:
            margins.append((candidate.points - self.limits.pass_mark, "pass_mark", ""))
        return min(margins, key=lambda each: each[0]) if margins else (None, "", "")

    def _rival(self, candidate: Candidate) -> tuple[bool, Candidate | None]:
        """Return whether the project could be taken at all, and the first other after whose turn it no longer could."""
        place = self.place.get(candidate.code, len(self.field))
        if self.kept[0].judge(candidate).reason != TAKEN:
            return False, None
        if self.kept[place].judge(candidate).reason != TAKEN:
            # What can be taken somewhere can be taken anywhere above: halve until one step remains.
            last = bisect_left(range(place), True, key=lambda at: self.kept[at + 1].judge(candidate).reason != TAKEN)
            return True, self.field[last]
        walk, group = self.kept[place].copy(), self.groups[candidate.category]
        for each in self.field[place + 1 :]:
            # Others of one group alone can matter to it.
            if each.category not in group:
                continue
            walk.step(each)
            if walk.judge(candidate).reason != TAKEN:
                return True, each
        return True, None


def linked_categories(listed: Sequence[Candidate], limits: Limits) -> list[frozenset[str]]:
    """Return the categories in groups that have nothing to do with each other."""
    above = {each.category: each.category for each in listed}

    def top(category: str) -> str:
        while above[category] != category:
            category = above[category]
        return category

    if limits.projects_per_organisation or limits.fen_per_organisation:
        first: dict[str, str] = {}
        for each in listed:
            above[top(each.category)] = top(first.setdefault(each.organisation, each.category))
    groups: dict[str, set[str]] = {}
    for category in above:
        groups.setdefault(top(category), set()).add(category)
    return [frozenset(group) for group in groups.values()]

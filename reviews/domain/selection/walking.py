"""One walk down the ranking: what is left when a project's turn comes, and whether it can be taken then.

Everything here only shrinks on the way down, so whoever can be taken at a place can be taken at every place above. The
margins rest on that.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from reviews.domain.selection.facts import Candidate, Envelope, Limits

TAKEN = "selected"


@dataclass(frozen=True)
class Verdict:
    """``reason`` is ``selected`` or why not, as in ``Place``."""

    reason: str
    details: Mapping[str, Any] = field(default_factory=dict)
    shares: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Ground:
    """What no step changes. ``amounts`` (fen) and ``usable`` (envelopes in the order of use) are by project."""

    envelopes: Sequence[Envelope]
    limits: Limits
    amounts: Mapping[str, int]
    usable: Mapping[str, tuple[str, ...]]


class Walk:
    """The money and the caps on the way down."""

    def __init__(self, ground: Ground) -> None:
        self.limits, self.amounts, self.usable = ground.limits, ground.amounts, ground.usable
        self.left = {each.key: each.fen for each in ground.envelopes}
        self.closed: dict[str, str] = {}
        self.count: Counter[str] = Counter()
        self.spent: Counter[str] = Counter()

    def copy(self) -> "Walk":
        """Return the walk as it stands, to go on apart."""
        other = copy(self)
        other.left, other.closed = dict(self.left), dict(self.closed)
        other.count, other.spent = self.count.copy(), self.spent.copy()
        return other

    def judge(self, candidate: Candidate) -> Verdict:
        """Say whether the project could be taken now. Nothing moves."""
        keys, needs = self.usable[candidate.code], self.amounts[candidate.code]
        if not keys:
            return Verdict("no_source", {"category": candidate.category})
        capped = self._capped(candidate, needs)
        if capped:
            return capped
        free = [key for key in keys if key not in self.closed]
        if not free:
            return Verdict("behind_the_line", {"category": candidate.category, "line": self.closed[keys[0]]})
        shares = self._shares(free, needs)
        if shares:
            return Verdict(TAKEN, {}, shares)
        rooms = [self.left[key] for key in free]
        left = sum(rooms) if self.limits.split else max(rooms)
        return Verdict("envelope_over", {"category": candidate.category, "left": left, "needs": needs})

    def step(self, candidate: Candidate) -> Verdict:
        """Judge the project and move on: take it, or draw the line where it did not fit."""
        verdict = self.judge(candidate)
        if verdict.reason == TAKEN:
            self.take(candidate, verdict.shares)
        elif verdict.reason == "envelope_over" and not self.limits.fill:
            for key in self.usable[candidate.code]:
                self.closed.setdefault(key, candidate.code)
        return verdict

    def take(self, candidate: Candidate, shares: Iterable[tuple[str, int]]) -> None:
        for key, fen in shares:
            self.left[key] -= fen
        self.count[candidate.organisation] += 1
        self.spent[candidate.organisation] += self.amounts[candidate.code]

    def shares_of(self, candidate: Candidate) -> tuple[tuple[str, int], ...]:
        """Return which envelopes would pay the project, lines and caps left aside; nothing where none suffices."""
        return self._shares(self.usable[candidate.code], self.amounts[candidate.code])

    def room(self, candidate: Candidate) -> int:
        """Return the most fen that the project could be paid, lines and caps left aside."""
        rooms = [self.left[key] for key in self.usable[candidate.code]] or [0]
        return sum(rooms) if self.limits.split else max(rooms)

    def _capped(self, candidate: Candidate, needs: int) -> Verdict | None:
        most, cap = self.limits.projects_per_organisation, self.limits.fen_per_organisation
        if most and self.count[candidate.organisation] >= most:
            return Verdict("organisation_count", {"most": most})
        left = cap - self.spent[candidate.organisation]
        if cap and needs > left:
            return Verdict("organisation_fen", {"left": left, "needs": needs})
        return None

    def _shares(self, keys: Sequence[str], needs: int) -> tuple[tuple[str, int], ...]:
        if not self.limits.split:
            return next((((key, needs),) for key in keys if self.left[key] >= needs), ())
        shares = []
        for key in keys:
            part = min(needs, self.left[key])
            if part:
                shares.append((key, part))
                needs -= part
        return () if needs else tuple(shares)


def usable_by(candidates: Iterable[Candidate], envelopes: Sequence[Envelope]) -> dict[str, tuple[str, ...]]:
    """Return the envelopes of each project, money with a narrower purpose first, else in the order of the round."""
    ordered = sorted(envelopes, key=lambda each: -(each.first_time + bool(each.area)))
    return {each.code: tuple(one.key for one in ordered if one.serves(each)) for each in candidates}

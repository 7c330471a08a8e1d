"""A revised budget as it is judged: the round's rules over its lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grants.models import Grant
from projects.domain.budget import Line, Rule, Slice, Sums, Verdict, broken, judge, lines_of, mix, problems_of, sums
from projects.domain.form import Problem
from projects.queries.budgets import quoted_in, rules_of


@dataclass(frozen=True)
class Judged:
    """A budget with its sums, what the round's rules say of it, and what no single field shows."""

    lines: tuple[Line, ...]
    rules: tuple[Rule, ...]
    verdicts: tuple[Verdict, ...]
    whole: Sums
    slices: tuple[Slice, ...]
    problems: tuple[Problem, ...]

    @property
    def broken(self) -> list[Problem]:
        return [*broken(self.lines, self.rules, self.verdicts), *(each for each in self.problems if each.blocks)]


def judged(grant: Grant, plan: Mapping[str, Any]) -> Judged:
    """Judge the budget of a plan by the rules of the grant's round. Two queries."""
    rows = plan["sections"].get("budget", {}).get("lines", [])
    quoted, rules = quoted_in(grant.project), rules_of(grant.round)
    lines = lines_of(rows, quoted)
    verdicts = tuple(judge(lines, rules)) if rows else ()
    return Judged(lines, rules, verdicts, sums(lines)[0], tuple(mix(lines)), tuple(problems_of(rows)))

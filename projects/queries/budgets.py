"""Budgets as they are judged: typed rows, the round's rules, quotations that are attached."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from projects.domain.budget import Line, Rule, Slice, Sums, Verdict, broken, judge, lines_of, mix, problems_of, sums
from projects.domain.form import FORMS, Problem, read
from projects.models import Project
from projects.queries.applications import asked_of
from rounds.models import Round

QUOTE = "quote"


@dataclass(frozen=True)
class Budget:
    """A budget and everything that is to be said of it. ``problems`` are those of the rows; ``broken`` those of the
    round's rules; ``rows`` the values as the form read them."""

    rows: tuple[dict[str, Any], ...]
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    rules: tuple[Rule, ...]
    verdicts: tuple[Verdict, ...]
    whole: Sums
    groups: Mapping[str, Sums]
    slices: tuple[Slice, ...]

    @property
    def broken(self) -> list[Problem]:
        return broken(self.lines, self.rules, self.verdicts)


def rules_of(round_: Round) -> tuple[Rule, ...]:
    """Return the round's rules about budgets, in their order. One query."""
    return tuple(
        Rule(
            rule.name,
            rule.kind,
            tuple(rule.categories),
            tuple(rule.sources),
            rule.base,
            rule.value,
            rule.blocks,
            rule.citation,
        )
        for rule in round_.budget_rules.all()
    )


def quoted_in(project: Project) -> frozenset[str]:
    """Return the ids of the lines that have a quotation attached. One query."""
    quotes = project.papers.filter(slug=QUOTE, removed_at=None).exclude(line="")
    return frozenset(quotes.values_list("line", flat=True))


def budget_of(project: Project, typed: Mapping[str, str]) -> Budget:
    """Judge ``typed``, the budget as it stands in the draft or in somebody's browser. Four queries."""
    found = read(FORMS["budget"], typed, asked_of(project.round))
    rules, rows = rules_of(project.round), tuple(found.values["lines"])
    lines = lines_of(rows, quoted_in(project))
    whole, groups = sums(lines)
    return Budget(
        rows,
        lines,
        (*found.problems, *problems_of(rows)),
        rules,
        tuple(judge(lines, rules)),
        whole,
        groups,
        tuple(mix(lines)),
    )

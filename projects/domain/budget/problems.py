"""Broken rules as problems of the application form: each at the place where it is mended, with what mends it."""

from collections.abc import Iterable, Iterator, Sequence

from projects.domain.budget.lines import Line
from projects.domain.budget.rows import SECTION, TABLE, path_of
from projects.domain.budget.rules import Rule
from projects.domain.budget.verdicts import Act, Verdict
from projects.domain.form.kinds import Problem
from venture.kernel.money import format_yuan

# Where a line is mended, and the code of what is to be done there.
PLACES = {
    Act.TRIM: ("price", "budget_line_too_dear"),
    Act.DROP: ("category", "budget_line_forbidden"),
    Act.BASIS: ("basis", "basis_missing"),
    Act.QUOTE: ("quote", "quote_missing"),
}
CODES = {Act.CUT: "budget_cut", Act.SWAP: "budget_swap", Act.ADD: "budget_add"}


def broken(lines: Iterable[Line], rules: Sequence[Rule], verdicts: Iterable[Verdict]) -> list[Problem]:
    """Return the problems of the verdicts that are not kept, in the order of the rules, then of the lines."""
    items = {line.key: line.item for line in lines}
    return [
        problem
        for verdict in verdicts
        if not verdict.kept
        for problem in _problems(verdict, rules[verdict.rule], items)
    ]


def _problems(verdict: Verdict, rule: Rule, items: dict[str, str]) -> Iterator[Problem]:
    first = path_of(verdict.lines[0], "price") if verdict.lines else TABLE
    if not verdict.remedies:
        yield Problem(SECTION, first, "budget_without_remedy", {"rule": rule.name}, rule.blocks)
        return
    remedy = verdict.remedies[0]
    if remedy.act in CODES:
        details: dict[str, object] = {"rule": rule.name, "yuan": format_yuan(remedy.fen)}
        yield Problem(SECTION, first, CODES[remedy.act], details, rule.blocks)
        return
    name, code = PLACES[remedy.act]
    for key, fen in remedy.lines:
        details = {"rule": rule.name, "item": items[key], "yuan": format_yuan(fen)}
        yield Problem(SECTION, path_of(key, name), code, details, rule.blocks)

"""The budget's page as plain values for its templates: groups of rows, the panel of rules, the bar of shares."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects.domain.budget import Line, Slice, State
from projects.domain.budget.problems import CODES, PLACES
from projects.domain.budget.rows import SECTION
from projects.domain.form import FORMS, Problem, read
from projects.domain.form.kinds import ids_in
from projects.enums import CostCategory
from projects.forms.budget import LINES, new_row, row_in
from projects.models import Project
from projects.queries.applications import asked_of, typed_of
from projects.queries.budgets import Budget, budget_of, quoted_in
from projects.words.budget import Said, category_label, say
from projects.words.labels import name_of, sentence
from rounds.enums import BudgetRuleKind

# Where a budget begins: the groups that nearly every project has.
USUAL = ("activity", "material", "personnel", "publicity", "overhead")
COLOURS = 6
RULES_SAY = frozenset({*CODES.values(), *(code for _name, code in PLACES.values()), "budget_without_remedy"})


@dataclass(frozen=True)
class Row:
    """One row: what was typed, what it comes to, and what is wrong in it, by field. ``spare`` when nobody typed yet."""

    key: str
    typed: dict[str, str]
    line: Line
    problems: dict[str, str] = field(default_factory=dict)
    quoted: bool = False
    spare: bool = False

    @property
    def path(self) -> str:
        return f"{LINES.name}.{self.key}"

    @property
    def opens(self) -> bool:
        return bool(self.problems.keys() & {"basis", "donation", "category", "quote"})


@dataclass(frozen=True)
class Group:
    category: str
    label: str
    grant_fen: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class PanelRule:
    number: int
    state: str
    citation: str
    said: Said
    jump: str


@dataclass(frozen=True)
class MixPart:
    """One part of the bar, from ``start`` on, in per cent."""

    label: str
    start: float
    width: float
    share: int
    colour: int


@dataclass(frozen=True)
class Activity:
    key: str
    name: str
    planned: bool


def drawn(project: Project, typed: Mapping[str, str], *, checked: bool = False, add: str = "") -> dict[str, Any]:
    """Return the context of the page. ``checked`` names gaps too; ``add`` is a group that gets one more spare row.
    Eight queries, whatever the size of the budget."""
    budget = budget_of(project, typed)
    quoted = quoted_in(project)
    problems = [each for each in budget.problems if checked or not each.missing] + budget.broken
    texts = typed_of(project)
    lines = {line.key: line for line in budget.lines}
    groups = _groups(typed, budget, problems, quoted, add)
    spare = [row.key for group in groups for row in group.rows if row.spare]
    return {
        "order": " ".join([*ids_in(typed.get(LINES.name, "")), *spare]),
        "groups": groups,
        "units": _units(budget.lines),
        "template_group": Group("__category__", "__label__", 0, ()),
        "template_undo": {"words": ""},
        "cell_names": (*(each.name for each in LINES.fields), "quote"),
        "activities": _activities(texts.get("activities", {}), budget.lines),
        "template_row": Row("__row__", _empty("__category__"), Line("", "")),
        "categories": [(slug, label, slug in _barred(budget)) for slug, label in CostCategory.choices],
        "problems": [(each, words_of(each), _item_of(each, lines)) for each in problems],
        "gaps": sum(each.missing for each in budget.problems),
        **panel(project, budget, texts),
    }


def panel(project: Project, budget: Budget, texts: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Return what stands beside the rows and in the dock."""
    lines = {line.key: line for line in budget.lines}
    rules = [
        PanelRule(
            each.rule,
            each.state,
            budget.rules[each.rule].citation,
            say(each, budget.rules[each.rule], lines),
            _jump(each.lines, budget.rules[each.rule].kind) if not each.kept else "",
        )
        for each in budget.verdicts
    ]
    activities = _activities(texts.get("activities", {}), budget.lines)
    return {
        "budget": budget,
        "given_fen": budget.whole.own_fen + budget.whole.donation_fen,
        "rules": sorted(rules, key=lambda each: (each.state == State.OK, each.state == State.WARN, each.number)),
        "kept": sum(each.kept for each in budget.verdicts),
        "broken": sum(not each.kept for each in budget.verdicts),
        "mix": _mix(budget.slices),
        "planned": sum(each.planned for each in activities),
        "of_activities": len(activities),
        "per_head": _per_head(project, texts.get("need", {}), budget),
    }


def _groups(
    typed: Mapping[str, str], budget: Budget, problems: Iterable[Problem], quoted: Iterable[str], add: str
) -> list[Group]:
    said = dict[str, dict[str, str]]()
    for problem in problems:
        _table, _dot, rest = problem.path.partition(".")
        key, _dot, name = rest.partition(".")
        said.setdefault(key, {}).setdefault(name, words_of(problem))
    lines = {line.key: line for line in budget.lines}
    rows = [
        Row(key, row_in(typed, key), lines[key], said.get(key, {}), key in quoted)
        for key in ids_in(typed.get(LINES.name, ""))
    ]
    slugs = {row.typed["category"] for row in rows} | ({*USUAL} if not rows else set()) | ({add} if add else set())
    groups = []
    for slug in sorted(slugs, key=_place):
        mine = [row for row in rows if row.typed["category"] == slug]
        spare = [Row(new_row(), _empty(slug), Line("", slug), spare=True) for _each in range(1 + (slug == add))]
        grant = budget.groups[slug].grant_fen if slug in budget.groups else 0
        groups.append(Group(slug, category_label(slug), grant, (*mine, *spare)))
    return groups


def words_of(problem: Problem) -> str:
    """Return the sentence of a problem with the question that it is about; a broken rule says that itself."""
    if problem.code in RULES_SAY or problem.path.count(".") != 2:
        return sentence(problem)
    return _("%(question)s: %(words)s") % {"question": name_of(SECTION, problem.path), "words": sentence(problem)}


def text_of(typed: Mapping[str, str]) -> str:
    """Return the rows as one text to copy, line by line, when they could not be saved."""
    rows = (row_in(typed, key) for key in ids_in(typed.get(LINES.name, "")))
    return "\n".join("\t".join(text for text in row.values() if text) for row in rows)


def _item_of(problem: Problem, lines: Mapping[str, Line]) -> str:
    """Return the row of a problem, for the list on top; a broken rule names its lines itself."""
    key = problem.path.split(".")[1] if "." in problem.path else ""
    if problem.code in RULES_SAY or key not in lines:
        return ""
    return lines[key].item or _("A line without a name")


def _place(slug: str) -> int:
    """Return the place of a category; rows whose category nobody knows come first, to be looked at."""
    return CostCategory.values.index(slug) if slug in CostCategory.values else -1


def _empty(category: str) -> dict[str, str]:
    return {each.name: "" for each in LINES.fields} | {"category": category}


def _units(lines: Iterable[Line]) -> list[str]:
    """Return the units to choose from: those of this budget, then those that most budgets have."""
    usual = pgettext("units of a budget, parted by blanks", "piece person time month set day").split()
    return list(dict.fromkeys([*sorted({line.unit for line in lines if line.unit}), *usual]))


def _barred(budget: Budget) -> set[str]:
    """Return the categories that the round's grant may not pay for."""
    return {
        slug
        for rule in budget.rules
        if rule.kind == BudgetRuleKind.FORBIDDEN and rule.blocks
        for slug in rule.categories
    }


def _activities(typed: Mapping[str, str], lines: Iterable[Line]) -> list[Activity]:
    """Return the project's activities; a line that names none is for all of them."""
    named = {line.activity for line in lines}
    return [
        Activity(key, typed.get(f"activities.{key}.name", ""), key in named or "" in named)
        for key in ids_in(typed.get("activities", ""))
    ]


def _jump(lines: tuple[str, ...], kind: str) -> str:
    """Return the id of the field where a broken rule is mended: the largest line first."""
    names = {BudgetRuleKind.LINE_NEEDS_BASIS: "basis", BudgetRuleKind.LINE_NEEDS_QUOTE: "quote"}
    return f"i-{LINES.name}.{lines[0]}.{names.get(BudgetRuleKind(kind), 'price')}" if lines else ""


def _mix(slices: Iterable[Slice]) -> list[MixPart]:
    """Return the parts of the bar; from the sixth on they share a colour, and the words beside tell them apart."""
    parts, start = [], 0
    for place, each in enumerate(slices):
        colour = min(place + 1, COLOURS)
        parts.append(MixPart(category_label(each.category), start / 100, each.share / 100, each.share, colour))
        start += each.share
    return parts


def _per_head(project: Project, need: Mapping[str, str], budget: Budget) -> tuple[int, int] | None:
    """Return how many people are served directly and what of the grant falls to each, in whole yuan."""
    people = read(FORMS["need"], need, asked_of(project.round)).values["direct"] if need.get("direct") else None
    return (people, budget.whole.grant_fen // (people * 100)) if people else None

"""What the checklist asks: the frozen hand-in, the applicant's records, the round's rules, other applications."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any, Final

from django.db.models import Q

from accounts.domain.areas import prefix_of
from organizations.domain import uscc
from organizations.queries import eligibility_facts, never_applies
from projects.domain import budget
from projects.domain.checks import wanted
from projects.domain.form import Problem
from projects.enums import ProjectState
from projects.models import Project, SectionDraft, Submission
from projects.queries.budgets import QUOTE, rules_of
from projects.queries.checking import papers_asked
from projects.queries.eligibility import judged
from projects.queries.papers import arrived_on
from projects.queries.submissions import judged_content
from reviews.domain.checklist import Facts
from reviews.domain.similar import Similar, Sketch, similar
from rounds.enums import BudgetRuleKind
from venture.kernel.errors import RuleRefusal

YEARS_BACK: Final = 3
NEIGHBOURS: Final = 300
OWN_MONEY: Final = frozenset({BudgetRuleKind.MIN_SHARE, BudgetRuleKind.MIN_AMOUNT})
COMPARED: Final = (*ProjectState.handed_in,)


def facts_of(project: Project, submission: Submission) -> Facts:
    """Return what the checklist asks of one hand-in. 20 queries, however many other applications there are."""
    round_, content = project.round, judged_content(submission)
    day = arrived_on(project, submission)
    own_rule, own_money, broken = _budget(project, content)
    found, compared = _others(project, content)
    begun = Project.objects.filter(round=round_, organization=project.organization)
    return Facts(
        content=content,
        organization=eligibility_facts(project.organization, day),
        eligible={each.rule.kind: each.verdict for each in judged(round_, project.organization, day)},
        code_valid=_is_valid(content["organization"]["uscc"]),
        inside=_inside(project, content),
        applications=begun.filter(state__in=COMPARED).count(),
        most_applications=round_.projects_per_organization,
        similar=found,
        compared=compared,
        cap_fen=round_.project_cap_fen,
        own_rule=own_rule,
        own_money=own_money,
        broken=broken,
        starts_on=round_.starts_on,
        ends_on=round_.ends_on,
        consent_needed=round_.consent_needed,
        consent_seal=round_.consent_seal,
        signed=submission.signature.kind if submission.signature is not None else "",
        missing=_missing(project, content),
        barred=never_applies(project.organization, day) or "",
    )


def _is_valid(code: str) -> bool:
    try:
        return uscc.validated(code) == code
    except RuleRefusal:
        return False


def _inside(project: Project, content: dict[str, Any]) -> bool | None:
    area = project.round.area
    if area is None:
        return None
    return str(content["organization"]["area"]).startswith(prefix_of(area.code))


def _missing(project: Project, content: dict[str, Any]) -> list[str]:
    brought = {paper["slug"] for paper in content["papers"]}
    asked = wanted(papers_asked(project.round), content["sections"], consent_needed=project.round.consent_needed)
    return [paper.name for paper in asked if paper.required and paper.slug not in brought]


def _budget(project: Project, content: dict[str, Any]) -> tuple[bool, list[Problem], list[Problem]]:
    """Return whether a rule asks for own money, what breaks such rules, and every other problem of the budget."""
    rows = content["sections"].get("budget", {}).get("lines") or []
    rules = rules_of(project.round)
    lines = budget.lines_of(rows, {paper["line"] for paper in content["papers"] if paper["slug"] == QUOTE})
    verdicts = budget.judge(lines, rules)
    about_own = {
        number
        for number, rule in enumerate(rules)
        if rule.kind in OWN_MONEY and rule.sources and "grant" not in rule.sources
    }
    parts = [[each for each in verdicts if (each.rule in about_own) == own] for own in (True, False)]
    own, others = ([each for each in budget.broken(lines, rules, part) if each.blocks] for part in parts)
    return bool(about_own), own, [*budget.problems_of(rows), *others]


def _others(project: Project, content: dict[str, Any]) -> tuple[list[Similar], int]:
    """Compare with what was handed in here and in the last years. Three queries, then texts of neighbours only."""
    rows = Project.objects.filter(state__in=COMPARED, round__year__gte=project.round.year - YEARS_BACK)
    rows = rows.exclude(pk=project.pk)
    titles = {pk: (code, title) for pk, code, title in rows.order_by("pk").values_list("pk", "code", "title")}
    need = content["sections"].get("need", {})
    places = content["sections"].get("landing", {}).get("places") or []
    communities = frozenset(row["community"] for row in places if row["community"])
    answering = _answering(rows, need.get("need"))
    groups = _groups(rows, communities)
    mine = Sketch(project.code, project.title, need.get("need") or "", communities, need.get("group") or "")
    sketches = (
        Sketch(
            code, title, mine.need if pk in answering else "", communities if pk in groups else frozenset(),
            groups.get(pk, ""),
        )
        for pk, (code, title) in titles.items()
    )  # fmt: skip
    return similar(mine, sketches), len(titles)


def _answering(rows: Any, need: str | None) -> set[int]:
    if not need:
        return set()
    drafts = SectionDraft.objects.filter(project__in=rows, section="need", typed__need=need)
    return set(drafts.values_list("project_id", flat=True))


def _groups(rows: Any, communities: Iterable[str]) -> dict[int, str]:
    """Return whom the projects in the same communities are for."""
    named = [Q(typed__icontains=f'"{code}"') for code in communities]
    if not named:
        return {}
    here = SectionDraft.objects.filter(reduce(or_, named), project__in=rows, section="landing")
    drafts = SectionDraft.objects.filter(project__in=here.values("project"), section="need")
    found = drafts.order_by("-project_id").values_list("project_id", "typed__group")[:NEIGHBOURS]
    return {pk: group or "" for pk, group in found}

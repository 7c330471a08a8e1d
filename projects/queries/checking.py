"""An application as it stands now, held against its form, its round and the records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from organizations.models import Community
from projects.domain import budget
from projects.domain.checks import OUTDATED, Ground, Paper, check, wanted
from projects.domain.consents import still_holds
from projects.domain.form import FORMS, Asked, Problem, Read, read
from projects.domain.progress import Progress, progress
from projects.enums import ConsentState, NeedState
from projects.models import Attachment, CommunityConsent, Need, Project, SectionDraft
from projects.queries.applications import asked_of
from projects.queries.budgets import QUOTE, rules_of
from projects.queries.consents import question_to
from rounds.domain.form_sections import is_short, sections_for
from rounds.enums import Means
from rounds.models import Round
from venture.files.enums import FileState

BROUGHT = (FileState.WAITING, FileState.READY)


@dataclass(frozen=True)
class Checked:
    """Everything that the overview, the check page, the act of handing in and the API ask of an application.

    ``sections`` are the parts to fill, in the round's order. ``names`` are communities and needs by their codes;
    ``consents`` the newest opinion of each community by its code; ``wanted`` the papers to bring as files.
    """

    project: Project
    sections: tuple[str, ...]
    short: bool
    asked: Asked
    drafts: Mapping[str, SectionDraft]
    reads: Mapping[str, Read]
    papers: tuple[Attachment, ...]
    wanted: tuple[Paper, ...]
    consents: Mapping[str, CommunityConsent]
    names: Mapping[str, str]
    problems: tuple[Problem, ...]

    @property
    def values(self) -> dict[str, dict[str, Any]]:
        return {section: found.values for section, found in self.reads.items()}

    @property
    def typed(self) -> dict[str, dict[str, str]]:
        return {section: self.drafts[section].typed if section in self.drafts else {} for section in self.sections}

    @property
    def blocking(self) -> tuple[Problem, ...]:
        """Return what keeps from handing in."""
        return tuple(problem for problem in self.problems if problem.blocks)

    @property
    def progress(self) -> tuple[Progress, ...]:
        brought = {paper.slug for paper in self.papers}
        required = [paper for paper in self.wanted if paper.required]
        papers = sum(paper.slug in brought for paper in required), len(required)
        return progress(self.sections, self.reads, self.problems, papers)


def is_short_form(project: Project) -> bool:
    """Tell whether the application fills the short form; not before its budget says how much it asks for."""
    return project.grant_fen > 0 and is_short(project.grant_fen, project.round.short_form_below_fen)


def asked_sections(project: Project) -> tuple[str, ...]:
    """Return the parts that the round asks this application for, in the round's order. One query."""
    rows = list(project.round.sections.order_by("order", "pk").values_list("section", "short"))
    if not rows:
        return tuple(FORMS)
    if not is_short_form(project):
        return tuple(section for section, _short in rows)
    return sections_for(project.grant_fen, limit_fen=project.round.short_form_below_fen, sections=rows)


def problems_of(project: Project) -> list[Problem]:
    """Return what is to be mended before the application can be handed in, and warnings. Eight queries."""
    return list(checked(project).problems)


def checked(project: Project, drafts: Sequence[SectionDraft] | None = None) -> Checked:
    """Hold an application against form, round and records. Eight queries; one less when its drafts are given."""
    kept = {row.section: row for row in (project.sections.all() if drafts is None else drafts)}
    sections, short = asked_sections(project), is_short_form(project)
    asked = asked_of(project.round, short=short)
    reads = {
        section: read(FORMS[section], kept[section].typed if section in kept else {}, asked) for section in sections
    }
    values = {section: found.values for section, found in reads.items()}
    papers = tuple(project.papers.filter(removed_at=None, file__state__in=BROUGHT).select_related("file"))
    names, consents = _names(values), newest_consents(project)
    requirements = papers_asked(project.round)
    ground = Ground(
        starts_on=project.round.starts_on,
        ends_on=project.round.ends_on,
        papers=requirements,
        brought=frozenset(paper.slug for paper in papers),
        needs=frozenset(names),
        need_needed=Means.NEEDS_LIST in project.round.advanced,
        communities=frozenset(names),
        consent_needed=project.round.consent_needed,
        consents={code: _opinion(project, consent, values) for code, consent in consents.items()},
    )
    found = [problem for each in reads.values() for problem in each.problems]
    found += _budget(project.round, values, papers)
    found += check(values, ground)
    return Checked(
        project, sections, short, asked, kept, reads, papers,
        tuple(wanted(requirements, sections, consent_needed=ground.consent_needed)),
        consents, names, _in_order(found, sections),
    )  # fmt: skip


def papers_asked(round_: Round) -> tuple[Paper, ...]:
    """Return the papers that the round asks for. One query."""
    return tuple(Paper(*row) for row in round_.documents.values_list("slug", "name", "required"))


def newest_consents(project: Project) -> dict[str, CommunityConsent]:
    """Return the newest opinion of each community that was asked, by the community's code. One query."""
    rows = project.consents.select_related("community").order_by("pk")
    return {row.community.code: row for row in rows}


def _opinion(project: Project, consent: CommunityConsent, values: Mapping[str, Mapping[str, Any]]) -> str:
    """Return what the opinion is worth now: an answer to something else counts as none."""
    now = question_to(project, consent.community.code, values)
    if now is None or still_holds(consent.asked, now):
        return consent.state
    return OUTDATED if consent.state in ConsentState.favourable else consent.state


def _names(values: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return communities and published needs that the answers name, by their codes. At most one query."""
    places = [row["community"] for row in values.get("landing", {}).get("places", []) if row["community"]]
    need = values.get("need", {}).get("need")
    if not places and not need:
        return {}
    communities = Community.objects.filter(code__in=places).order_by().values_list("code", "name")
    needs = Need.objects.filter(code=need, state__in=NeedState.public).order_by().values_list("code", "title")
    return dict(communities.union(needs, all=True))


def _budget(round_: Round, values: Mapping[str, Mapping[str, Any]], papers: Sequence[Attachment]) -> list[Problem]:
    rows = values.get("budget", {}).get("lines")
    if not rows:
        return []
    rules = rules_of(round_)
    lines = budget.lines_of(rows, {paper.line for paper in papers if paper.slug == QUOTE})
    return [*budget.problems_of(rows), *budget.broken(lines, rules, budget.judge(lines, rules))]


def _in_order(problems: Sequence[Problem], sections: Sequence[str]) -> tuple[Problem, ...]:
    order = {section: number for number, section in enumerate(sections)}
    return tuple(sorted(problems, key=lambda problem: order[problem.section]))

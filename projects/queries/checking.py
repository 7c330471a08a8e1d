"""An application as it stands now, held against its form, its round and the records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from projects.domain import budget
from projects.domain.checks import OUTDATED, Ground, Paper, check, wanted
from projects.domain.consents import still_holds
from projects.domain.form import FORMS, Asked, Problem, Read, read
from projects.domain.progress import Progress, progress
from projects.enums import ConsentState, NeedState
from projects.models import Attachment, CommunityConsent, Project, SectionDraft
from projects.queries.budgets import QUOTE, rules_of
from projects.queries.consents import question_to
from projects.queries.held import Held, hold
from rounds.domain.form_sections import is_short, sections_for
from rounds.enums import Means
from rounds.models import Round
from venture.files.enums import FileState

BROUGHT = (FileState.WAITING, FileState.READY)


@dataclass(frozen=True)
class Checked:
    """Everything that the overview, the check page, the act of handing in and the API ask of an application.

    ``sections`` are the parts to fill, in the round's order. ``names`` are communities and needs by their codes;
    ``consents`` the newest opinion of each community by its code; ``wanted`` the papers to bring as files; ``held``
    all that was read for it.
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
    held: Held

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


def asked_sections(held: Held) -> tuple[str, ...]:
    """Return the parts that the round asks this application for, in the round's order."""
    project, rows = held.project, held.parts
    if not rows:
        return tuple(FORMS)
    if not is_short_form(project):
        return tuple(section for section, _short in rows)
    return sections_for(project.grant_fen, limit_fen=project.round.short_form_below_fen, sections=rows)


def problems_of(project: Project) -> list[Problem]:
    """Return what is to be mended before the application can be handed in, and warnings. Seven queries."""
    return list(checked(project).problems)


def checked(project: Project, drafts: Sequence[SectionDraft] | None = None) -> Checked:
    """Hold an application against form, round and records. Seven queries; one less when its drafts are given."""
    return judged(hold(project, drafts))


def judged(held: Held) -> Checked:
    """Hold what was read of an application against form, round and records. Two queries at most."""
    project, kept = held.project, held.drafts
    sections, short = asked_sections(held), is_short_form(project)
    asked = held.asked(short=short)
    reads = {
        section: read(FORMS[section], kept[section].typed if section in kept else {}, asked) for section in sections
    }
    values = {section: found.values for section, found in reads.items()}
    papers = tuple(each for each in held.papers if each.file.state in BROUGHT)
    names = {
        code: each.name for code, each in held.named(values).items() if not each.state or each.state in NeedState.public
    }
    consents, requirements = {row.community.code: row for row in held.consents}, tuple(held.documents)
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
        consents, names, _in_order(found, sections), held,
    )  # fmt: skip


def papers_asked(round_: Round) -> tuple[Paper, ...]:
    """Return the papers that the round asks for. One query."""
    return tuple(Paper(*row) for row in round_.documents.values_list("slug", "name", "required"))


def _opinion(project: Project, consent: CommunityConsent, values: Mapping[str, Mapping[str, Any]]) -> str:
    """Return what the opinion is worth now: an answer to something else counts as none."""
    now = question_to(project, consent.community.code, values)
    if now is None or still_holds(consent.asked, now):
        return consent.state
    return OUTDATED if consent.state in ConsentState.favourable else consent.state


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

"""An application for reading: every part with its answers in words. For the check page and the print."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from projects.domain.budget import Line, Sums, lines_of, sums
from projects.domain.progress import Progress
from projects.forms.questions import Drawing, SectionForm
from projects.models import Attachment
from projects.queries.checking import Checked
from projects.views.applications.lists import lists_for
from projects.views.applications.words import Fact, Tag, address, facts_of, place_link, tag_of
from projects.words import labels
from projects.words.budget import category_label


class Problems(NamedTuple):
    url: str
    place: str
    sentence: str
    warning: bool


class BudgetRow(NamedTuple):
    line: Line
    category: str
    activity: str


class Part(NamedTuple):
    """One part as it is read. ``papers`` only for the papers, ``facts`` only for the organisation, ``budget`` and
    ``whole`` only for the budget."""

    section: str
    name: str
    url: str
    tag: Tag
    progress: Progress
    drawn: SectionForm
    problems: Sequence[Problems]
    facts: Sequence[Fact] = ()
    budget: Sequence[BudgetRow] = ()
    whole: Sums | None = None
    papers: Sequence[tuple[str, Sequence[Attachment]]] = ()


def parts_of(found: Checked) -> Iterator[Part]:
    """Yield the parts in the round's order. Two queries: communities, needs."""
    for each in found.progress:
        section = each.section
        own = [problem for problem in found.problems if problem.section == section]
        drawn = Drawing(section, found.typed[section], found.asked, lists=lists_for(section, found)).draw()
        budget = list(_budget(found)) if section == "budget" else []
        yield Part(
            section,
            labels.section_name(section),
            address(found.project.code, section),
            tag_of(each),
            each,
            drawn,
            [Problems(*place_link(found, problem), not problem.blocks) for problem in own],
            facts=facts_of(found.project.organization) if section == "organisation" else (),
            budget=budget,
            whole=sums([row.line for row in budget])[0] if budget else None,
            papers=list(_papers(found)) if section == "files" else (),
        )


def _budget(found: Checked) -> Iterator[BudgetRow]:
    activities = {row["id"]: row["name"] for row in found.values.get("activities", {}).get("activities", [])}
    for line in lines_of(found.values["budget"]["lines"]):
        yield BudgetRow(line, category_label(line.category), activities.get(line.activity) or "")


def _papers(found: Checked) -> Iterator[tuple[str, Sequence[Attachment]]]:
    names: dict[str, Any] = {paper.slug: paper.name for paper in found.wanted}
    of: dict[str, list[Attachment]] = {slug: [] for slug in names}
    for paper in found.papers:
        of.setdefault(paper.slug, []).append(paper)
    for slug, papers in of.items():
        yield str(names.get(slug) or labels.paper_kind(slug)), papers

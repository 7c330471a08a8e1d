"""What the content, the check and the pages of an application all read of it: read once, and handed on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from django.db.models import BooleanField, CharField, F, QuerySet, Value

from organizations.models import Community, Inspection
from projects.domain.checks import Paper
from projects.domain.form import Asked
from projects.models import Attachment, CommunityConsent, Need, Project, SectionDraft
from projects.queries.ideas import ideas_behind
from rounds.models import DocumentRequirement, FormSection, RulesVersion

PARTS, DOCUMENTS, RULES, INSPECTIONS, IDEA = "parts", "documents", "rules", "inspections", "idea"


class Line(NamedTuple):
    """A row of one of the short lists that come with one query. What each place means is said where it is read."""

    kind: str
    text: str
    name: str
    more: str
    flag: bool
    number: int
    pk: int


class Named(NamedTuple):
    """A community with its street, or a need with its state: the other is empty."""

    name: str
    street: str
    state: str


@dataclass(frozen=True)
class Held:
    """An application as it stands in its tables, before anything is judged.

    ``parts`` are the round's sections and whether the short form has them, ``documents`` the papers that it asks for,
    ``categories`` its fields by their codes and ``services`` what belongs to each; ``papers`` what was brought,
    ``consents`` all opinions in the order in which they were asked for; ``rules`` the hash of the frozen rules;
    ``inspections`` (year, outcome), the newest first; ``idea`` code, title and credit of the idea behind it.
    """

    project: Project
    drafts: Mapping[str, SectionDraft]
    parts: Sequence[tuple[str, bool]]
    documents: Sequence[Paper]
    categories: Mapping[str, str]
    services: Mapping[str, tuple[str, ...]]
    papers: Sequence[Attachment]
    consents: Sequence[CommunityConsent]
    rules: str | None
    inspections: Sequence[tuple[int, str]]
    idea: tuple[str, str, str] | None
    _named: dict[tuple[frozenset[str], str], dict[str, Named]] = field(default_factory=dict)

    @property
    def typed(self) -> dict[str, dict[str, str]]:
        return {section: row.typed for section, row in self.drafts.items()}

    def asked(self, *, short: bool = False) -> Asked:
        return Asked(limits=self.project.round.form_limits, services=dict(self.services), short=short)

    def named(self, values: Mapping[str, Mapping[str, Any]]) -> dict[str, Named]:
        """Return the communities and the need that the answers name, by their codes. One query at most, once."""
        codes = frozenset(row["community"] for row in values.get("landing", {}).get("places", []) if row["community"])
        need = values.get("need", {}).get("need") or ""
        if (codes, need) not in self._named:
            self._named[codes, need] = _named(codes, need) if codes or need else {}
        return self._named[codes, need]


def hold(project: Project, drafts: Iterable[SectionDraft] | None = None) -> Held:
    """Read an application. Five queries, whatever its size; one less when its drafts are given."""
    lists = _lists(project)
    services: dict[str, tuple[str, ...]] = {}
    categories: dict[str, str] = {}
    rows = project.round.categories.order_by("order", "pk", "services__order", "services__pk")
    for slug, name, service in rows.values_list("slug", "name", "services__name"):
        categories[slug] = name
        services[slug] = (*services.get(slug, ()), *([service] if service else []))
    return Held(
        project,
        {row.section: row for row in (project.sections.all() if drafts is None else drafts)},
        [(line.text, line.flag) for line in lists[PARTS]],
        [Paper(line.text, line.name, line.flag) for line in lists[DOCUMENTS]],
        categories, services,
        list(project.papers.filter(removed_at=None).select_related("file")),
        list(project.consents.select_related("community", "seal").order_by("pk")),
        next((line.text for line in reversed(lists[RULES])), None),
        [(line.number, line.text) for line in reversed(lists[INSPECTIONS])],
        next(((line.text, line.name, line.more) for line in reversed(lists[IDEA])), None),
    )  # fmt: skip


_NOTHING: Final = Value("", output_field=CharField())
_NO: Final = Value(False, output_field=BooleanField())


def _lists(project: Project) -> dict[str, list[Line]]:
    """Return the short lists of the round, of the record and of the idea, each in its order. One query."""
    of_round = {"round": project.round_id}
    asked: tuple[tuple[str, QuerySet[Any], tuple[Any, ...]], ...] = (
        (PARTS, FormSection.objects.filter(**of_round), ("section", _NOTHING, _NOTHING, "short", "order")),
        (DOCUMENTS, DocumentRequirement.objects.filter(**of_round), ("slug", "name", _NOTHING, "required", "order")),
        (RULES, RulesVersion.objects.filter(**of_round), ("sha256", _NOTHING, _NOTHING, _NO, "number")),
        (
            INSPECTIONS, Inspection.objects.filter(organization=project.organization_id),
            ("outcome", _NOTHING, _NOTHING, _NO, "year"),
        ),
        (IDEA, ideas_behind(project), ("code", "title", "credit", _NO, F("project_id"))),
    )  # fmt: skip
    first, *others = (
        rows.order_by().values_list(Value(kind, output_field=CharField()), *columns, "pk")
        for kind, rows, columns in asked
    )
    found: dict[str, list[Line]] = {kind: [] for kind, _rows, _columns in asked}
    for row in first.union(*others, all=True):
        line = Line(*row)
        found[line.kind].append(line._replace(flag=bool(line.flag)))
    return {kind: sorted(lines, key=lambda line: (line.number, line.pk)) for kind, lines in found.items()}


def _named(codes: Iterable[str], need: str) -> dict[str, Named]:
    communities = Community.objects.filter(code__in=codes).order_by()
    needs = Need.objects.filter(code=need).order_by().values_list("code", "title", _NOTHING, "state")
    rows = communities.values_list("code", "name", "street__name", _NOTHING).union(needs, all=True)
    return {code: Named(name, street, state) for code, name, street, state in rows}

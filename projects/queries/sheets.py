"""What the rows of a sheet would come to now: which applications, and what is wrong. Nothing is written."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from organizations.domain import uscc
from organizations.enums import OrganizationState
from organizations.models import Community, Membership, Organization
from organizations.queries import operates
from projects.domain.form import FORMS, Problem, read
from projects.domain.sheets import SheetRow
from projects.enums import ProjectState
from projects.models import Project, SheetLoad
from projects.queries.applications import asked_of
from projects.queries.headlines import amounts_of
from projects.queries.papers import late, refuse_day
from rounds.models import Round
from venture.kernel.errors import RuleRefusal


@dataclass(frozen=True)
class Judged:
    """One row and what it comes to: an application that stands already, one that would be made, or what is in the way.

    ``wrong`` answers and ``gaps`` do not keep the row out: they are mended on the pages of the form.
    """

    row: SheetRow
    organization: Organization | None
    known: Project | None
    refusals: tuple[RuleRefusal, ...]
    title: str
    grant_fen: int
    wrong: tuple[Problem, ...]
    gaps: int

    @property
    def good(self) -> bool:
        return self.known is None and not self.refusals


def for_sheets() -> QuerySet[SheetLoad]:
    """Return sheets with what their pages tell. One query."""
    return SheetLoad.objects.select_related("round", "file", "loaded_by")


def names_for(round_: Round) -> dict[str, dict[str, str]]:
    """Return the words that stand in sheets for codes, by the path of a question. Two queries."""
    fields = dict(round_.categories.values_list("name", "slug"))
    rows = list(Community.objects.values_list("street__name", "name", "code"))
    plain = Counter(name for _street, name, _code in rows)
    places = {name: code for _street, name, code in rows if plain[name] == 1}
    for street, name, code in rows:
        places |= {f"{street}{name}": code, f"{street} {name}": code}
    return {"project.category": fields, "landing.community": places}


def judge_rows(
    rows: Sequence[SheetRow], round_: Round, organizations: QuerySet[Organization], *, reason: str, now: datetime
) -> list[Judged]:
    """Hold rows against round and records. ``organizations`` are those for which the person may enter.

    Four queries, and one for each organisation of which an application would be made.
    """
    asked = asked_of(round_)
    found = _found(rows, round_, organizations)
    projects = Project.objects.filter(round=round_, key__in=[row.key for row in rows])
    known = {project.key: project for project in projects}
    taken: Counter[int] = Counter()
    seen: dict[str, int] = {}
    judged = []
    for row in rows:
        organization, stands = found.get(row.code), known.get(row.key)
        refusals: tuple[RuleRefusal, ...] = row.faults
        if stands is None:
            refusals += tuple(_of_row(row, round_, organization, seen, reason=reason, now=now))
            if organization is not None and not refusals:
                refusals += tuple(_of_organization(organization, round_, taken, now))
        seen.setdefault(row.key, row.line)
        if stands is None and organization is not None and not refusals:
            taken[organization.pk] += 1
        reads = {
            section: read(form, form.cleaned(row.texts.get(section, {})), asked) for section, form in FORMS.items()
        }
        problems = [each for found_ in reads.values() for each in found_.problems]
        judged.append(
            Judged(
                row, organization, stands, refusals if stands is None else (),
                row.texts.get("project", {}).get("title", ""), amounts_of(reads["budget"].values["lines"])[0],
                tuple(each for each in problems if not each.missing), sum(each.missing for each in problems),
            )
        )  # fmt: skip
    return judged


def _found(
    rows: Iterable[SheetRow], round_: Round, organizations: QuerySet[Organization]
) -> Mapping[str, Organization]:
    """Return the organisations by code, with how many applications they have and whether they have members."""
    begun = Count("projects", filter=Q(projects__round=round_) & ~Q(projects__state=ProjectState.WITHDRAWN))
    members = Membership.objects.filter(organization=OuterRef("pk"), ended_at__isnull=True)
    named = organizations.filter(uscc__in={row.code for row in rows if row.code})
    return {each.uscc: each for each in named.annotate(begun=begun, peopled=Exists(members))}


def _of_row(
    row: SheetRow, round_: Round, organization: Organization | None, seen: Mapping[str, int], *, reason: str,
    now: datetime,
) -> Iterable[RuleRefusal]:  # fmt: skip
    if row.key in seen:
        yield RuleRefusal("sheet_row_twice", line=seen[row.key])
    if organization is None:
        try:
            uscc.validated_applicant(row.code)
        except RuleRefusal as refusal:
            yield refusal
        else:
            yield RuleRefusal("sheet_organization_unknown", uscc=row.code)
    if not any(fault.code == "sheet_day_unreadable" for fault in row.faults):
        try:
            refuse_day(round_, row.received_on, now)
        except RuleRefusal as refusal:
            yield refusal
    if late(round_, now) and not reason:
        yield RuleRefusal("paper_reason_missing")


def _of_organization(
    organization: Organization, round_: Round, taken: Mapping[int, int], now: datetime
) -> Iterable[RuleRefusal]:
    state, peopled = organization.state, organization.peopled  # type: ignore[attr-defined]  # annotated
    if state != OrganizationState.VERIFIED and (peopled or state != OrganizationState.REGISTERED):
        yield RuleRefusal("organization_not_verified")
    if operates(organization.uscc, now.date()):
        yield RuleRefusal("operator_never_applies")
    begun = organization.begun + taken[organization.pk]  # type: ignore[attr-defined]  # annotated
    if begun >= round_.projects_per_organization:
        yield RuleRefusal("too_many_applications", most=round_.projects_per_organization)

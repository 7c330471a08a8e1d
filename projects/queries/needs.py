"""Read shapes of needs."""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from organizations.enums import OrganizationState
from organizations.models import Organization
from organizations.queries import works_for
from projects.enums import NeedState, ProjectState
from projects.models import Need, NeedDraft, NeedInterest, Project
from projects.queries.submissions import judged_content, standing_of
from venture.kernel.errors import RuleRefusal


def with_interest(rows: QuerySet[Need]) -> QuerySet[Need]:
    """Annotate ``interest`` and ``support``: how many organisations say today that they would answer the need, and how
    many residents that it is theirs too."""
    return rows.annotate(
        interest=Count("interests", filter=Q(interests__withdrawn_at__isnull=True), distinct=True),
        support=Count("supports", filter=Q(supports__withdrawn_at__isnull=True), distinct=True),
    )


def published() -> QuerySet[Need]:
    """Return what the public reads, with community, street and interest. One query."""
    rows = Need.objects.filter(state__in=NeedState.public)
    rows = rows.select_related("community__street", "answered_by", "project")
    return with_interest(rows).order_by("-urgency", "-published_at", "code")


def for_home(count: int) -> QuerySet[Need]:
    """Return needs that still wait for an answer, the urgent first. One query."""
    return published().filter(state=NeedState.PUBLISHED)[:count]


def for_list(*, street: str = "", field: str = "", text: str = "", state: str = "") -> QuerySet[Need]:
    """Return published needs by street code, field of service, state and words of title or problem. One query."""
    rows = published()
    if street:
        rows = rows.filter(community__street__code=street)
    if field:
        rows = rows.filter(field=field)
    if state:
        rows = rows.filter(state=state)
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(problem__icontains=text) | Q(population__icontains=text))
    return rows


def streets() -> list[tuple[str, str]]:
    """Return (code, name) of the streets that have published needs, in the order of their codes. One query."""
    rows = Need.objects.filter(state__in=NeedState.public).order_by("community__street__code")
    return list(rows.values_list("community__street__code", "community__street__name").distinct())


def one(code: str) -> Need | None:
    """Return the published need at ``/needs/<code>/`` with the needs that were merged into it. Two queries."""
    rows = published().prefetch_related(Prefetch("merged", Need.objects.select_related("community")))
    return rows.filter(code=code).first()


def how_many_waiting() -> int:
    return Need.objects.filter(state=NeedState.PUBLISHED).count()


def organizations_interested(need: Need) -> list[str]:
    """Return the names of the organisations that would answer the need, the first to say so first. One query."""
    rows = need.interests.filter(withdrawn_at__isnull=True).order_by("said_at", "pk")
    return list(rows.values_list("organization__name", flat=True))


def interest_of(organizations: QuerySet[Organization], need: Need) -> QuerySet[NeedInterest]:
    return need.interests.filter(organization__in=organizations, withdrawn_at__isnull=True)


def for_community(user: Any) -> QuerySet[Need]:
    """Return the needs of the communities that ``user`` answers for, newest first. One query."""
    rows = Need.objects.filter(works_for(user, community_ref="community_id"))
    return with_interest(rows.select_related("community__street", "merged_into", "answered_by")).order_by(
        "-collected_at", "-pk"
    )


def supports(user: Any, need: Need) -> bool:
    """Tell whether this person says today that the need is theirs too. One query."""
    return need.supports.filter(user_id=user.pk, withdrawn_at__isnull=True).exists()


def citing(need: Need) -> QuerySet[Project]:
    """Return the applications that cite the need in what they handed in, by code. One query."""
    rows = Project.objects.filter(citations__need=need, citations__dropped_at__isnull=True)
    return rows.filter(state__in=ProjectState.handed_in).select_related("organization", "round").order_by("code")


def bindable(need: Need) -> QuerySet[Project]:
    """Return the applications that may be named as the answer to a need matched with their organisation alone: those
    that cite it first. One query."""
    cites = need.citations.filter(project=OuterRef("pk"), dropped_at__isnull=True)
    rows = Project.objects.filter(organization=need.answered_by_id, state__in=ProjectState.answering)
    return rows.annotate(cites=Exists(cites)).select_related("round").order_by("-cites", "-round__year", "code")


def to_answer(organizations: QuerySet[Organization] | None = None) -> QuerySet[Need]:
    """Return published needs that an application may begin from: those that wait, and those that were matched with
    one of ``organizations`` and have no project yet. One query."""
    waits = Q(state=NeedState.PUBLISHED)
    if organizations is not None:
        waits |= Q(state=NeedState.MATCHED, project__isnull=True, answered_by__in=organizations)
    return published().filter(waits)


def draft_of(user: Any) -> NeedDraft | None:
    return NeedDraft.objects.filter(user=user).first()


def for_staff() -> QuerySet[Need]:
    rows = Need.objects.select_related("community__street", "answered_by", "merged_into", "reported_by", "project")
    return with_interest(rows)


def indicators_handed_in(project: Project | None) -> list[dict[str, str]]:
    """Return the indicators of what stands of an application: ``id`` and ``name``. One query."""
    submission = standing_of(project) if project is not None else None
    if submission is None:
        return []
    rows = judged_content(submission)["sections"].get("indicators", {}).get("indicators") or []
    return [{"id": row["id"], "name": row["name"] or ""} for row in rows]


def verified_organizations() -> QuerySet[Organization]:
    return Organization.objects.filter(state=OrganizationState.VERIFIED).only("name").order_by("name")


def verified_organization(pk: int) -> Organization:
    """Return a verified organisation. Raise ``RuleRefusal("organization_missing")`` for any other."""
    found = Organization.objects.filter(pk=pk, state=OrganizationState.VERIFIED).first()
    if found is None:
        raise RuleRefusal("organization_missing")
    return found

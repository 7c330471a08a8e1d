"""Read shapes of needs."""

from django.db.models import Count, Q, QuerySet

from projects.enums import NeedState
from projects.models import Need


def with_interest(rows: QuerySet[Need]) -> QuerySet[Need]:
    """Annotate ``interest``: how many organisations say today that they would answer the need."""
    return rows.annotate(interest=Count("interests", filter=Q(interests__withdrawn_at__isnull=True)))


def published() -> QuerySet[Need]:
    """Return what the public reads, with community, street and interest. One query."""
    return with_interest(Need.objects.filter(state__in=NeedState.public).select_related("community__street")).order_by(
        "-urgency", "-published_at", "code"
    )


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


def one(code: str) -> Need | None:
    """Return the published need at ``/needs/<code>/``. One query."""
    return published().filter(code=code).first()


def how_many_published() -> int:
    return Need.objects.filter(state__in=NeedState.public).count()


def for_staff() -> QuerySet[Need]:
    return with_interest(Need.objects.select_related("community__street"))

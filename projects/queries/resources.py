"""Read shapes of resources."""

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from projects.enums import ResourceState
from projects.models import Resource, ResourceWish


def with_wishes(rows: QuerySet[Resource]) -> QuerySet[Resource]:
    """Annotate ``wished``: how many organisations ask today to use it."""
    return rows.annotate(wished=Count("wishes", filter=Q(wishes__withdrawn_at__isnull=True), distinct=True))


def shown() -> QuerySet[Resource]:
    """Return resources with everything a line or a page of one tells. One query."""
    return with_wishes(Resource.objects.select_related("community__street", "used_by"))


def published_resources() -> QuerySet[Resource]:
    """Return what the public reads, what is free first. One query."""
    rows = shown().filter(state__in=ResourceState.public)
    return rows.order_by("-state", "-published_at", "code")


def resources_for_list(*, street: str = "", kind: str = "", field: str = "", text: str = "") -> QuerySet[Resource]:
    """Return published resources by street, kind, field of service and words.

    What serves the whole city is in every street's list, what serves every field in every field's. One query.
    """
    rows = published_resources()
    if street:
        rows = rows.filter(Q(community__street__code=street) | Q(community__isnull=True))
    if kind:
        rows = rows.filter(kind=kind)
    if field:
        rows = rows.filter(field__in=(field, ""))
    if text:
        rows = rows.filter(Q(title__icontains=text) | Q(capacity__icontains=text) | Q(giver__icontains=text))
    return rows


def free_resources() -> QuerySet[Resource]:
    return published_resources().filter(state=ResourceState.PUBLISHED)


def wishing() -> Prefetch:
    """Return the prefetch of those who ask for a resource today, the first first, as ``asking``."""
    rows = ResourceWish.objects.filter(withdrawn_at__isnull=True).select_related("organization", "need", "by")
    return Prefetch("wishes", rows.order_by("said_at", "pk"), to_attr="asking")


def resources_of(user: Any) -> QuerySet[Resource]:
    """Return what a person offers, the newest first, with who asks for it. Two queries."""
    return shown().filter(offered_by=user).prefetch_related(wishing())


def resources_for_staff() -> QuerySet[Resource]:
    return shown().select_related("offered_by", "community__street", "used_by")


def any_resource() -> bool:
    return Resource.objects.filter(state__in=ResourceState.public).exists()

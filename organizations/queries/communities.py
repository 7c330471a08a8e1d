"""Read shapes of communities."""

from django.db.models import Prefetch, QuerySet

from organizations.models import Community, CommunityWorker


def communities_by_street() -> QuerySet[Community]:
    """Return all communities with their street, in the order of their codes. One query."""
    return Community.objects.select_related("street")


def answering() -> Prefetch:
    """Return the prefetch of the people who answer for a community today, as ``answering``."""
    people = CommunityWorker.objects.filter(ended_at__isnull=True).select_related("user")
    return Prefetch("workers", people, to_attr="answering")


def communities_for_staff() -> QuerySet[Community]:
    """Return communities with street and the people who answer for them today. Two queries."""
    return Community.objects.select_related("street").prefetch_related(answering())

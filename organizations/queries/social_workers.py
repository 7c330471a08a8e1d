"""Read shapes of social workers."""

from datetime import date, timedelta

from django.db.models import QuerySet

from organizations.models import Organization, SocialWorker

# A registration that ends within these days is named before it has ended.
SOON = timedelta(days=90)


def social_workers_of(organization: Organization) -> QuerySet[SocialWorker]:
    """Return who works there today, in the order of their entry. One query."""
    return organization.social_workers.filter(ended_at__isnull=True).order_by("pk")


def social_workers_for_staff() -> QuerySet[SocialWorker]:
    return SocialWorker.objects.select_related("organization__area")


def registrations_ending(today: date) -> QuerySet[SocialWorker]:
    """Return social workers whose registration has ended or ends soon, the oldest first. One query."""
    rows = social_workers_for_staff().filter(ended_at__isnull=True, registered_until__lt=today + SOON)
    return rows.order_by("registered_until", "pk")

"""The read side of messages."""

from typing import Any

from django.db.models import QuerySet

from venture.notify.enums import DeliveryState
from venture.notify.models import Delivery, Message


def inbox_of(person: Any, *, unread: bool = False) -> QuerySet[Message]:
    """Return a person's messages, the newest first. One query."""
    rows = Message.objects.filter(person=person)
    return rows.filter(read_at__isnull=True) if unread else rows


def unread_count(person: Any) -> int:
    return inbox_of(person, unread=True).count()


def parked() -> QuerySet[Delivery]:
    """Return what nobody tries any more by itself and a person must look at."""
    return Delivery.objects.filter(state=DeliveryState.PARKED)

"""Reading one's messages."""

from typing import Any

from venture.kernel import clock
from venture.notify.models import Message


def read(*, message_id: int) -> None:
    """Note that a message was opened, the first time."""
    Message.objects.filter(pk=message_id, read_at__isnull=True).update(read_at=clock.now())


def read_all(*, person: Any) -> int:
    """Note that all of a person's messages were seen and return how many were new."""
    return Message.objects.filter(person=person, read_at__isnull=True).update(read_at=clock.now())

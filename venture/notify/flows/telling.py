"""A message is written in the transaction of what it tells of; it leaves only when that commits."""

from typing import Any

from django.db import transaction

from venture.jobs.flows import defer
from venture.kernel import clock
from venture.notify import registry
from venture.notify.enums import Channel
from venture.notify.models import Delivery, Message


@transaction.atomic
def tell(
    person: Any, event: str, key: str, *, to: tuple[str, str] | None = None, path: str = "", **context: Any
) -> Message:
    """Tell ``person`` of ``event`` once per ``key``: in the inbox, by e-mail, and by SMS where the event asks for it.

    ``to`` is (channel, address) where the message must go to one address only, for example the old number after a
    change. ``path`` is the page that the message opens, without the language. ``context`` holds JSON values.
    A second call for the same person, event and key changes nothing. Raise ``LookupError`` for an unknown event.
    """
    asked = registry.event_of(event)
    wanted = Message(person=person, event=event, key=key, context=context, path=path, created_at=clock.now())
    Message.objects.bulk_create([wanted], ignore_conflicts=True)
    message = Message.objects.get(person=person, event=event, key=key)
    for channel, address in [to] if to else _addresses(person, sms=asked.sms):
        delivery, new = Delivery.objects.get_or_create(message=message, channel=channel, address=address)
        if new:
            defer("notify.deliver", f"{delivery.pk}:1", delivery_id=delivery.pk)
    return message


def _addresses(person: Any, *, sms: bool) -> list[tuple[str, str]]:
    found = []
    if person.email:
        found.append((Channel.EMAIL.value, person.email))
    if person.mobile and (sms or not person.email):
        found.append((Channel.SMS.value, person.mobile))
    return found

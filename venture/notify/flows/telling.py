"""A message is written in the transaction of what it tells of; it leaves only when that commits."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from venture.jobs.flows import defer
from venture.kernel import clock
from venture.notify import registry
from venture.notify.domain import quiet
from venture.notify.enums import Channel
from venture.notify.models import Delivery, Message

DELIVER = "notify.deliver"
Address = tuple[str, str]


@transaction.atomic
def tell(person: Any, event: str, key: str, *, to: Address | None = None, path: str = "", **context: Any) -> Message:
    """Tell ``person`` of ``event`` once per ``key``: in the inbox, by e-mail, and by SMS where the event asks for it.

    ``to`` is (channel, address) where the message must go to one address only, for example the old number after a
    change. ``path`` is the page that the message opens, without the language. ``context`` holds JSON values.
    A second call for the same person, event and key changes nothing, except that it adds the address ``to``.
    Raise ``LookupError`` for an unknown event or a fact that its words miss, ``ValueError`` for a path to elsewhere.
    """
    asked = registry.event_of(event)
    registry.words_of(event, context)  # a message without its facts breaks here, not before its reader
    if path and (not path.startswith("/") or path.startswith(("//", "/\\"))):
        raise ValueError(f"{path} is no page of this site")
    message, new = Message.objects.get_or_create(
        person=person,
        event=event,
        key=key,
        defaults={"context": context, "path": path, "created_at": clock.now()},
    )
    if to is not None:
        _put_on_way(message, *to, pinned=True, at_once=asked.at_once)
    elif new:
        for channel, address in _addresses(person, asked):
            _put_on_way(message, channel, address, pinned=False, at_once=asked.at_once)
    return message


def tell_all(people: Iterable[Any], event: str, key: str, *, path: str = "", **context: Any) -> int:
    """Tell each of ``people`` the same, always in the same order: two that tell many at once do not block each other.

    Return how many people. Eight queries each: for more than a handful, call it step by step in a job.
    """
    told = sorted(people, key=lambda person: person.pk)
    with transaction.atomic():
        for person in told:
            tell(person, event, key, path=path, **context)
    return len(told)


def tell_audience(name: str, event: str, key: str, *, path: str = "", **context: Any) -> int:
    """Tell everybody of a declared audience. Raise ``LookupError`` for one that nobody declared."""
    return tell_all(registry.audience_of(name), event, key, path=path, **context)


def leaves_at(now: datetime, channel: str, *, at_once: bool) -> datetime:
    """Return when a message may leave: now, or in the morning where it would ring in the night."""
    if at_once or channel != Channel.SMS:
        return now
    quiet_from, quiet_until = settings.SMS_QUIET_HOURS
    return quiet.earliest(now.astimezone(clock.BEIJING), quiet_from=quiet_from, quiet_until=quiet_until)


def address_of(person: Any, channel: str) -> str:
    """Return where the person is reached by ``channel`` today; empty where not."""
    return (person.mobile if channel == Channel.SMS else person.email) or ""


def _put_on_way(message: Message, channel: str, address: str, *, pinned: bool, at_once: bool) -> None:
    delivery, new = Delivery.objects.get_or_create(
        message=message, channel=channel, address=address, defaults={"pinned": pinned}
    )
    if new:
        run_at = leaves_at(clock.now(), channel, at_once=at_once)
        defer(DELIVER, f"{delivery.pk}:1", run_at=run_at, delivery_id=delivery.pk)


def _addresses(person: Any, asked: registry.Event) -> list[Address]:
    if not person.is_active:
        return []
    by_mail = asked.mail and bool(person.email)
    by_sms = asked.sms or (asked.mail and not person.email)
    wanted = [(Channel.EMAIL.value, by_mail), (Channel.SMS.value, by_sms)]
    return [(channel, address_of(person, channel)) for channel, due in wanted if due and address_of(person, channel)]

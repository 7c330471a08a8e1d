"""Telling people what happened to their account."""

from typing import Any

from accounts.domain.contacts import Contact
from accounts.models import User
from venture.kernel import clock
from venture.notify import flows as notify
from venture.notify.enums import Channel


def tell(user: User, event: str, *, key: str = "", to: Contact | None = None, path: str = "", **facts: Any) -> None:
    """Put a message in the outbox, in the transaction of what it tells of.

    ``to`` sends it to one number or address only. Without a ``key`` each call is a message of its own.
    """
    address = (channel_of(to), to.value) if to else None
    notify.tell(user, event, key or clock.now().isoformat(), to=address, path=path, **facts)


def channel_of(contact: Contact) -> str:
    return str(Channel.SMS if contact.kind == "mobile" else Channel.EMAIL)

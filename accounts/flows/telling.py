"""Telling people what happened to their account."""

from typing import Any

from accounts.domain.contacts import Contact
from accounts.models import User

TOLD: list[tuple[int, str, str, dict[str, Any]]] = []


def tell(user: User, event: str, *, key: str = "", to: Contact | None = None, **facts: Any) -> None:
    """Put a message in the outbox, in the transaction of what it tells of."""
    TOLD.append((user.pk, event, to.value if to else "", facts))

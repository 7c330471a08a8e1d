"""One's inbox and the demonstration's tray."""

from collections.abc import Mapping
from typing import Any

import pytest

from accounts.models import User
from tests.matrix.doors import DoorLine, act, nobody, page, public
from tests.matrix.personas import DISTRICT, EVERYBODY, SUPERUSER
from venture.notify import flows
from venture.notify.models import Delivery

NO_MESSAGE = 999_999_999


def message_of_a_stranger() -> Mapping[str, Any]:
    """A message of somebody who is none of the personas: nobody who asks may open it."""
    stranger, _new = User.objects.get_or_create(email="stranger@yunxi.example")
    return {"pk": flows.tell(stranger, "password_changed", "matrix").pk}


def a_delivery() -> Mapping[str, Any]:
    message_of_a_stranger()
    return {"pk": Delivery.objects.earliest("pk").pk, "verb": "resend"}


def short_inbox(shown: int, patch: pytest.MonkeyPatch) -> str:
    patch.setattr("venture.notify.views.PER_PAGE", shown)
    return ""


TABLE: dict[str, DoorLine] = {
    "notify:inbox": page(*EVERYBODY, rows=short_inbox),
    "notify:unread": page(*EVERYBODY, screens=False),
    "notify:read-all": act(*EVERYBODY),
    "notify:open": nobody(keys=message_of_a_stranger, methods=frozenset({"POST"})),
    "notify:tray": public(),
    # Whoever sees the list may press; what is not due is answered with a message.
    "admin:delivery_act": act(
        "system_admin",
        "clerk",
        "head",
        "operator",
        SUPERUSER,
        DISTRICT,
        keys=a_delivery,
        foreign=lambda: {"pk": NO_MESSAGE, "verb": "resend"},
    ),
}

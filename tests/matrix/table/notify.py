"""One's inbox and the demonstration's tray."""

from collections.abc import Mapping
from typing import Any

from accounts.models import User
from tests.matrix.doors import DoorLine, act, nobody, page, public
from tests.matrix.personas import EVERYBODY
from venture.notify import flows

NO_MESSAGE = 999_999_999


def message_of_a_stranger() -> Mapping[str, Any]:
    """A message of somebody who is none of the personas: nobody who asks may open it."""
    stranger, _new = User.objects.get_or_create(email="stranger@yunxi.example")
    return {"pk": flows.tell(stranger, "password_changed", "matrix").pk}


TABLE: dict[str, DoorLine] = {
    "notify:inbox": page(*EVERYBODY),
    "notify:unread": page(*EVERYBODY, screens=False),
    "notify:read-all": act(*EVERYBODY),
    "notify:open": nobody(keys=message_of_a_stranger, methods=frozenset({"POST"})),
    "notify:tray": public(),
}

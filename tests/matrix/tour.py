"""One stop per screen: the same table feeds the crawl with axe, the screenshots and the benchmark of pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from tests.matrix.personas import ANONYMOUS, EVERYBODY, people
from tests.matrix.table import TABLE


@dataclass(frozen=True)
class Stop:
    name: str
    persona: str
    path: str
    user: Any


def stops() -> Iterator[Stop]:
    """Yield every screen once, for the first persona who may see it. The demonstration must be loaded."""
    accounts = people()
    for name, door in TABLE.items():
        if not door.screens or not door.answers("GET"):
            continue
        persona = ANONYMOUS if door.public else _first(door.who)
        path = reverse(name, kwargs=dict(door.keys())) + door.query
        yield Stop(name, persona, path, accounts.get(persona, AnonymousUser()))


def _first(who: frozenset[str]) -> str:
    order = ["clerk", "head", "system_admin", "org_owner", "expert", *sorted(EVERYBODY)]
    return next(persona for persona in order if persona in who)

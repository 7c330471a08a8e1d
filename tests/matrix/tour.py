"""One stop per screen, and who may see it: what the crawl with axe, the pictures and the benchmark go through."""

from collections.abc import Iterator
from typing import Any

from tests.matrix.personas import ANONYMOUS, people
from tests.matrix.routes import all_routes, path_of
from tests.matrix.stop import Stop
from tests.matrix.table import TABLE

# The first of these who may come is the one who looks; the others see the same template with fewer buttons.
FIRST = ("clerk", "head", "operator", "system_admin", "org_owner", "expert")


def stops(accounts: dict[str, Any] | None = None) -> Iterator[Stop]:
    """Yield every screen. The demonstration must be loaded; ``accounts`` are its ``people()``."""
    accounts = accounts or people()
    known = {route.name for route in all_routes()}
    for name, door in TABLE.items():
        if name not in known or not door.screens or not door.answers("GET"):
            continue
        path = path_of(name, door, door.keys())
        who = [persona for persona, user in accounts.items() if door.admits(persona, user)]
        if door.public:
            yield Stop(name, path, ANONYMOUS, (ANONYMOUS, *who))
        elif who:
            yield Stop(name, path, next((each for each in FIRST if each in who), sorted(who)[0]), tuple(who))

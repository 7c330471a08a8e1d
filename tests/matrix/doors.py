"""How a line of the table is written: who may come, by which method, with which keys, and what the door answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.matrix.personas import EVERYBODY

Keys = Callable[[], Mapping[str, Any]]
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
READ = frozenset({"GET", "HEAD"})

PAGE_ANSWERS = frozenset({200, 204, 302, 303, 304})
POST_ANSWERS = frozenset({200, 201, 202, 204, 302, 303, 400, 409, 413, 422})


def no_keys() -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class DoorLine:
    """One address in the table.

    ``who`` are the personas who may come; ``public`` lets anonymous visitors in as well. ``methods`` are the ones the
    door answers. ``foreign`` gives keys of a row that nobody of ``who`` may see: the answer must be 404 for everyone.
    ``ours`` is false for a library's page: it keeps its own way with methods, but never a right it should not give.
    """

    who: frozenset[str] = EVERYBODY
    public: bool = False
    methods: frozenset[str] = READ
    keys: Keys = no_keys
    foreign: Keys | None = None
    kind: str = "page"
    ours: bool = True
    get: frozenset[int] = PAGE_ANSWERS
    post: frozenset[int] = POST_ANSWERS
    query: str = ""
    screens: bool = True
    extra: Mapping[str, Any] = field(default_factory=dict)

    def answers(self, method: str) -> bool:
        return method in self.methods


def public(**changes: Any) -> DoorLine:
    return DoorLine(public=True, **changes)


def page(*who: str, **changes: Any) -> DoorLine:
    return DoorLine(who=frozenset(who) or EVERYBODY, **changes)


def form(*who: str, **changes: Any) -> DoorLine:
    """A page that shows a form and takes it."""
    return DoorLine(who=frozenset(who) or EVERYBODY, methods=READ | {"POST"}, **changes)


def act(*who: str, **changes: Any) -> DoorLine:
    """A button: it takes a POST and shows nothing of its own."""
    return DoorLine(who=frozenset(who) or EVERYBODY, methods=frozenset({"POST"}), screens=False, **changes)


def library(*, public: bool, **changes: Any) -> DoorLine:
    """A page of a library: only its rights are held, not its ways."""
    return DoorLine(public=public, ours=False, methods=READ | {"POST"}, **changes)


def api(*who: str, **changes: Any) -> DoorLine:
    return DoorLine(who=frozenset(who) or EVERYBODY, kind="api", screens=False, **changes)

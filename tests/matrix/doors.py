"""How a line of the table is written: who may come, by which method, with which keys, and what the door answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.matrix.lists import Rows
from tests.matrix.personas import ANONYMOUS, EVERYBODY

Keys = Callable[[], Mapping[str, Any]]
Asked = Callable[[Any], bool]
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
READ = frozenset({"GET", "HEAD"})
WRITE = READ | {"POST"}

PAGE_ANSWERS = frozenset({200, 204, 302, 303, 304})
# An empty form is refused in words (200 or 422), a button that is not due answers with a message (302) or 409.
POST_ANSWERS = frozenset({200, 201, 202, 204, 302, 303, 307, 400, 409, 413, 415, 422})


def no_keys() -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class DoorLine:
    """One address in the table.

    ``who`` are the personas who may come; ``public`` lets anonymous visitors in as well. ``may`` is asked instead of
    ``who`` where the right is a rule about a row (``lambda user: policy.allows(...)``). ``methods`` are the ones the
    door answers; ``writers`` are those of ``who`` who may also POST (the others find the page missing when they try).
    ``keys`` gives the URL's keywords, from rows of the demonstration; ``foreign`` gives keys of a row that nobody of
    ``who`` may see: the answer must be 404 for everyone. ``data`` is what a POST carries, where the right is asked for
    something that it names. ``ours`` is false for a library's page: it keeps its own way with methods, but never gives
    a right it should not give. ``rows`` says how a list is made to show one row and then three (lists.py beside this
    file). ``screens`` is false where there is nothing to look at.
    """

    who: frozenset[str] = EVERYBODY
    public: bool = False
    may: Asked | None = None
    methods: frozenset[str] = READ
    writers: Asked | None = None
    keys: Keys = no_keys
    foreign: Keys | None = None
    data: Keys = no_keys
    kind: str = "page"
    ours: bool = True
    get: frozenset[int] = PAGE_ANSWERS
    post: frozenset[int] = POST_ANSWERS
    query: str = ""
    rows: Rows | None = None
    screens: bool = True

    def answers(self, method: str) -> bool:
        return method in self.methods

    def admits(self, persona: str, user: Any) -> bool:
        if self.public:
            return True
        if persona == ANONYMOUS:
            return False
        return persona in self.who if self.may is None else self.may(user)


def public(**changes: Any) -> DoorLine:
    return DoorLine(public=True, **changes)


def page(*who: str, **changes: Any) -> DoorLine:
    """A page for reading; everybody who signed in when nobody is named."""
    return DoorLine(who=frozenset(who) or EVERYBODY, **changes)


def form(*who: str, **changes: Any) -> DoorLine:
    """A page that shows a form and takes it."""
    return DoorLine(who=frozenset(who) or EVERYBODY, methods=WRITE, **changes)


def act(*who: str, **changes: Any) -> DoorLine:
    """A button: it takes a POST and shows nothing of its own."""
    return DoorLine(who=frozenset(who) or EVERYBODY, methods=frozenset({"POST"}), screens=False, **changes)


def library(**changes: Any) -> DoorLine:
    """A page of a library: only its rights are held, not its ways. Public unless said otherwise."""
    return DoorLine(**{"public": True, "ours": False, "methods": WRITE, **changes})


def api(*who: str, **changes: Any) -> DoorLine:
    """An address of the API: anonymous visitors get 401, not the sign-in page."""
    return DoorLine(who=frozenset(who) or EVERYBODY, kind="api", screens=False, **changes)


def nobody(**changes: Any) -> DoorLine:
    """An address that a library makes and that looks missing to everybody."""
    return DoorLine(who=frozenset(), screens=False, **changes)

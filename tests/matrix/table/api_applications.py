"""The API of applications and of their screening: the rights of the pages, asked by programs."""

from collections.abc import Mapping
from typing import Any

from tests.matrix.doors import READ, WRITE, DoorLine, api
from tests.matrix.table.applications import MEMBERS, WRITERS, nobodys, ours, writes
from tests.matrix.table.screening import no_case, one, sees, theirs

ACT = frozenset({"POST"})
HANDERS = ("org_owner", "org_editor", "org_signatory")


def a_part() -> Mapping[str, Any]:
    return {**ours(), "section": "risks"}


def _act(*who: str, **changes: Any) -> DoorLine:
    return api(*who, methods=ACT, keys=ours, foreign=nobodys, **changes)


def _case_act() -> DoorLine:
    return api(keys=one(), foreign=no_case, may=sees, methods=ACT)


TABLE: dict[str, DoorLine] = {
    # Everybody has a list, of nothing where nobody applies; what it costs is held by tests/api.
    "api:applications": api(methods=WRITE),
    "api:application": api(*MEMBERS, keys=ours, foreign=nobodys),
    "api:section": api(
        *MEMBERS, keys=a_part, foreign=lambda: {**nobodys(), "section": "risks"}, methods=READ | {"PATCH"},
        post=frozenset({400, 404, 428}),
    ),
    "api:submit": _act(*HANDERS),
    "api:recall": _act(*WRITERS),
    "api:withdraw": _act("org_owner"),
    "api:consents": api(
        *MEMBERS, keys=ours, foreign=nobodys, methods=WRITE,
        writers=writes,
    ),
    "api:submissions": api(*MEMBERS, keys=ours, foreign=nobodys),
    "api:submission": api(
        *MEMBERS, keys=lambda: {**one()(), "version": 1}, foreign=lambda: {**theirs("submitted")(), "version": 1}
    ),
    "api:screenings": api(),
    "api:case": api(keys=one(), foreign=no_case, may=sees),
    "api:case-begin": _case_act(),
    "api:case-judge": _case_act(),
    "api:case-pass": _case_act(),
    "api:case-correct": _case_act(),
    "api:case-refuse": _case_act(),
    "api:case-confirm": _case_act(),
    "api:case-decline": _case_act(),
}  # fmt: skip

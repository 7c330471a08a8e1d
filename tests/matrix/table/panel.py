"""Live panels: the secretary's desk for who runs the round, the table for who sits there; of a conflict nothing."""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from accounts.demo import person
from reviews.models import Assignment, KeyedSheet, Panel, Seat
from rounds.models import Stage
from tests.matrix import rows
from tests.matrix.doors import DoorLine, act, form, page
from tests.matrix.once import once
from tests.matrix.personas import at_desks
from tests.matrix.table.scoring import EXPERT, appointment, given, under_review
from venture.kernel import clock, policy

_numbers = count(1)
MISSING = 999_999_999


def hearing() -> Stage:
    """Return the panel stage of the round that is under review."""
    round_ = under_review().round
    stage = round_.stages.filter(kind="panel").first()
    return stage or round_.stages.create(kind="panel", name="现场答辩", order=9, reviewers=1)


def session(state: str = "running") -> Panel:
    """Return one more session with one project that is on, at which the demonstration's expert sits and takes the
    chair."""
    stage, number, row = hearing(), next(_numbers), given()
    chair = appointment(under_review())
    panel = Panel.objects.create(
        stage=stage, name=f"第{number}场", state=state, place="三楼会议室", starts_at=clock.now(), chair=chair, turn=2,
    )  # fmt: skip
    Seat.objects.create(panel=panel, appointment=chair)
    panel.slots.create(project=row.project, order=1, state="current", opened_at=clock.now())
    Assignment.objects.create(
        stage=stage, project=row.project, submission=row.submission, appointment=chair, given_at=clock.now()
    )
    return panel


def planned() -> Panel:
    panel = session("planned")
    panel.slots.update(state="waiting")
    return panel


def keyed() -> KeyedSheet:
    row = Assignment.objects.get(stage=hearing(), project=session().slots.get().project)
    return KeyedSheet.objects.create(
        assignment=row, source="paper", given={"marks": {}, "opinion": "", "comment": ""}, keyed_by=person("operator"),
        keyed_at=clock.now(),
    )  # fmt: skip


rows.FEW |= {"reviews.panel": session}


def at(row: Callable[[], Any] = session, **more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"pk": once(row).pk, **more}


def no(**more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"pk": MISSING, **more}


def paper() -> Mapping[str, Any]:
    panel = once(session)
    return {"pk": panel.pk, "seat": panel.seats.get().pk}


def place() -> Mapping[str, Any]:
    stage = hearing()
    return {"code": stage.round.code, "order": stage.order}


def sees(permission: str, row: Callable[[], Any] = session) -> Callable[[Any], bool]:
    return lambda user: at_desks(user) and policy.allows(user, permission, once(row))


TABLE: dict[str, DoorLine] = {
    "review:panel": form(EXPERT, keys=at(), foreign=no()),
    "review:panel_turn": page(EXPERT, keys=at(), foreign=no(), screens=False),
    "review:panel_lock": act(EXPERT, keys=at(), foreign=no()),
    "review:panel_project": form(EXPERT, keys=at(order=1), foreign=no(order=1)),
    "review:panel_save": act(EXPERT, keys=at(order=1), foreign=no(order=1), kind="api"),
    "review:panel_aside": form(EXPERT, keys=at(order=1), foreign=no(order=1)),
    "admin:panel_new": form(
        keys=place, foreign=lambda: {"code": "1999", "order": 9}, may=sees("panels.arrange", hearing)
    ),
    "admin:panel_desk": page(keys=at(), foreign=no(), may=sees("panels.view")),
    "admin:panel_change": form(keys=at(planned), foreign=no(), may=sees("panels.plan", planned)),
    "admin:panel_live": page(keys=at(), foreign=no(), may=sees("panels.view"), screens=False),
    "admin:panel_act": act(keys=at(verb="next"), foreign=no(verb="next"), may=sees("panels.view")),
    "admin:panel_keying": form(keys=paper, foreign=no(seat=MISSING), may=sees("panels.key")),
    "admin:panel_scan": act(keys=at(), foreign=no(), may=sees("panels.scan")),
    "admin:keyed_drop": act(keys=at(keyed), foreign=no(), may=sees("panels.check", keyed)),
    "admin:panel_book_template": page(keys=at(), foreign=no(), may=sees("panels.key"), screens=False),
    "admin:panel_book": form(keys=at(), foreign=no(), may=sees("panels.key")),
    "admin:panel_book_load": act(keys=at(), foreign=no(), may=sees("panels.key")),
    "admin:panel_fees": act(keys=at(), foreign=no(), may=sees("panels.pay")),
    "admin:panel_print": page(
        keys=at(what="summary"), foreign=no(what="summary"), may=sees("panels.view"), screens=False
    ),
}

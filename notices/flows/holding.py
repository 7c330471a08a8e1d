"""The one writer of an objection's state, and of the holds that an objection puts on its project."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from accounts.models import User
from notices.domain.objection import HOLDS, LIFE, effect_on
from notices.models import Hold, Objection
from rounds.flows.locks import alone, shared
from venture.audit.flows import record
from venture.jobs.flows import defer
from venture.kernel import clock

SEND_WORD = "objections.send_word"


@contextmanager
def holding(objection_id: int, *, whole: bool = False) -> Iterator[tuple[Objection, datetime]]:
    """Hold an objection under its round: no award is confirmed meanwhile. ``whole`` holds the round for oneself.

    Opens a transaction. Yield the objection as it is now, and the instant of the act.
    """
    round_id = Objection.objects.values_list("notice__round_id", flat=True).get(pk=objection_id)
    if whole:
        with alone(round_id):
            yield _locked(objection_id)
    else:
        with shared(round_id):
            yield _locked(objection_id)


def _locked(objection_id: int) -> tuple[Objection, datetime]:
    rows = Objection.objects.select_for_update(of=("self",)).select_related("notice__round", "project__organization")
    return rows.get(pk=objection_id), clock.now()


def move_objection(
    objection: Objection, verb: str, *, actor: User | None, now: datetime, tell: bool = True, lift: bool = True,
    facts: dict[str, Any] | None = None, **stamps: Any,
) -> None:  # fmt: skip
    """Move an objection that the caller holds, stamp it, let its hold follow, audit it, and send its author word.

    ``lift=False`` lets the hold stand although the objection ended: the project is to go, and nothing has taken its
    money away yet. Raise ``RuleRefusal("objection_illegal_move")``; then nothing has moved.
    """
    before = objection.state
    objection.state = LIFE.target_of(verb, before)
    for field, value in stamps.items():
        setattr(objection, field, value)
    objection.save(update_fields=["state", *stamps])
    record(
        actor=actor, verb=f"objection.{verb}", subject=objection, before=before, after=objection.state,
        notice=objection.notice_id, **(facts or {}),
    )  # fmt: skip
    effect = effect_on(code_of(objection), objection.objector, objection.state)
    if effect == HOLDS:
        place_hold(objection, actor=actor, now=now)
    elif effect and lift:
        lift_holds(objection, actor=actor, now=now)
    if tell and objection.mobile:
        defer(SEND_WORD, f"{objection.pk}:{verb}:{now.isoformat()}", objection_id=objection.pk, verb=verb)


def place_hold(objection: Objection, *, actor: User | None, now: datetime) -> None:
    """Hold the money of the objection's project, unless this objection holds it already."""
    _hold, new = Hold.objects.get_or_create(
        objection=objection, project=objection.project, lifted_at=None,
        defaults={"reason": objection.receipt, "placed_by": actor, "placed_at": now},
    )  # fmt: skip
    if new:
        record(actor=actor, verb="hold.place", subject=objection, project=code_of(objection))


def lift_holds(objection: Objection, *, actor: User | None, now: datetime) -> None:
    """End what this objection held; holds of other objections stand."""
    rows = Hold.objects.filter(objection=objection, lifted_at__isnull=True)
    if rows.update(lifted_at=now, lifted_by=actor):
        record(actor=actor, verb="hold.lift", subject=objection, project=code_of(objection))


def code_of(objection: Objection) -> str:
    return objection.project.code if objection.project else ""

"""What the bureau does to a grant under way: suspended, resumed, extended, terminated. One asks, another decides."""

import datetime
from typing import Any

from accounts.models import User
from grants.domain.lifecycle import ASK_LIFE, GRANT_LIFE
from grants.enums import AccountKind, AskState, GrantState, MeasureKind, PaymentState
from grants.flows import ledger
from grants.flows.holding import holding
from grants.models import MEASURE_PURPOSE, Grant, Measure
from grants.queries.closing import balance
from venture.audit.flows import record, step
from venture.files.flows import attach
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

MOVES = {
    MeasureKind.SUSPENSION: "suspend",
    MeasureKind.RESUMPTION: "resume",
    MeasureKind.TERMINATION: "terminate",
}
EXTENDABLE = (GrantState.AGREED, GrantState.ACTIVE)
WITH_BANK = (PaymentState.APPROVED, PaymentState.SENT, PaymentState.UNKNOWN)


def ask_measure(
    *, grant_id: int, kind: str, reason: str, actor: User, until: datetime.date | None = None, file: str = ""
) -> Measure:  # fmt: skip
    """Ask for a measure, with its grounds. ``file`` is the key of an upload.

    Raise ``RuleRefusal``: ``grant_illegal_move`` where the grant cannot go there; ``measure_reason_missing``;
    ``measure_until_missing`` for an extension that does not name a later day; ``measure_waits``; ``own_organization``.
    """
    with holding(grant_id, actor=actor) as grant:
        asked = MeasureKind(kind)
        _refuse_illegal(grant, asked, until)
        if not reason.strip():
            raise RuleRefusal("measure_reason_missing")
        if grant.measures.filter(state=AskState.ASKED).exists():
            raise RuleRefusal("measure_waits")
        measure = Measure.objects.create(
            grant=grant, kind=asked, reason=reason.strip(), until=until, asked_by=actor, asked_at=clock.now(),
            file=attach(file, purpose=MEASURE_PURPOSE, actor=actor) if file else None,
        )  # fmt: skip
        record(
            actor=actor, verb="measure.ask", subject=measure, after=AskState.ASKED, kind=asked,
            application=grant.project.code, reason=measure.reason,
        )  # fmt: skip
        return measure


def approve_measure(*, measure_id: int, answer: str, actor: User) -> Measure:
    """Let a measure take effect, on the grant and on its money.

    A termination releases what was committed and not approved; what the organisation holds is settled by the close-out.
    Raise ``RuleRefusal``: ``request_illegal_move``; ``same_person`` for who asked; ``grant_illegal_move`` where the
    grant moved on meanwhile; ``measure_payment_moves`` while money is on its way to the bank; ``own_organization``.
    """
    grant_id = Measure.objects.values_list("grant_id", flat=True).get(pk=measure_id)
    with holding(grant_id, actor=actor) as grant:
        measure = Measure.objects.select_for_update(of=("self",)).get(pk=measure_id)
        ASK_LIFE.target_of("approve", measure.state)
        if measure.asked_by_id == actor.pk:
            raise RuleRefusal("same_person")
        kind = MeasureKind(measure.kind)
        _refuse_illegal(grant, kind, measure.until)
        effect = _take_effect(grant, kind, measure, actor)
        step(
            measure, ASK_LIFE, "approve", noun="measure", actor=actor, facts={"kind": kind, "effect": effect},
            decided_by=actor, decided_at=clock.now(), answer=answer.strip()[:300], effect=effect,
        )  # fmt: skip
        return measure


def refuse_measure(*, measure_id: int, answer: str, actor: User) -> Measure:
    """Refuse a measure, with the reason. Raise ``RuleRefusal``: as ``approve_measure``; ``measure_reason_missing``."""
    return _end(measure_id, "refuse", answer, actor)


def withdraw_measure(*, measure_id: int, reason: str, actor: User) -> Measure:
    """Take back a measure that one asked for oneself. Raise ``RuleRefusal("measure_not_yours")`` for another's."""
    return _end(measure_id, "withdraw", reason, actor)


def _end(measure_id: int, verb: str, words: str, actor: User) -> Measure:
    grant_id = Measure.objects.values_list("grant_id", flat=True).get(pk=measure_id)
    with holding(grant_id, actor=actor):
        measure = Measure.objects.select_for_update(of=("self",)).get(pk=measure_id)
        ASK_LIFE.target_of(verb, measure.state)
        if not words.strip():
            raise RuleRefusal("measure_reason_missing")
        own = measure.asked_by_id == actor.pk
        stamps: dict[str, Any] = {"decided_at": clock.now(), "answer": words.strip()[:300]}
        if verb == "withdraw":
            if not own:
                raise RuleRefusal("measure_not_yours")
            step(measure, ASK_LIFE, "withdraw", noun="measure", actor=actor, **stamps)
            return measure
        if own:
            raise RuleRefusal("same_person")
        step(measure, ASK_LIFE, "refuse", noun="measure", actor=actor, decided_by=actor, **stamps)
        return measure


def _refuse_illegal(grant: Grant, kind: MeasureKind, until: datetime.date | None) -> None:
    if kind != MeasureKind.EXTENSION:
        GRANT_LIFE.target_of(MOVES[kind], grant.state)
        return
    if grant.state not in EXTENDABLE:
        raise RuleRefusal("grant_illegal_move", state=GrantState(grant.state).label)
    if until is None or (grant.ends_on is not None and until <= grant.ends_on):
        raise RuleRefusal("measure_until_missing")


def _take_effect(grant: Grant, kind: MeasureKind, measure: Measure, actor: User) -> dict[str, Any]:
    before = grant.state
    if kind == MeasureKind.EXTENSION:
        was, grant.ends_on = grant.ends_on, measure.until
        grant.save(update_fields=["ends_on"])
        return {"before": str(was or ""), "after": str(measure.until)}
    released = 0
    if kind == MeasureKind.TERMINATION:
        if grant.payments.filter(state__in=WITH_BANK).exists():
            raise RuleRefusal("measure_payment_moves")
        released = balance(grant, AccountKind.COMMITTED)
        if released:
            ledger.release_grant(
                grant, amount_fen=released, document=measure.reason[:100], document_pk=measure.pk,
                actor=actor,
            )  # fmt: skip
    _move(grant, kind, measure, actor)
    return {"before": before, "after": str(grant.state), "released_fen": released}


def _move(grant: Grant, kind: MeasureKind, measure: Measure, actor: User) -> None:
    stamps: dict[str, Any] = {"moved_at": clock.now(), "reason": measure.reason[:300]}
    facts = {"measure": measure.pk}
    if kind == MeasureKind.SUSPENSION:
        step(grant, GRANT_LIFE, "suspend", noun="grant", actor=actor, facts=facts, **stamps)
    elif kind == MeasureKind.RESUMPTION:
        step(grant, GRANT_LIFE, "resume", noun="grant", actor=actor, facts=facts, **stamps)
    else:
        step(grant, GRANT_LIFE, "terminate", noun="grant", actor=actor, facts=facts, **stamps)

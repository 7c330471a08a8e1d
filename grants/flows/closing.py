"""The close-out of a grant: settled by the ledger, checked by one person, closed by another, then immutable."""

from dataclasses import asdict
from typing import Any

from accounts.models import User
from grants.domain.close_out import CHECK, CLOSE, Facts, checklist, lacking, may_begin
from grants.domain.closing import Settlement
from grants.domain.lifecycle import CLOSURE_LIFE, GRANT_LIFE
from grants.enums import AccountKind, ExpenseState, GrantState, RecoveryGround
from grants.flows import ledger
from grants.flows.holding import holding
from grants.flows.recovering import claim
from grants.models import Closure, Grant
from grants.queries.closing import OPEN_EXPENSES, OPEN_PAYMENTS, balance, facts_of, settlement_of
from reviews.queries.awards import held
from venture.audit.flows import record, step
from venture.jobs.flows import defer
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


def begin_close(*, grant_id: int, actor: User) -> Closure:
    """Begin the close-out: what was committed and not paid is released, what is owed back is claimed by source.

    Raise ``RuleRefusal``: ``closure_not_yet`` for a project that does not run any more or not yet; ``closure_held``
    while an objection to it is open: nothing is released or claimed before it is decided;
    ``closure_expenses_open`` and ``closure_payments_open`` (``count``) while some wait; ``own_organization``.
    """
    with holding(grant_id, actor=actor) as grant:
        if not may_begin(grant.state) or Closure.objects.filter(grant=grant).exists():
            raise RuleRefusal("closure_not_yet")
        if held(grant.award):
            raise RuleRefusal("closure_held")
        waiting = grant.expenses.filter(state__in=OPEN_EXPENSES).count()
        if waiting:
            raise RuleRefusal("closure_expenses_open", count=waiting)
        moving = grant.payments.filter(state__in=OPEN_PAYMENTS).count()
        if moving:
            raise RuleRefusal("closure_payments_open", count=moving)
        settlement = settlement_of(grant)
        closure = Closure.objects.create(grant=grant, opened_at=clock.now(), **_money(grant, settlement))
        left = balance(grant, AccountKind.COMMITTED)
        if left:
            ledger.release_grant(
                grant, amount_fen=left, document=grant.project.code, document_pk=closure.pk, kind="closure", actor=actor
            )
        _claim(grant, settlement, actor)
        record(
            actor=actor, verb="closure.open", subject=closure, application=grant.project.code, due=dict(settlement.due)
        )
        if grant.state == GrantState.ACTIVE:
            step(grant, GRANT_LIFE, "begin_close", noun="grant", actor=actor, moved_at=clock.now())
        return closure


def check_closure(*, closure_id: int, words: str, actor: User) -> Closure:
    """Check a close-out and let its archive be made. Raise ``RuleRefusal``: ``closure_illegal_move``;
    ``closure_incomplete`` (``count``) while a line of the checklist is open; ``own_organization``.
    """
    grant_id = Closure.objects.values_list("grant_id", flat=True).get(pk=closure_id)
    with holding(grant_id, actor=actor) as grant:
        closure = Closure.objects.select_for_update(of=("self",)).get(pk=closure_id)
        CLOSURE_LIFE.target_of("check", closure.state)
        facts = facts_of(grant)
        _refuse_open(facts, CHECK)
        step(
            closure, CLOSURE_LIFE, "check", noun="closure", actor=actor, checked_by=actor, words=words.strip(),
            ticks=[asdict(tick) for tick in checklist(facts)], **_money(grant, settlement_of(grant)),
        )  # fmt: skip
        defer("grants.archive", f"{closure.pk}:{clock.now():%Y%m%d%H%M%S}", closure_id=closure.pk)
        return closure


def return_closure(*, closure_id: int, reason: str, actor: User) -> Closure:
    """Give a checked close-out back, with the reason; its archive is made again later."""
    grant_id = Closure.objects.values_list("grant_id", flat=True).get(pk=closure_id)
    with holding(grant_id, actor=actor):
        closure = Closure.objects.select_for_update(of=("self",)).get(pk=closure_id)
        CLOSURE_LIFE.target_of("return", closure.state)
        if not reason.strip():
            raise RuleRefusal("closure_reason_missing")
        step(
            closure, CLOSURE_LIFE, "return", noun="closure", actor=actor, facts={"reason": reason.strip()},
            checked_by=None, archive=None, archive_sha256="",
        )  # fmt: skip
        return closure


def close_grant(*, closure_id: int, actor: User) -> Closure:
    """Close a grant for good: nothing of it changes any more.

    Raise ``RuleRefusal``: ``closure_illegal_move``; ``same_person`` for who checked it; ``closure_incomplete``
    (``count``), the archive included; ``own_organization``.
    """
    grant_id = Closure.objects.values_list("grant_id", flat=True).get(pk=closure_id)
    with holding(grant_id, actor=actor) as grant:
        closure = Closure.objects.select_for_update(of=("self",)).get(pk=closure_id)
        CLOSURE_LIFE.target_of("close", closure.state)
        if closure.checked_by_id == actor.pk:
            raise RuleRefusal("same_person")
        facts = facts_of(grant)
        _refuse_open(facts, CLOSE)
        step(
            closure, CLOSURE_LIFE, "close", noun="closure", actor=actor, closed_by=actor, closed_at=clock.now(),
            ticks=[asdict(tick) for tick in checklist(facts)],
        )  # fmt: skip
        step(
            grant, GRANT_LIFE, "close", noun="grant", actor=actor, facts={"archive": closure.archive_sha256},
            moved_at=clock.now(),
        )  # fmt: skip
        return closure


def _refuse_open(facts: Facts, step: str) -> None:
    if waits := lacking(facts, step):
        raise RuleRefusal("closure_incomplete", count=len(waits))


def _claim(grant: Grant, settlement: Settlement, actor: User) -> None:
    ground = RecoveryGround.TERMINATION if grant.state == GrantState.TERMINATED else RecoveryGround.UNSPENT
    shares = {f"{share.source.slug}:{share.year}": share for share in grant.shares.select_related("source")}
    standing = {
        (each.source_id, each.year): each.amount_fen - each.returned_fen - each.written_off_fen
        for each in grant.recoveries.filter(state="open")
    }
    for key, amount in settlement.due:
        share = shares[key]
        left = amount - standing.get((share.source_id, share.year), 0)
        if left > 0:
            claim(
                grant, source_id=share.source_id, year=share.year, ground=ground, amount_fen=left,
                reason=str(ground.label), key=f"close:{grant.pk}:{key}", actor=actor,
            )  # fmt: skip


def _money(grant: Grant, settlement: Settlement) -> dict[str, Any]:
    disallowed = sum(grant.expenses.filter(state=ExpenseState.DISALLOWED).values_list("amount_fen", flat=True))
    return {
        "paid_fen": balance(grant, AccountKind.PAID),
        "spent_fen": balance(grant, AccountKind.SPENT),
        "unspent_fen": settlement.unspent,
        "disallowed_fen": disallowed,
        "returned_fen": balance(grant, AccountKind.RETURNED),
    }

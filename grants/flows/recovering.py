"""Money that comes back: claimed with its ground, returned in parts, written off by two where it cannot."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from accounts.models import User
from grants.domain.lifecycle import RECOVERY_LIFE
from grants.enums import AccountKind, RecoveryGround, RecoveryState
from grants.flows import ledger
from grants.flows.holding import holding
from grants.models import RETURN_PURPOSE, Grant, Recovery
from grants.queries.closing import balances
from venture.audit.flows import record, step
from venture.files.flows import attach
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.kernel.money import format_yuan


def claim(
    grant: Grant, *, source_id: int, year: int, ground: str, amount_fen: int, reason: str, key: str, actor: User,
    due_on: datetime.date | None = None,
) -> Recovery:  # fmt: skip
    """Claim money back from a grant that the caller holds. The same ``key`` claims once."""
    found = Recovery.objects.filter(key=key).first()
    if found is not None:
        return found
    recovery = Recovery.objects.create(
        grant=grant, source_id=source_id, year=year, ground=RecoveryGround(ground), amount_fen=amount_fen,
        reason=reason[:300], key=key, due_on=due_on, claimed_by=actor, claimed_at=clock.now(),
    )  # fmt: skip
    record(
        actor=actor, verb="recovery.claim", subject=recovery, after=RecoveryState.OPEN, ground=ground, fen=amount_fen,
        application=grant.project.code,
    )  # fmt: skip
    return recovery


def claim_money(
    *, grant_id: int, share_id: int, ground: str, amount_fen: int, reason: str, key: str, actor: User,
    due_on: datetime.date | None = None,
) -> Recovery:  # fmt: skip
    """Claim money back while a project runs: a breach, an expense disallowed after it was paid for.

    Raise ``RuleRefusal``: ``recovery_reason_missing``; ``recovery_amount_wrong`` (``most`` yuan) for nothing or above
    what the organisation holds of that source, less the claims that stand; ``own_organization``.
    """
    with holding(grant_id, actor=actor) as grant:
        if not reason.strip():
            raise RuleRefusal("recovery_reason_missing")
        share = grant.shares.select_related("source").get(pk=share_id)
        held = balances(grant).get((AccountKind.SPECIAL, share.source.slug, share.year), 0)
        most = held - sum(
            each.amount_fen - each.returned_fen - each.written_off_fen
            for each in grant.recoveries.filter(state=RecoveryState.OPEN, source_id=share.source_id, year=share.year)
        )
        if not 0 < amount_fen <= most:
            raise RuleRefusal("recovery_amount_wrong", most=format_yuan(max(most, 0)))
        return claim(
            grant, source_id=share.source_id, year=share.year, ground=ground, amount_fen=amount_fen,
            reason=reason.strip(), key=key, actor=actor, due_on=due_on,
        )  # fmt: skip


def record_return(
    *, recovery_id: int, amount_fen: int, on: datetime.date, voucher: str, actor: User, receipt: str = ""
) -> Recovery:  # fmt: skip
    """Record money that came back, with the bank's voucher number; what is whole is settled.

    ``receipt`` is the key of an upload. Raise ``RuleRefusal``: ``recovery_illegal_move``; ``recovery_amount_wrong``
    (``most`` in yuan); ``recovery_voucher_missing``; ``own_organization``.
    """
    with _held(recovery_id, actor) as (grant, recovery):
        RECOVERY_LIFE.target_of("settle", recovery.state)
        most = recovery.amount_fen - recovery.returned_fen - recovery.written_off_fen
        if not 0 < amount_fen <= most:
            raise RuleRefusal("recovery_amount_wrong", most=format_yuan(most))
        if not voucher.strip():
            raise RuleRefusal("recovery_voucher_missing")
        file = attach(receipt, purpose=RETURN_PURPOSE, actor=actor) if receipt else None
        ledger.recover(recovery, amount_fen=amount_fen, on=on, voucher=voucher.strip(), file=file, actor=actor)
        recovery.returned_fen += amount_fen
        recovery.save(update_fields=["returned_fen"])
        record(
            actor=actor, verb="recovery.return", subject=recovery, fen=amount_fen, on=on, voucher=voucher.strip(),
            application=grant.project.code,
        )  # fmt: skip
        if amount_fen == most:
            step(recovery, RECOVERY_LIFE, "settle", noun="recovery", actor=actor)
        return recovery


def write_off(*, recovery_id: int, document: str, actor: User) -> Recovery:
    """Give up what is left of a claim, on the ground of a document; never by who claimed it.

    Raise ``RuleRefusal``: ``recovery_illegal_move``; ``recovery_document_missing``; ``same_person``;
    ``own_organization``.
    """
    with _held(recovery_id, actor) as (_grant, recovery):
        RECOVERY_LIFE.target_of("write_off", recovery.state)
        if not document.strip():
            raise RuleRefusal("recovery_document_missing")
        if recovery.claimed_by_id == actor.pk:
            raise RuleRefusal("same_person")
        left = recovery.amount_fen - recovery.returned_fen - recovery.written_off_fen
        ledger.write_off(recovery, amount_fen=left, document=document.strip(), actor=actor)
        step(
            recovery, RECOVERY_LIFE, "write_off", noun="recovery", actor=actor,
            facts={"fen": left, "document": document.strip()}, written_off_fen=recovery.written_off_fen + left,
        )  # fmt: skip
        return recovery


@contextmanager
def _held(recovery_id: int, actor: User) -> Iterator[tuple[Grant, Recovery]]:
    grant_id = Recovery.objects.values_list("grant_id", flat=True).get(pk=recovery_id)
    with holding(grant_id, actor=actor) as grant:
        recovery = Recovery.objects.select_for_update(of=("self",)).select_related("source").get(pk=recovery_id)
        yield grant, recovery

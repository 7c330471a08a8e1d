"""A grant that is given up before money moved: the agreement ends, the money is free again, the reserve is called."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from accounts.models import User
from grants.domain.lifecycle import AGREEMENT_LIFE, ASK_LIFE, GRANT_LIFE, IMPROVEMENT_LIFE
from grants.enums import AgreementState, AskState, GrantState, ImprovementState, PaymentState
from grants.flows.agreements.locking import held, refuse_unless_signer, standing
from grants.flows.agreements.telling import tell_organization
from grants.flows.holding import refuse_same
from grants.flows.ledger import release_grant
from grants.models import Abandonment, Grant
from reviews.enums import AwardState
from reviews.flows.awards import call_reserve, lose_award
from venture.audit.flows import record, step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

LONGEST = 300


def give_up_grant(*, grant_id: int, reason: str, actor: User) -> Abandonment:
    """Give a grant up for the organisation that holds it. It does not come back.

    Raise ``RuleRefusal``: ``signer_not_authorised``; ``abandonment_reason_missing``; ``grant_illegal_move``;
    ``abandonment_money_moved`` once a payment was asked for or made.
    """
    with held(grant_id) as grant:
        refuse_unless_signer(grant, actor)
        GRANT_LIFE.target_of("abandon", grant.state)
        words = _words(reason)
        _refuse_moved_money(grant)
        abandonment = grant.abandonments.filter(state=AskState.ASKED).first() or Abandonment(
            grant=grant, asked_by=actor, asked_at=clock.now()
        )
        abandonment.by_organization, abandonment.reason, abandonment.asked_by = True, words, actor
        abandonment.save()
        _abandon(grant, abandonment, actor=actor, funder=None)
        return abandonment


def ask_abandonment(*, grant_id: int, reason: str, actor: User) -> Abandonment:
    """Propose for the funder that a grant counts as given up: its due day is over, or its award is gone.

    Another person confirms. Raise ``RuleRefusal``: ``own_organization``; ``grant_illegal_move``;
    ``abandonment_reason_missing``; ``abandonment_too_early`` (``day``); ``abandonment_asked_already``;
    ``abandonment_money_moved``.
    """
    with held(grant_id, actor=actor) as grant:
        GRANT_LIFE.target_of("abandon", grant.state)
        words = _words(reason)
        _refuse_moved_money(grant)
        gone = grant.award.state != AwardState.CONFIRMED
        over = grant.state == GrantState.OFFERED and grant.sign_by is not None and grant.sign_by < clock.today()
        if not (gone or over):
            raise RuleRefusal("abandonment_too_early", day=str(grant.sign_by or "—"))
        if grant.abandonments.filter(state=AskState.ASKED).exists():
            raise RuleRefusal("abandonment_asked_already")
        abandonment = Abandonment.objects.create(grant=grant, reason=words, asked_by=actor, asked_at=clock.now())
        record(
            actor=actor, verb="abandonment.ask", subject=abandonment, after=abandonment.state,
            application=grant.project.code, reason=words,
        )  # fmt: skip
        return abandonment


def confirm_abandonment(*, abandonment_id: int, actor: User) -> Abandonment:
    """Confirm as the second person: the grant is given up, its award lost, the reserve called.

    Raise ``RuleRefusal``: ``own_organization``; ``request_illegal_move``; ``abandonment_by_two`` for who proposed it;
    ``grant_illegal_move``; ``abandonment_money_moved``; ``abandonment_signed_meanwhile`` when the organisation signed
    after it was proposed.
    """
    with _holding(abandonment_id, actor) as (grant, abandonment):
        ASK_LIFE.target_of("approve", abandonment.state)
        refuse_same(abandonment.asked_by, actor, "abandonment_by_two")
        GRANT_LIFE.target_of("abandon", grant.state)
        _refuse_moved_money(grant)
        agreement = standing(grant)
        signed_at = agreement.signed_by_organization_at if agreement is not None else None
        if signed_at is not None and grant.award.state == AwardState.CONFIRMED:
            raise RuleRefusal("abandonment_signed_meanwhile")
        _abandon(grant, abandonment, actor=actor, funder=actor)
        return abandonment


def refuse_abandonment(*, abandonment_id: int, answer: str, actor: User) -> Abandonment:
    """Let the grant stand. Raise ``RuleRefusal``: ``own_organization``, ``request_illegal_move``,
    ``abandonment_by_two``, ``abandonment_reason_missing``."""
    with _holding(abandonment_id, actor) as (grant, abandonment):
        ASK_LIFE.target_of("refuse", abandonment.state)
        refuse_same(abandonment.asked_by, actor, "abandonment_by_two")
        words = _words(answer)
        step(
            abandonment, ASK_LIFE, "refuse", noun="abandonment", actor=actor,
            facts={"application": grant.project.code, "reason": words}, answer=words, decided_by=actor,
            decided_at=clock.now(),
        )  # fmt: skip
        return abandonment


@contextmanager
def _holding(abandonment_id: int, actor: User) -> Iterator[tuple[Grant, Abandonment]]:
    grant_id = Abandonment.objects.values_list("grant_id", flat=True).get(pk=abandonment_id)
    with held(grant_id, actor=actor) as grant:
        abandonment = Abandonment.objects.select_for_update(of=("self",)).select_related("asked_by").get(
            pk=abandonment_id
        )  # fmt: skip
        yield grant, abandonment


def _abandon(grant: Grant, abandonment: Abandonment, *, actor: User, funder: User | None) -> None:
    """Carry it out, all at once or not: agreement void, money free, grant given up, award lost, reserve called."""
    now, code, reason = clock.now(), grant.project.code, abandonment.reason
    for improvement in grant.improvements.filter(state__in=(ImprovementState.OPEN, ImprovementState.OFFERED)):
        step(improvement, IMPROVEMENT_LIFE, "drop", noun="improvement", actor=actor, facts={"application": code})
    agreement = standing(grant)
    if agreement is not None and agreement.state == AgreementState.SIGNED:
        step(
            agreement, AGREEMENT_LIFE, "end", noun="agreement", actor=actor,
            facts={"application": code, "number": agreement.number}, void_reason=reason,
        )  # fmt: skip
    elif agreement is not None:
        step(
            agreement, AGREEMENT_LIFE, "void", noun="agreement", actor=actor,
            facts={"application": code, "number": agreement.number}, void_reason=reason,
        )  # fmt: skip
    tell_organization("grant_abandoned", f"{grant.pk}", grant, reason=reason)
    released = grant.committed_fen
    step(
        grant, GRANT_LIFE, "abandon", noun="grant", actor=actor,
        facts={"application": code, "reason": reason, "by_organization": abandonment.by_organization}, reason=reason,
        moved_at=now,
    )  # fmt: skip
    if released:
        release_grant(
            grant, document=agreement.number if agreement else code, document_pk=abandonment.pk, actor=actor,
            kind="abandonment",
        )  # fmt: skip
    effect = {"released_fen": released, "called": _reserve(grant, reason, funder)}
    step(
        abandonment, ASK_LIFE, "approve", noun="abandonment", actor=actor,
        facts={"application": code, "reason": reason, **effect}, effect=effect, decided_by=funder, decided_at=now,
    )  # fmt: skip


def _reserve(grant: Grant, reason: str, funder: User | None) -> str:
    """Take the award away, unless it is gone already, and call who waits; return the code of the first one called."""
    if grant.award.state == AwardState.CONFIRMED:
        lose_award(award_id=grant.award_id, reason=reason, actor=funder)
    try:
        with transaction.atomic():
            called: Any = call_reserve(award_id=grant.award_id, actor=funder)
    except RuleRefusal:
        # Nobody waits whom the money reaches, or somebody was called when the award went: the money stays free.
        return ""
    code: str = called.project.code
    return code


def _words(reason: str) -> str:
    words = reason.strip()[:LONGEST]
    if not words:
        raise RuleRefusal("abandonment_reason_missing")
    return words


def _refuse_moved_money(grant: Grant) -> None:
    living = grant.payments.filter(state__in=PaymentState.living()).exists()
    if living or grant.paid_fen != grant.returned_fen:
        raise RuleRefusal("abandonment_money_moved")

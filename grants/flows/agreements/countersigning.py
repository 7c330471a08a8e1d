"""The funder's signature, by another person than the one who drafted: from here on the money is committed."""

from datetime import date

from accounts.models import User
from grants.domain.lifecycle import AGREEMENT_LIFE, GRANT_LIFE
from grants.flows.agreements.locking import held_agreement, refuse_barred
from grants.flows.agreements.printing import hash_of
from grants.flows.agreements.telling import tell_organization
from grants.flows.holding import refuse_same
from grants.flows.ledger import commit_grant
from grants.models import Agreement
from projects.flows import answer_cited_need
from projects.flows.linking import lay_linkage
from venture.audit.flows import step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


def countersign_agreement(*, agreement_id: int, signed_on: date | None = None, actor: User) -> Agreement:
    """Sign for the funder: the agreement is in force, the grant agreed, its money committed, all at once or not.

    The need that the application cites is answered by it, where none answers it yet.

    ``signed_on`` is the day that stands on the paper, today if unset. Raise ``RuleRefusal``: ``own_organization``;
    ``agreement_illegal_move``, ``grant_illegal_move``; ``agreement_by_two`` for who drafted, sent or signed it;
    ``agreement_day_unknown``; ``agreement_tampered`` when the text is not the one that was signed; what stands in the
    way of the grant; what the ledger refuses.
    """
    with held_agreement(agreement_id, actor=actor) as (grant, agreement):
        AGREEMENT_LIFE.target_of("countersign", agreement.state)
        GRANT_LIFE.target_of("sign", grant.state)
        for hand in (agreement.drafted_by, agreement.sent_by, agreement.signed_by_organization):
            refuse_same(hand, actor, "agreement_by_two")
        refuse_barred(grant)
        now, today = clock.now(), clock.today()
        day = signed_on or today
        signed_at = agreement.signed_by_organization_at
        if day > today or (signed_at is not None and day < signed_at.astimezone(clock.BEIJING).date()):
            raise RuleRefusal("agreement_day_unknown")
        if hash_of(agreement) != agreement.sha256:
            raise RuleRefusal("agreement_tampered")
        answer_cited_need(project=grant.project, actor=actor)
        lay_linkage(project=grant.project, actor=actor)
        tell_organization("agreement_in_force", f"{agreement.pk}", grant, number=agreement.number)
        step(
            agreement, AGREEMENT_LIFE, "countersign", noun="agreement", actor=actor,
            facts={"application": grant.project.code, "number": agreement.number, "sha256": agreement.sha256},
            signed_by_funder=actor, signed_on=day,
        )  # fmt: skip
        starts, ends = _period(agreement)
        step(
            grant, GRANT_LIFE, "sign", noun="grant", actor=actor,
            facts={"application": grant.project.code, "number": agreement.number, "fen": grant.amount_fen},
            moved_at=now, starts_on=starts, ends_on=ends,
        )  # fmt: skip
        commit_grant(grant, document=agreement.number, document_pk=agreement.pk, actor=actor)
        return agreement


def _period(agreement: Agreement) -> tuple[date | None, date | None]:
    """Return the project's period by the plan in force, the round's where the plan names none."""
    plan = agreement.grant.plan.get("sections", {}).get("project", {})
    days = (plan.get("starts_on"), plan.get("ends_on"))
    starts, ends = (date.fromisoformat(day) if day else None for day in days)
    round_ = agreement.grant.round
    return starts or round_.starts_on, ends or round_.ends_on

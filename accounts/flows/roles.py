"""Roles: proposed by one, confirmed by another, ended at once. Nobody gives a role to oneself."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.domain import roles
from accounts.domain.lifecycles import PROPOSAL
from accounts.enums import ProposalState, Role
from accounts.flows.four_eyes import refuse_same_side
from accounts.flows.sessions import end_all_sessions
from accounts.flows.telling import tell
from accounts.models import Area, RoleGrant, RoleInvitation, RoleProposal, User
from accounts.queries.people import belongs_to_an_applicant, keepers_left
from accounts.queries.standing import Standing, held_now, standing_of
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@transaction.atomic
def propose_role(
    *,
    user_id: int,
    role: str,
    actor: Any,
    reason: str,
    area: Area | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    invitation: RoleInvitation | None = None,
) -> RoleProposal:
    """Propose ``role`` for a person. A role that needs no second person is held at once.

    Raise ``RuleRefusal``: ``role_for_oneself``, ``role_not_yours_to_give``, ``reason_missing``, ``period_backwards``,
    ``person_inactive``, ``role_held``, ``role_proposed`` while the same waits, ``role_apart`` beside a role that is
    kept apart, ``role_of_applicant``.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    today = clock.today()
    begins, code = starts_on or today, area.code if area is not None else ""
    if user.pk == actor.pk:
        raise RuleRefusal("role_for_oneself")
    if not roles.may_propose(held_now(actor), role, code):
        raise RuleRefusal("role_not_yours_to_give")
    if not reason.strip():
        raise RuleRefusal("reason_missing")
    if ends_on is not None and (ends_on < begins or ends_on < today):
        raise RuleRefusal("period_backwards")
    refuse_unfit(user, role, area=area)
    if user.role_proposals.filter(state=ProposalState.PROPOSED, role=role, area=area).exists():
        raise RuleRefusal("role_proposed")
    giving = roles.GIVING[Role(role)]
    standing = standing_of(actor, *giving.proposers, area=code)
    now = clock.now()
    proposal = RoleProposal(
        user=user, role=role, area=area, starts_on=begins, ends_on=ends_on, reason=reason, invitation=invitation,
        proposed_by=actor, proposed_at=now,
    )  # fmt: skip
    if not giving.needs_two:
        proposal.grant = _grant(proposal, today)
        proposal.state = PROPOSAL.target_of("confirm", proposal.state)
        proposal.decided_at = now
    proposal.save()
    facts = {"role": role, "area": code, "person": user.pk, "ends_on": ends_on, **standing.facts}
    record(actor=actor, verb="role.propose", subject=proposal, after=proposal.state, reason=reason, **facts)
    if proposal.grant is not None:
        _begin(proposal.grant, actor=actor, standing=standing)
    return proposal


@transaction.atomic
def confirm_role(*, proposal_id: int, actor: Any, note: str = "") -> RoleProposal:
    """Confirm a proposed role: it is held from its first day on.

    Raise ``RuleRefusal``: ``same_person`` for who proposed it, ``same_side`` for who stands in for that person,
    ``role_for_oneself``, ``role_not_yours_to_give``, ``proposal_decided``, ``period_backwards`` when its last day is
    over, and everything that has come in between (``role_held``, ``role_apart``, ``role_of_applicant`` …).
    """
    proposal = _locked(proposal_id)
    target = PROPOSAL.target_of("confirm", proposal.state)
    if proposal.user_id == actor.pk:
        raise RuleRefusal("role_for_oneself")
    standing = standing_of(actor, *roles.GIVING[Role(proposal.role)].confirmers, area=proposal.area_code)
    if proposal.user_id in standing.side:
        raise RuleRefusal("role_for_oneself")
    refuse_same_side(standing, earlier=proposal.proposed_by_id, subject=proposal)
    if not roles.may_confirm(held_now(actor), proposal.role, proposal.area_code):
        raise RuleRefusal("role_not_yours_to_give")
    today = clock.today()
    if proposal.ends_on is not None and proposal.ends_on < today:
        raise RuleRefusal("period_backwards")
    refuse_unfit(proposal.user, proposal.role, area=proposal.area)
    proposal.grant = _grant(proposal, today)
    _decide(proposal, target, actor=actor, note=note)
    facts = {"role": proposal.role, "area": proposal.area_code, "person": proposal.user_id, **standing.facts}
    record(actor=actor, verb="role.confirm", subject=proposal, before="proposed", after=target, **facts)
    _begin(proposal.grant, actor=actor, standing=standing)
    return proposal


@transaction.atomic
def refuse_role(*, proposal_id: int, actor: Any, note: str) -> RoleProposal:
    """Refuse a proposed role, with the reason. Raise ``RuleRefusal`` like ``confirm_role``."""
    proposal = _locked(proposal_id)
    target = PROPOSAL.target_of("refuse", proposal.state)
    if not roles.may_confirm(held_now(actor), proposal.role, proposal.area_code):
        raise RuleRefusal("role_not_yours_to_give")
    if not note.strip():
        raise RuleRefusal("reason_missing")
    _decide(proposal, target, actor=actor, note=note)
    standing = standing_of(actor, *roles.GIVING[Role(proposal.role)].confirmers, area=proposal.area_code)
    record(
        actor=actor, verb="role.refuse", subject=proposal, before="proposed", after=target, reason=note,
        **standing.facts,
    )  # fmt: skip
    return proposal


@transaction.atomic
def withdraw_role(*, proposal_id: int, actor: Any) -> RoleProposal:
    """Take one's own proposal back. Raise ``RuleRefusal`` ``not_your_proposal`` or ``proposal_decided``."""
    proposal = _locked(proposal_id)
    target = PROPOSAL.target_of("withdraw", proposal.state)
    if proposal.proposed_by_id != actor.pk:
        raise RuleRefusal("not_your_proposal")
    _decide(proposal, target, actor=actor, note="")
    record(actor=actor, verb="role.withdraw", subject=proposal, before="proposed", after=target)
    return proposal


@transaction.atomic
def end_role(*, grant_id: int, actor: Any, reason: str) -> RoleGrant:
    """End a role at once: what was lent from it ends too, and the person is signed out everywhere.

    Raise ``RuleRefusal``: ``reason_missing``, ``role_not_yours_to_give``, ``role_ended``, ``role_is_lent`` for a loan,
    which is taken back instead, ``last_keeper`` for the last head or administrator of the whole city.
    """
    person_id = RoleGrant.objects.values_list("user_id", flat=True).get(pk=grant_id)
    # One after the other: two heads who end each other's role at the same moment must not both succeed.
    keepers = RoleGrant.objects.filter(role__in=roles.KEEPERS).values("user")
    list(User.objects.select_for_update().filter(Q(pk__in=keepers) | Q(pk=person_id)).order_by("pk"))
    grant = RoleGrant.objects.select_for_update(of=("self",)).select_related("area", "user").get(pk=grant_id)
    if grant.lent_from_id is not None:
        raise RuleRefusal("role_is_lent")
    if not reason.strip():
        raise RuleRefusal("reason_missing")
    if not (roles.may_end(held_now(actor), grant.role, grant.area_code) or actor.pk == grant.user_id):
        raise RuleRefusal("role_not_yours_to_give")
    today = clock.today()
    if grant.ended_at is not None or (grant.ends_on is not None and grant.ends_on < today):
        raise RuleRefusal("role_ended")
    if grant.role in roles.KEEPERS and grant.area is None and not keepers_left(grant, today):
        raise RuleRefusal("last_keeper")
    standing = standing_of(actor, *roles.KEEPERS, area=grant.area_code)
    end_for_good(grant, actor=actor, reason=reason, **standing.facts)
    return grant


def end_for_good(grant: RoleGrant, *, actor: Any, reason: str, **facts: Any) -> None:
    """End a grant that the caller holds locked, and what was lent of it; everybody concerned is signed out."""
    close_grant(grant, actor=actor)
    loans = list(grant.loans.filter(ended_at__isnull=True).select_related("user"))
    for loan in loans:
        close_grant(loan, actor=actor)
        end_all_sessions(loan.user)
    ended = end_all_sessions(grant.user)
    record(
        actor=actor, verb="role.end", subject=grant, before=grant.role, reason=reason, person=grant.user_id,
        loans=[loan.pk for loan in loans], sessions=ended, **facts,
    )  # fmt: skip
    tell(grant.user, "role_ended", key=f"{grant.pk}", role=grant.role)


def refuse_unfit(user: User, role: str, *, area: Area | None) -> None:
    """Raise the refusal that giving ``role`` to this person deserves, whoever gives it."""
    if not user.is_active:
        raise RuleRefusal("person_inactive")
    today = clock.today()
    held = user.role_grants.filter(ended_at__isnull=True).exclude(ends_on__lt=today)
    if held.filter(role=role, area=area, lent_from__isnull=True).exists():
        raise RuleRefusal("role_held")
    beside = set(held.values_list("role", flat=True)) | ({Role.SYSTEM_ADMIN} if user.is_superuser else set())
    apart = roles.apart_from(role, beside)
    if apart:
        raise RuleRefusal("role_apart", role=Role(role).label, other=Role(apart[0]).label)
    if roles.never_applies({role}) and belongs_to_an_applicant(user):
        raise RuleRefusal("role_of_applicant")


def close_grant(grant: RoleGrant, *, actor: Any) -> None:
    """End a grant that the caller holds locked."""
    grant.ended_at, grant.ended_by = clock.now(), actor
    grant.save(update_fields=["ended_at", "ended_by"])


def _locked(proposal_id: int) -> RoleProposal:
    """Hold person and proposal, in that order, as everybody does who gives or ends a role."""
    user_id = RoleProposal.objects.values_list("user_id", flat=True).get(pk=proposal_id)
    User.objects.select_for_update().get(pk=user_id)
    rows = RoleProposal.objects.select_for_update(of=("self",)).select_related("user", "area")
    return rows.get(pk=proposal_id)


def _grant(proposal: RoleProposal, today: date) -> RoleGrant:
    return RoleGrant.objects.create(
        user=proposal.user,
        role=proposal.role,
        area=proposal.area,
        starts_on=max(proposal.starts_on, today),
        ends_on=proposal.ends_on,
        granted_by=proposal.proposed_by,
        reason=proposal.reason,
    )


def _decide(proposal: RoleProposal, target: str, *, actor: Any, note: str) -> None:
    proposal.state = target
    proposal.decided_by, proposal.decided_at, proposal.note = actor, clock.now(), note
    proposal.save(update_fields=["state", "decided_by", "decided_at", "note", "grant"])


def _begin(grant: RoleGrant, *, actor: Any, standing: Standing) -> None:
    record(
        actor=actor, verb="role.grant", subject=grant, after=grant.role, person=grant.user_id, area=grant.area_code,
        starts_on=grant.starts_on, ends_on=grant.ends_on, **standing.facts,
    )  # fmt: skip
    tell(grant.user, "role_given", key=f"{grant.pk}", role=grant.role)

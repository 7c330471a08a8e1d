"""How an expert of the pool comes to an account: invited to one, or found to have one already."""

from typing import Any

from django.db import transaction

from accounts.enums import Role
from accounts.flows.inviting import invite, resend_invitation, revoke_invitation
from accounts.flows.roles import propose_role
from accounts.models import RoleInvitation, User
from reviews.enums import AppointmentState
from reviews.flows.appointing import tell_invited
from reviews.flows.conflicts import look_again
from reviews.models import Appointment, Expert
from reviews.queries.pool import account_of, account_state, invited_as
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@transaction.atomic
def invite_expert(*, expert_id: int, actor: Any) -> Expert:
    """Send an expert the link to an account; one that lapsed or was lost is sent anew.

    Raise ``RuleRefusal``: ``expert_has_account``, ``expert_unreachable`` without number and address,
    ``expert_account_found`` when somebody signs in with them already, and what inviting refuses.
    """
    expert = _locked(expert_id)
    if expert.user_id is not None:
        raise RuleRefusal("expert_has_account", name=expert.name)
    if account_of(expert) is not None:
        raise RuleRefusal("expert_account_found")
    if expert.invitation is not None and account_state(expert, clock.now()) in {"invited", "lapsed"}:
        resend_invitation(invitation_id=expert.invitation.pk, actor=actor)
        return expert
    address = expert.mobile or expert.email
    if not address:
        raise RuleRefusal("expert_unreachable", name=expert.name)
    expert.invitation = invite(name=expert.name, address=address, role=Role.EXPERT, actor=actor)
    expert.save(update_fields=["invitation"])
    record(actor=actor, verb="expert.invite", subject=expert, after=expert.invitation.pk)
    return expert


@transaction.atomic
def link_expert(*, expert_id: int, actor: Any) -> Expert:
    """Join an expert with the account that signs in by the same number or address, and give it the role.

    Raise ``RuleRefusal``: ``expert_has_account``, ``expert_no_account``, and what giving the role refuses.
    """
    expert = _locked(expert_id)
    if expert.user_id is not None:
        raise RuleRefusal("expert_has_account", name=expert.name)
    user = account_of(expert)
    if user is None:
        raise RuleRefusal("expert_no_account")
    if account_state(expert, clock.now()) in {"invited", "lapsed"} and expert.invitation is not None:
        revoke_invitation(invitation_id=expert.invitation.pk, actor=actor)
    if not user.has_role(Role.EXPERT):
        propose_role(user_id=user.pk, role=Role.EXPERT, actor=actor, reason=f"{expert.name} · {expert.employer}"[:200])
    _join(expert, user, actor=actor)
    return expert


def follow_invitation(invitation: RoleInvitation, user: User) -> None:
    """Join the expert whom an accepted invitation was sent to with the account that accepted it."""
    expert = invited_as(invitation)
    if expert is None or Expert.objects.filter(user=user).exists():
        return
    expert = _locked(expert.pk)
    if expert.user_id is None:
        _join(expert, user, actor=user)


def _join(expert: Expert, user: User, *, actor: Any) -> None:
    expert.user = user
    expert.save(update_fields=["user"])
    record(actor=actor, verb="expert.join", subject=expert, after=user.pk)
    for part in Appointment.objects.filter(expert=expert, state=AppointmentState.INVITED).select_related("round"):
        part.expert = expert
        tell_invited(part)
    look_again(expert_ids=[expert.pk], actor=actor)


def _locked(expert_id: int) -> Expert:
    rows = Expert.objects.select_for_update(of=("self",)).select_related("invitation", "user")
    return rows.get(pk=expert_id)

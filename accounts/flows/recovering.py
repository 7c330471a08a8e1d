"""A lost second factor: one of the staff makes sure who asks, another one has it removed. The person hears of it."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.domain.lifecycles import RECOVERY
from accounts.domain.roles import APPROVERS, IDENTIFIERS
from accounts.enums import IdentityCheck, RecoveryState, Role
from accounts.flows.four_eyes import refuse_same_side
from accounts.flows.sessions import end_all_sessions
from accounts.flows.telling import tell
from accounts.models import Recovery, User
from accounts.queries.standing import Standing, standing_of
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@transaction.atomic
def ask_recovery(*, user_id: int, reason: str, actor: Any | None) -> Recovery:
    """Write down that a person lost the second factor. Asking twice is asking once.

    ``actor`` is ``None`` when the person asked without being signed in. Raise ``RuleRefusal`` ``reason_missing``,
    ``person_inactive``, ``recovery_not_needed`` for somebody without a second factor.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    if not reason.strip():
        raise RuleRefusal("reason_missing")
    if not user.is_active:
        raise RuleRefusal("person_inactive")
    standing = user.recoveries.filter(state__in=[RecoveryState.ASKED, RecoveryState.IDENTIFIED]).first()
    if standing is not None:
        return standing
    if not Authenticator.objects.filter(user=user).exists():
        raise RuleRefusal("recovery_not_needed")
    recovery = Recovery.objects.create(user=user, reason=reason, asked_by=actor, asked_at=clock.now())
    record(actor=actor, verb="recovery.ask", subject=recovery, after=recovery.state, person=user.pk)
    _tell_everywhere(user, "recovery_asked", recovery)
    return recovery


@transaction.atomic
def identify_person(*, recovery_id: int, how: str, note: str, actor: Any) -> Recovery:
    """Write down how one of the staff made sure who asks.

    Raise ``RuleRefusal`` ``recovery_moved_on``, ``recovery_of_oneself``, ``recovery_not_yours``, ``reason_missing``
    without a note, ``identity_check_missing``.
    """
    recovery = _locked(recovery_id)
    target = RECOVERY.target_of("identify", recovery.state)
    standing = _staff(recovery, actor, IDENTIFIERS)
    if how not in IdentityCheck.values:
        raise RuleRefusal("identity_check_missing")
    if not note.strip():
        raise RuleRefusal("reason_missing")
    recovery.state, recovery.how, recovery.note = target, how, note
    recovery.identified_by, recovery.identified_at = actor, clock.now()
    recovery.save(update_fields=["state", "how", "note", "identified_by", "identified_at"])
    record(
        actor=actor, verb="recovery.identify", subject=recovery, before="asked", after=target,
        person=recovery.user_id, how=how, **standing.facts,
    )  # fmt: skip
    return recovery


@transaction.atomic
def approve_recovery(*, recovery_id: int, actor: Any) -> Recovery:
    """Remove every second factor of the person and end every session; tell the person on every channel.

    Raise ``RuleRefusal`` ``recovery_moved_on``, ``recovery_of_oneself``, ``recovery_not_yours``, ``same_person`` for
    who identified the person, ``same_side`` for who stands in for that colleague.
    """
    recovery = _locked(recovery_id)
    target = RECOVERY.target_of("approve", recovery.state)
    standing = _staff(recovery, actor, APPROVERS)
    refuse_same_side(standing, earlier=recovery.identified_by_id, subject=recovery)
    removed = sorted(Authenticator.objects.filter(user=recovery.user).values_list("type", flat=True))
    Authenticator.objects.filter(user=recovery.user).delete()
    ended = end_all_sessions(recovery.user)
    _decide(recovery, target, actor)
    record(
        actor=actor, verb="recovery.approve", subject=recovery, before="identified", after=target,
        person=recovery.user_id, removed=removed, sessions=ended, **standing.facts,
    )  # fmt: skip
    _tell_everywhere(recovery.user, "recovery_done", recovery)
    return recovery


@transaction.atomic
def refuse_recovery(*, recovery_id: int, reason: str, actor: Any) -> Recovery:
    """Refuse, with the reason; nothing is removed. Raise ``RuleRefusal`` like ``identify_person``."""
    recovery = _locked(recovery_id)
    before = recovery.state
    target = RECOVERY.target_of("refuse", before)
    standing = _staff(recovery, actor, IDENTIFIERS)
    if not reason.strip():
        raise RuleRefusal("reason_missing")
    _decide(recovery, target, actor)
    record(
        actor=actor, verb="recovery.refuse", subject=recovery, before=before, after=target, reason=reason,
        person=recovery.user_id, **standing.facts,
    )  # fmt: skip
    _tell_everywhere(recovery.user, "recovery_refused", recovery)
    return recovery


@transaction.atomic
def withdraw_recovery(*, recovery_id: int, actor: Any) -> Recovery:
    """Take the wish back: the factor turned up. Raise ``RuleRefusal`` ``recovery_moved_on``, ``recovery_not_yours``."""
    recovery = _locked(recovery_id)
    before = recovery.state
    target = RECOVERY.target_of("withdraw", before)
    if actor.pk not in {recovery.user_id, recovery.asked_by_id}:
        raise RuleRefusal("recovery_not_yours")
    _decide(recovery, target, actor)
    record(
        actor=actor, verb="recovery.withdraw", subject=recovery, before=before, after=target, person=recovery.user_id
    )
    return recovery


def _locked(recovery_id: int) -> Recovery:
    """Hold person and recovery, in that order."""
    user_id = Recovery.objects.values_list("user_id", flat=True).get(pk=recovery_id)
    User.objects.select_for_update().get(pk=user_id)
    return Recovery.objects.select_for_update(of=("self",)).select_related("user").get(pk=recovery_id)


def _staff(recovery: Recovery, actor: Any, roles: tuple[Role, ...]) -> Standing:
    standing = standing_of(actor, *roles)
    if recovery.user_id in standing.side:
        raise RuleRefusal("recovery_of_oneself")
    if not actor.areas_of(*roles) & {""}:
        raise RuleRefusal("recovery_not_yours")
    return standing


def _decide(recovery: Recovery, target: str, actor: Any) -> None:
    recovery.state = target
    recovery.decided_by, recovery.decided_at = actor, clock.now()
    recovery.save(update_fields=["state", "decided_by", "decided_at"])


def _tell_everywhere(user: User, event: str, recovery: Recovery) -> None:
    """Tell on every channel: whoever holds one of them only must not be the only one who hears of it."""
    tell(user, event, key=str(recovery.pk))

"""An organisation that the staff entered from paper comes to its own people: asked with a sealed letter, let by two."""

from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.enums import Role
from accounts.flows.four_eyes import refuse_same_side
from accounts.models import User
from accounts.queries.people import may_never_apply
from accounts.queries.standing import Standing, standing_of
from organizations.domain import uscc
from organizations.domain.lifecycle import TAKE_OVER_LIFE
from organizations.enums import MemberRole, TakeOverState
from organizations.flows.members import add_member
from organizations.flows.moving import stated
from organizations.models import PROOF, Organization, TakeOver
from venture.audit.flows import record
from venture.files.flows import attach
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.flows import tell

CHECKERS = (Role.CLERK, Role.HEAD, Role.OPERATOR)
GRANTERS = (Role.CLERK, Role.HEAD)


@transaction.atomic
def ask_take_over(*, code: str, position: str, proof: str, actor: User) -> TakeOver:
    """Ask to own the organisation of ``code``, with the upload ``proof``: its sealed letter that names the person.

    Raise ``RuleRefusal`` for a code that is wrong; ``take_over_unknown`` where nobody entered it,
    ``organization_known`` where it has members, ``member_never_applies`` to who works on the rounds,
    ``take_over_open`` while one waits; what ``attach`` refuses.
    """
    checked = uscc.validated_applicant(code)
    organization = Organization.objects.select_for_update().filter(uscc=checked).first()
    if organization is None:
        raise RuleRefusal("take_over_unknown", uscc=checked)
    _refuse_owned(organization)
    if may_never_apply(actor):
        raise RuleRefusal("member_never_applies", name=str(actor))
    if organization.take_overs.filter(asked_by=actor, state__in=TakeOverState.open).exists():
        raise RuleRefusal("take_over_open")
    file = attach(proof, purpose=PROOF, actor=actor)
    asked = TakeOver.objects.create(
        organization=organization, position=position.strip(), proof=file, asked_by=actor, asked_at=clock.now()
    )
    record(
        actor=actor, verb="take_over.ask", subject=asked, after=asked.state, organization=organization.pk,
        uscc=checked, sha256=file.sha256,
    )  # fmt: skip
    return asked


@transaction.atomic
def check_take_over(*, take_over_id: int, note: str, actor: User) -> TakeOver:
    """Write down how it was made sure that the organisation itself asks. A second person lets it in.

    Raise ``RuleRefusal``: ``take_over_note_missing``, ``take_over_illegal_move``, ``organization_known``,
    ``same_side`` to who asked or stands in for that person.
    """
    words = note.strip()
    if not words:
        raise RuleRefusal("take_over_note_missing")
    asked = _locked(take_over_id)
    TAKE_OVER_LIFE.target_of("check", asked.state)
    standing = _staff(asked, actor, *CHECKERS)
    _refuse_owned(asked.organization)
    stamps = {"checked_by": actor, "checked_at": clock.now(), "note": words[:300]}
    return _move(asked, "check", actor=actor, facts={"note": words, **standing.facts}, **stamps)


@transaction.atomic
def grant_take_over(*, take_over_id: int, actor: User) -> TakeOver:
    """Let the person own the organisation; what the certificate bears is verified afterwards like any other entry.

    Raise ``RuleRefusal``: ``take_over_illegal_move``; ``same_person`` to who looked at the proof, ``same_side``;
    ``organization_known`` when somebody belongs to it by now; what ``add_member`` refuses.
    """
    asked = _locked(take_over_id)
    TAKE_OVER_LIFE.target_of("grant", asked.state)
    standing = _staff(asked, actor, *GRANTERS)
    refuse_same_side(standing, earlier=asked.checked_by_id, subject=asked)
    _refuse_owned(asked.organization)
    add_member(organization_id=asked.organization_id, user=asked.asked_by, role=MemberRole.OWNER, actor=actor)
    return _decide(asked, "grant", actor=actor, facts=standing.facts)


@transaction.atomic
def refuse_take_over(*, take_over_id: int, reason: str, actor: User) -> TakeOver:
    """Refuse with a reason that the person reads.

    Raise ``RuleRefusal``: ``organization_reason_missing``, ``take_over_illegal_move``, ``same_side``.
    """
    words = stated(reason)
    asked = _locked(take_over_id)
    TAKE_OVER_LIFE.target_of("refuse", asked.state)
    standing = _staff(asked, actor, *CHECKERS)
    return _decide(asked, "refuse", actor=actor, facts={"reason": words, **standing.facts}, reason=words[:300])


@transaction.atomic
def withdraw_take_over(*, take_over_id: int, actor: User) -> TakeOver:
    """Take one's own request back. Raise ``RuleRefusal``: ``take_over_illegal_move``, also for somebody else's."""
    asked = _locked(take_over_id)
    if asked.asked_by_id != actor.pk:
        raise RuleRefusal("take_over_illegal_move", state=asked.get_state_display())
    return _move(asked, "withdraw", actor=actor)


def _locked(take_over_id: int) -> TakeOver:
    """Hold the organisation, then the request."""
    organization_id = TakeOver.objects.values_list("organization_id", flat=True).get(pk=take_over_id)
    Organization.objects.select_for_update().get(pk=organization_id)
    rows = TakeOver.objects.select_for_update(of=("self",)).select_related("organization__area", "asked_by")
    return rows.get(pk=take_over_id)


def _refuse_owned(organization: Organization) -> None:
    if organization.memberships.filter(ended_at__isnull=True).exists():
        raise RuleRefusal("organization_known", uscc=organization.uscc)


def _staff(asked: TakeOver, actor: User, *roles: Role) -> Standing:
    """Return in which capacity one of the staff acts; nobody decides about an own request."""
    standing = standing_of(actor, *roles, area=asked.organization.area.code)
    if asked.asked_by_id in standing.side:
        raise RuleRefusal("same_side")
    return standing


def _decide(asked: TakeOver, verb: str, *, actor: User, facts: dict[str, Any], **stamps: Any) -> TakeOver:
    _move(asked, verb, actor=actor, facts=facts, decided_by=actor, decided_at=clock.now(), **stamps)
    granted = asked.state == TakeOverState.GRANTED
    own = reverse("organizations:own", args=[asked.organization_id])
    tell(
        asked.asked_by, "take_over_decided", str(asked.pk), path=own if granted else reverse("organizations:take-over"),
        name=asked.organization.name, granted=granted, reason=asked.reason,
    )  # fmt: skip
    return asked


def _move(asked: TakeOver, verb: str, *, actor: User, facts: dict[str, Any] | None = None, **stamps: Any) -> TakeOver:
    """Move a request that the caller holds locked, stamp it and audit it. The one writer of its state."""
    before = asked.state
    asked.state = TAKE_OVER_LIFE.target_of(verb, before)
    for field, value in stamps.items():
        setattr(asked, field, value)
    asked.save(update_fields=["state", *stamps])
    record(
        actor=actor, verb=f"take_over.{verb}", subject=asked, before=before, after=asked.state,
        organization=asked.organization_id, **(facts or {}),
    )  # fmt: skip
    return asked

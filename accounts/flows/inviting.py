"""Staff invite colleagues and experts. The link carries a token and nothing else; it works once, for seven days."""

import secrets
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.domain import roles
from accounts.domain.contacts import contact_of
from accounts.domain.invitations import digest_of, token_of
from accounts.domain.lifecycles import INVITATION
from accounts.enums import ConsentPurpose, InvitationState, Role
from accounts.flows.roles import propose_role
from accounts.flows.signing import open_account, owner_of
from accounts.models import Area, RoleInvitation, RoleProposal, User
from accounts.queries.standing import held_now, standing_of
from venture.audit.flows import record
from venture.jobs.flows import defer
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.channels import send_mail, send_sms

VALID_FOR = timedelta(days=7)
SENT_AT_MOST = 5
SEND = "accounts.send_invitation"
Follow = Callable[[RoleInvitation, User], None]

_followers: dict[str, Follow] = {}


def on_acceptance(role: Role, follow: Follow) -> None:
    """Let a higher app do its part when somebody accepts an invitation to ``role``, in the same transaction.

    This app knows people, a higher one knows what they are. Raise ``ValueError`` for a role named twice.
    """
    if role in _followers:
        raise ValueError(f"the acceptance of {role} is followed twice")
    _followers[role] = follow


@transaction.atomic
def invite(
    *, name: str, address: str, role: str, actor: Any, area: Area | None = None, ends_on: date | None = None
) -> RoleInvitation:
    """Invite whoever holds ``address``, an e-mail address or a mainland mobile number, to take ``role``.

    Raise ``RuleRefusal``: ``role_not_yours_to_give``, ``address_not_readable``, ``name_missing``, ``role_for_oneself``,
    ``period_backwards``, ``role_invitation_open`` while one for the same role waits.
    """
    contact = contact_of(address)
    code = area.code if area is not None else ""
    if not roles.may_propose(held_now(actor), role, code):
        raise RuleRefusal("role_not_yours_to_give")
    if contact is None:
        raise RuleRefusal("address_not_readable")
    if not name.strip():
        raise RuleRefusal("name_missing")
    if contact.value in {actor.email, actor.mobile}:
        raise RuleRefusal("role_for_oneself")
    if ends_on is not None and ends_on < clock.today():
        raise RuleRefusal("period_backwards")
    User.objects.select_for_update().get(pk=actor.pk)  # the same button pressed twice makes one invitation
    now = clock.now()
    waiting = RoleInvitation.objects.filter(state=InvitationState.SENT, expires_at__gt=now, role=role)
    if waiting.filter(**{contact.kind: contact.value}).exists():
        raise RuleRefusal("role_invitation_open")
    nonce = secrets.token_hex(16)
    invitation = RoleInvitation.objects.create(
        name=name.strip(),
        role=role,
        area=area,
        ends_on=ends_on,
        nonce=nonce,
        digest=digest_of(_token(nonce)),
        invited_by=actor,
        invited_at=now,
        expires_at=now + VALID_FOR,
        **{contact.kind: contact.value},
    )
    defer(SEND, f"{invitation.pk}:1", invitation_id=invitation.pk)
    standing = standing_of(actor, *roles.GIVING[Role(role)].proposers, area=code)
    facts = {"area": code, "to": contact.masked, **standing.facts}
    record(actor=actor, verb="invitation.send", subject=invitation, after=role, **facts)
    return invitation


@transaction.atomic
def resend_invitation(*, invitation_id: int, actor: Any) -> RoleInvitation:
    """Send a fresh link; the one before no longer opens. Raise ``RuleRefusal`` ``role_invitation_gone``,
    ``role_not_yours_to_give``, ``role_invitation_sent_often``."""
    invitation = _locked(invitation_id)
    target = INVITATION.target_of("resend", invitation.state)
    _refuse_keeper(invitation, actor)
    if invitation.sent >= SENT_AT_MOST:
        raise RuleRefusal("role_invitation_sent_often", count=SENT_AT_MOST)
    invitation.state, invitation.sent = target, invitation.sent + 1
    invitation.nonce = secrets.token_hex(16)
    invitation.digest = digest_of(_token(invitation.nonce))
    invitation.expires_at = clock.now() + VALID_FOR
    invitation.save(update_fields=["state", "sent", "nonce", "digest", "expires_at"])
    defer(SEND, f"{invitation.pk}:{invitation.sent}", invitation_id=invitation.pk)
    record(actor=actor, verb="invitation.resend", subject=invitation, after=invitation.sent)
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation_id: int, actor: Any) -> RoleInvitation:
    """Take an invitation back. Raise ``RuleRefusal`` ``role_invitation_gone``, ``role_not_yours_to_give``."""
    invitation = _locked(invitation_id)
    target = INVITATION.target_of("revoke", invitation.state)
    _refuse_keeper(invitation, actor)
    _answer(invitation, target)
    record(actor=actor, verb="invitation.revoke", subject=invitation, before="sent", after=target)
    return invitation


@transaction.atomic
def accept_invitation(*, token: str, actor: User) -> RoleProposal:
    """Take the invitation into the account of ``actor``. The role itself goes the way of every role.

    An expert holds it at once; a staff role waits for its second person. Raise ``RuleRefusal``:
    ``role_invitation_gone`` when it lapsed, was answered or taken back, or who sent it may no longer give the role;
    ``role_for_oneself`` and whatever ``propose_role`` refuses about the person.
    """
    invitation = standing_invitation(token, lock=True)
    if invitation is None:
        raise RuleRefusal("role_invitation_gone")
    target = INVITATION.target_of("accept", invitation.state)
    sender = invitation.invited_by
    if not sender.is_active or not roles.may_propose(held_now(sender), invitation.role, invitation.area_code):
        raise RuleRefusal("role_invitation_gone")
    invitation.accepted_by = actor
    _answer(invitation, target)
    record(actor=actor, verb="invitation.accept", subject=invitation, before="sent", after=target)
    proposal = propose_role(
        user_id=actor.pk,
        role=invitation.role,
        area=invitation.area,
        ends_on=invitation.ends_on,
        actor=sender,
        reason=_reason(invitation),
        invitation=invitation,
    )
    if invitation.role in _followers:
        _followers[invitation.role](invitation, actor)
    return proposal


@transaction.atomic
def accept_as_newcomer(
    *, token: str, name: str, password: str | None, consents: Iterable[ConsentPurpose], locale: str
) -> tuple[User, RoleProposal]:
    """Open an account for who got the message, and accept. The link proves that the address is theirs.

    Raise ``RuleRefusal`` like ``open_account`` and ``accept_invitation``.
    """
    invitation = standing_invitation(token, lock=True)
    if invitation is None:
        raise RuleRefusal("role_invitation_gone")
    user = open_account(invitation.contact, name=name, password=password, consents=consents, locale=locale)
    return user, accept_invitation(token=token, actor=user)


def standing_invitation(token: str, *, lock: bool = False) -> RoleInvitation | None:
    """Return the invitation that ``token`` opens now, or ``None``: unknown, answered and lapsed look the same."""
    rows = RoleInvitation.objects.filter(state=InvitationState.SENT, expires_at__gt=clock.now())
    rows = rows.select_for_update(of=("self",)) if lock else rows
    return rows.select_related("area", "invited_by").filter(digest=digest_of(token)).first()


def needs_account(invitation: RoleInvitation) -> bool:
    """Tell whether nobody has an account with the address that was invited."""
    return owner_of(invitation.contact) is None


def link_token(invitation: RoleInvitation) -> str:
    """Return the token of the link, for the message that is being sent. It is kept nowhere."""
    return _token(invitation.nonce)


def send_invitation(*, invitation_id: int) -> None:
    """Send the link by mail or SMS, in the language of the office. One that was answered meanwhile is left alone."""
    invitation = RoleInvitation.objects.select_related("area", "invited_by").get(pk=invitation_id)
    if invitation.state != InvitationState.SENT or invitation.expires_at <= clock.now():
        return
    names: Any = settings.SITE["name"]
    with translation.override(settings.LANGUAGE_CODE):
        path = reverse("account_invitation", args=[link_token(invitation)])
        facts = {
            "invitation": invitation,
            "link": f"{settings.SITE_URL}{path}",
            "site": names[settings.LANGUAGE_CODE],
        }
        subject = _("Invitation: %(role)s") % {"role": invitation.get_role_display()}
        text = render_to_string("accounts/mail/invitation.txt", facts)
    if invitation.email:
        send_mail(invitation.email, subject, text)
    else:
        send_sms(invitation.mobile, f"【{facts['site']}】{subject} {facts['link']}")


def _reason(invitation: RoleInvitation) -> str:
    """Return the reason that stands with the proposal, in the language of the office."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("By invitation no. %(number)s") % {"number": invitation.pk}


def _token(nonce: str) -> str:
    return token_of(secret=settings.SECRET_KEY.encode(), nonce=nonce)


def _locked(invitation_id: int) -> RoleInvitation:
    rows = RoleInvitation.objects.select_for_update(of=("self",)).select_related("area", "invited_by")
    return rows.get(pk=invitation_id)


def _refuse_keeper(invitation: RoleInvitation, actor: Any) -> None:
    """Refuse whoever could not have sent the invitation."""
    if not roles.may_propose(held_now(actor), invitation.role, invitation.area_code):
        raise RuleRefusal("role_not_yours_to_give")


def _answer(invitation: RoleInvitation, target: str) -> None:
    invitation.state, invitation.answered_at = target, clock.now()
    invitation.save(update_fields=["state", "answered_at", "accepted_by"])

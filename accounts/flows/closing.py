"""Leaving: a person asks, may think again, and staff close the account. What the law keeps is kept and said."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.flows.sessions import end_all_sessions
from accounts.models import ApiToken, ClosingRequest, Consent, SignInRecord, User
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.flows import forget_addresses

CLOSED_DOMAIN = "closed.invalid"


@transaction.atomic
def ask_to_close(user: User, reason: str) -> ClosingRequest:
    """Write the wish down. Asking twice is asking once."""
    User.objects.select_for_update().get(pk=user.pk)
    standing = _standing(user)
    if standing is not None:
        return standing
    request = ClosingRequest.objects.create(user=user, reason=reason, asked_at=clock.now())
    record(actor=user, verb="closing_asked", subject=request)
    return request


@transaction.atomic
def take_back_closing(user: User) -> None:
    """Withdraw the wish, as long as the account is open."""
    User.objects.select_for_update().get(pk=user.pk)
    standing = _standing(user)
    if standing is None:
        return
    standing.taken_back_at = clock.now()
    standing.save(update_fields=["taken_back_at"])
    record(actor=user, verb="closing_taken_back", subject=standing)


@transaction.atomic
def close_account(actor: User, request: ClosingRequest) -> None:
    """End the account that ``request`` asks to end: contacts, secrets and sign-ins go, the name in records stays.

    What was handed in, decided, paid and audited stays by law (《档案法》, 《会计档案管理办法》第十四条).
    Raise ``RuleRefusal`` when the request is no longer open or the person still holds a role.
    """
    user = User.objects.select_for_update().get(pk=request.user_id)
    standing = _standing(user)
    if standing is None or standing.pk != request.pk:
        raise RuleRefusal("closing_not_open")
    if user.role_grants.current(clock.today()).exists():
        raise RuleRefusal("closing_role_held")
    now = clock.now()
    end_all_sessions(user)
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    SignInRecord.objects.filter(user=user).delete()
    ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
    Consent.objects.filter(user=user, withdrawn_at__isnull=True).update(withdrawn_at=now)
    forget_addresses(person=user)
    user.email, user.mobile, user.is_active = f"{user.pk}@{CLOSED_DOMAIN}", None, False
    user.set_unusable_password()
    user.save(update_fields=["email", "mobile", "is_active", "password"])
    standing.closed_at, standing.closed_by = now, actor
    standing.save(update_fields=["closed_at", "closed_by"])
    record(actor=actor, verb="account_closed", subject=user)


def _standing(user: User) -> ClosingRequest | None:
    return ClosingRequest.objects.filter(user=user, taken_back_at__isnull=True, closed_at__isnull=True).first()

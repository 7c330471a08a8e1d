"""Getting in: what a sign-in writes down, and how an account begins."""

from collections.abc import Iterable
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from accounts.domain.contacts import Contact
from accounts.domain.traces import device_of, masked_ip
from accounts.enums import ConsentPurpose, SignInOutcome
from accounts.flows.consenting import give_consent
from accounts.models import SignInRecord, User
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

# 《网络安全法》第二十一条: logs are kept six months at least. A year lets a person compare; then they go.
SIGN_INS_KEPT = timedelta(days=365)


def record_sign_in(
    user: User | None, outcome: SignInOutcome, *, method: str, address: str, user_agent: str
) -> SignInRecord:
    """Write one attempt down. ``user`` is ``None`` for a name that belongs to nobody: the same work either way."""
    return SignInRecord.objects.create(
        user=user,
        at=clock.now(),
        method=method[:60],
        outcome=outcome,
        network=masked_ip(address),
        device=device_of(user_agent),
    )


def forget_old_sign_ins() -> int:
    """Delete records older than a year and return how many."""
    deleted, _by_model = SignInRecord.objects.filter(at__lt=clock.now() - SIGN_INS_KEPT).delete()
    return deleted


@transaction.atomic
def open_account(
    contact: Contact, *, name: str, password: str | None, consents: Iterable[ConsentPurpose], locale: str
) -> User:
    """Begin an account for somebody who has just proved that ``contact`` is theirs.

    Raise ``RuleRefusal`` when the contact belongs to an account already, or without consent to keeping one.
    """
    agreed = list(consents)
    if ConsentPurpose.ACCOUNT not in agreed:
        raise RuleRefusal("consent_needed")
    if owner_of(contact) is not None:
        raise RuleRefusal("contact_taken")
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                password=password, display_name=name, locale=locale, **{contact.kind: contact.value}
            )
    except IntegrityError:
        # A rival's commit came between the look and the insert.
        raise RuleRefusal("contact_taken") from None
    if contact.kind == "email":
        EmailAddress.objects.create(user=user, email=contact.value, verified=True, primary=True)
    for purpose in agreed:
        give_consent(user, purpose)
    record(actor=user, verb="account_opened", subject=user, contact=contact.masked)
    return user


def owner_of(contact: Contact) -> User | None:
    """Return the person whose contact it is, active or not."""
    return User.objects.filter(**{contact.kind: contact.value}).first()


def keep_display(user: User, *, locale: str | None = None, large_text: bool | None = None) -> None:
    """Keep the language and the size of the text in the person's profile."""
    changes = {"locale": locale, "large_text": large_text}
    wanted = {name: value for name, value in changes.items() if value is not None and getattr(user, name) != value}
    if wanted:
        User.objects.filter(pk=user.pk).update(**wanted)
        for name, value in wanted.items():
            setattr(user, name, value)


def rename(user: User, name: str) -> None:
    """Change what the person is called. What was handed in before keeps the name it was handed in under."""
    before = user.display_name
    if before == name:
        return
    with transaction.atomic():
        locked = User.objects.select_for_update().get(pk=user.pk)
        locked.display_name = name
        locked.save(update_fields=["display_name"])
        record(actor=user, verb="person_renamed", subject=user)
    user.display_name = name

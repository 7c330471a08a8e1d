"""A new mobile number or address: proved first, then kept; the old one hears of it."""

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from accounts.domain.contacts import Contact
from accounts.flows.signing import owner_of
from accounts.flows.telling import tell
from accounts.models import User
from venture.audit.flows import record
from venture.kernel.errors import RuleRefusal


def contacts_of(user: User) -> list[Contact]:
    """Return the person's contacts, the mobile number first: a code reaches it sooner."""
    found = []
    if user.mobile:
        found.append(Contact("mobile", user.mobile))
    if user.email:
        found.append(Contact("email", user.email))
    return found


@transaction.atomic
def change_contact(user: User, contact: Contact) -> None:
    """Put ``contact``, which the person has proved, in the place of the old one and tell every old contact.

    Raise ``RuleRefusal`` when another account holds it.
    """
    locked = User.objects.select_for_update().get(pk=user.pk)
    owner = owner_of(contact)
    if owner is not None and owner.pk != locked.pk:
        raise RuleRefusal("contact_taken")
    before = contacts_of(locked)
    if contact in before:
        return
    setattr(locked, contact.kind, contact.value)
    try:
        with transaction.atomic():
            locked.save(update_fields=[contact.kind])
    except IntegrityError:
        raise RuleRefusal("contact_taken") from None
    if contact.kind == "email":
        # The library looks addresses up here as well: an old row would still open the account.
        EmailAddress.objects.filter(user=locked).delete()
        EmailAddress.objects.create(user=locked, email=contact.value, verified=True, primary=True)
    entry = record(
        actor=user,
        verb="contact_changed",
        subject=locked,
        before=[old.masked for old in before if old.kind == contact.kind],
        after=[contact.masked],
    )
    for old in before:
        tell(locked, "contact_changed", key=f"{entry.seq}", to=old, new=contact.masked)
    setattr(user, contact.kind, contact.value)

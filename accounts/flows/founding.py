"""The first two people of an empty installation. Everybody after them comes in by two persons."""

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.domain.contacts import Contact
from accounts.domain.roles import KEEPERS
from accounts.enums import Role
from accounts.flows.signing import owner_of
from accounts.models import RoleGrant, User
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

REASON = "首次安装"


@transaction.atomic
def found_keepers(*, administrator: tuple[str, Contact], head: tuple[str, Contact]) -> tuple[User, User]:
    """Make the system administrator and the head of section, each a name and a contact, and return them.

    They hold no password: each signs in with a code sent to the contact and then sets up a second factor. Raise
    ``RuleRefusal`` ``keepers_are_there`` when somebody holds either role already, ``contact_taken`` when a contact
    belongs to an account, ``same_person`` when both contacts are one.
    """
    if RoleGrant.objects.filter(role__in=KEEPERS).exists():
        raise RuleRefusal("keepers_are_there")
    if administrator[1].value == head[1].value:
        raise RuleRefusal("same_person")
    return _found(*administrator, role=Role.SYSTEM_ADMIN), _found(*head, role=Role.HEAD)


def _found(name: str, contact: Contact, *, role: Role) -> User:
    if owner_of(contact) is not None:
        raise RuleRefusal("contact_taken")
    user = User.objects.create_user(password=None, display_name=name, **{contact.kind: contact.value})
    if contact.kind == "email":
        EmailAddress.objects.create(user=user, email=contact.value, verified=True, primary=True)
    grant = RoleGrant.objects.create(user=user, role=role, starts_on=clock.today(), reason=REASON)
    record(actor=None, verb="role.found", subject=grant, after=role, person=user.pk, contact=contact.masked)
    return user

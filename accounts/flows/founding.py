"""The first two people of an installation, and the way back when the last of a kind is gone.

Everybody else comes in by two persons. What is done here needs the console of the server and is told to all keepers.
"""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q

from accounts.domain.contacts import Contact
from accounts.domain.roles import KEEPERS
from accounts.enums import Role
from accounts.flows.roles import end_for_good, refuse_unfit
from accounts.flows.signing import owner_of
from accounts.flows.telling import tell
from accounts.models import RoleGrant, User
from accounts.queries.people import holders_of, keepers_of
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


@transaction.atomic
def appoint_keeper(*, role: Role, name: str, contact: Contact, reason: str, instead: bool = False) -> RoleGrant:
    """Give the role of a keeper, for the whole city, where nobody is left who could confirm it.

    The account of ``contact`` is taken, or made with ``name``. Somebody who holds the role still, but is gone, loses it
    in the same moment with ``instead``. Raise ``RuleRefusal``: ``reason_missing``, ``keeper_is_there`` without
    ``instead``, and what ``refuse_unfit`` says of the person.
    """
    if not reason.strip():
        raise RuleRefusal("reason_missing")
    keepers = RoleGrant.objects.filter(role__in=KEEPERS).values("user")
    owner = owner_of(contact)
    everybody = Q(pk__in=keepers) | Q(pk=owner.pk if owner else None)
    list(User.objects.select_for_update().filter(everybody).order_by("pk"))
    today = clock.today()
    former = list(keepers_of(role, today).select_related("user", "area"))
    if former and not instead:
        raise RuleRefusal("keeper_is_there")
    if owner is not None:
        refuse_unfit(owner, role, area=None)
    for grant in former:
        end_for_good(grant, actor=None, reason=reason)
    user = owner or _account(name, contact)
    grant = RoleGrant.objects.create(user=user, role=role, starts_on=today, reason=reason)
    record(actor=None, verb="role.appoint", subject=grant, after=role, reason=reason, person=user.pk)
    tell(user, "role_given", key=f"{grant.pk}", role=role)
    for other in holders_of(*KEEPERS).exclude(pk=user.pk):
        tell(other, "keeper_appointed", key=f"{grant.pk}", role=role, holder=str(user))
    return grant


def _found(name: str, contact: Contact, *, role: Role) -> User:
    if owner_of(contact) is not None:
        raise RuleRefusal("contact_taken")
    user = _account(name, contact)
    grant = RoleGrant.objects.create(user=user, role=role, starts_on=clock.today(), reason=REASON)
    record(actor=None, verb="role.found", subject=grant, after=role, person=user.pk, contact=contact.masked)
    return user


def _account(name: str, contact: Contact) -> User:
    user = User.objects.create_user(password=None, display_name=name, **{contact.kind: contact.value})
    if contact.kind == "email":
        EmailAddress.objects.create(user=user, email=contact.value, verified=True, primary=True)
    return user

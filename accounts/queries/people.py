"""People as the staff see them: who holds what, what waits, how somebody can be found."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.domain.contacts import Contact, contact_of
from accounts.domain.roles import never_applies
from accounts.enums import Role
from accounts.models import Area, ClosingRequest, Recovery, RoleGrant, RoleInvitation, RoleProposal, User
from venture.kernel import clock


def held_today() -> "Prefetch[Any]":
    """Return what a list of people fetches beside them: the roles they hold today, as ``held_today``. One query."""
    held = RoleGrant.objects.current(clock.today()).order_by("role", "pk")
    return Prefetch("role_grants", held, to_attr="held_today")


def holders_of(*roles: Role) -> QuerySet[User]:
    """Return the active people who hold one of ``roles`` today, in any area. One query and the clock's."""
    held = RoleGrant.objects.current(clock.today()).of_roles(roles)
    return User.objects.filter(is_active=True, pk__in=held.values("user_id")).order_by("pk")


def in_role(pk: int, role: Role) -> User:
    """Return whoever holds ``role`` and nothing else: for a condition whose text is kept (``Prepared``). No query.

    Whether somebody holds the role is to be asked each time, of the person.
    """
    person = User(pk=pk)
    person.held = frozenset({(role, "")})
    return person


def grants_of(user: User) -> QuerySet[RoleGrant]:
    """Return every role the person ever held, the newest first. One query."""
    rows = RoleGrant.objects.filter(user=user).order_by("-starts_on", "-pk")
    return rows.select_related("area", "granted_by", "ended_by", "lent_from__user", "proposal__decided_by")


def loans_of(user: User) -> QuerySet[RoleGrant]:
    """Return what the person lent to others, the newest first. One query."""
    rows = RoleGrant.objects.filter(lent_from__user=user).order_by("-starts_on", "-pk")
    return rows.select_related("area", "user", "granted_by", "ended_by")


def grants_for_list() -> QuerySet[RoleGrant]:
    return RoleGrant.objects.select_related("user", "area", "granted_by", "lent_from__user", "proposal__decided_by")


def proposals_for_list() -> QuerySet[RoleProposal]:
    return RoleProposal.objects.select_related("user", "area", "proposed_by", "decided_by")


def invitations_for_list() -> QuerySet[RoleInvitation]:
    return RoleInvitation.objects.select_related("area", "invited_by", "accepted_by")


def recoveries_for_list() -> QuerySet[Recovery]:
    return Recovery.objects.select_related("user", "asked_by", "identified_by", "decided_by")


def closings_for_list() -> QuerySet[ClosingRequest]:
    return ClosingRequest.objects.select_related("user", "closed_by")


def roles_today(user: User) -> list[str]:
    """Return the roles that the person holds today, in words. One query."""
    held = RoleGrant.objects.current(clock.today()).filter(user=user).order_by("role", "pk")
    return [str(grant.get_role_display()) for grant in held]


def areas_for_list() -> QuerySet[Area]:
    return Area.objects.select_related("parent")


def factors_of(user: User) -> list[str]:
    """Return the kinds of second factor that the person has. One query."""
    return sorted({str(each.get_type_display()) for each in Authenticator.objects.filter(user=user)})


def person_by_contact(text: str) -> User | None:
    """Return the active person who signs in by this mobile number or e-mail address, exactly. One query."""
    contact = contact_of(text)
    if contact is None:
        return None
    return User.objects.filter(is_active=True, **{contact.kind: contact.value}).first()


def has_account(contact: Contact) -> bool:
    return User.objects.filter(**{contact.kind: contact.value}).exists()


def belongs_to_an_applicant(user: Any) -> bool:
    """Tell whether the person belongs to an organisation that may apply. Read from below, by the reverse name."""
    return User.objects.filter(pk=user.pk, memberships__isnull=False, memberships__ended_at__isnull=True).exists()


def may_never_apply(user: Any) -> bool:
    """Tell whether a role that the person holds today keeps them out of every organisation that applies."""
    return never_applies(user.roles)


def colleagues(today: Any) -> QuerySet[User]:
    """Return people who hold a role of their own today, by name: those to whom a role can be lent. One query."""
    own = RoleGrant.objects.current(today).filter(user=OuterRef("pk"), lent_from__isnull=True)
    return User.objects.filter(Exists(own), is_active=True).order_by("display_name", "pk")


def keepers_of(role: str, today: Any) -> QuerySet[RoleGrant]:
    """Return who holds a role for the whole city in their own right and can sign in."""
    held = RoleGrant.objects.current(today).filter(role=role, area__isnull=True, lent_from__isnull=True)
    return held.filter(user__is_active=True)


def keepers_left(grant: RoleGrant, today: Any) -> int:
    """Count who else holds the same role for the whole city in their own right."""
    return keepers_of(grant.role, today).exclude(user=grant.user_id).values("user").distinct().count()


def own_or_in(user: Any, area_rule: Q) -> Q:
    """Return people who hold a role in the areas of ``area_rule`` today, and the person as well."""
    held = RoleGrant.objects.current(clock.today()).filter(area_rule, user=OuterRef("pk"))
    return Q(Exists(held)) | Q(pk=user.pk)

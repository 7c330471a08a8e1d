"""AB 岗: who is away lends a role to a named colleague from a day to a day, instead of sharing a password."""

from datetime import date
from typing import Any

from django.db import transaction

from accounts.domain import roles
from accounts.enums import Role
from accounts.flows.roles import close_grant
from accounts.flows.sessions import end_all_sessions
from accounts.flows.telling import tell
from accounts.models import RoleGrant, User
from accounts.queries.people import belongs_to_an_applicant
from accounts.queries.standing import held_now, standing_of
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

OWN_PAGE = "/account/roles/"


@transaction.atomic
def lend_role(*, grant_id: int, to_id: int, starts_on: date, ends_on: date, reason: str, actor: Any) -> RoleGrant:
    """Lend a role of one's own to a colleague. A head may lend a clerk's or the operator's who is away.

    The colleague acts on behalf of the lender, never beside the lender in an act that needs two. Raise ``RuleRefusal``:
    ``loan_not_yours``, ``loan_on_loan`` for a role that was lent itself, ``role_not_lendable``, ``role_ended``,
    ``reason_missing``, ``loan_to_lender``, ``loan_to_oneself``, ``person_inactive``, ``loan_to_stranger`` for somebody
    without a role, ``role_apart``, ``role_of_applicant``, ``loan_stands``, ``period_backwards``, ``loan_too_long``,
    ``loan_outlives_role``.
    """
    lender_id = RoleGrant.objects.values_list("user_id", flat=True).get(pk=grant_id)
    people = {user.pk: user for user in _people(lender_id, to_id)}
    grant = RoleGrant.objects.select_for_update(of=("self",)).select_related("area").get(pk=grant_id)
    to, today = people[to_id], clock.today()
    _refuse_lender(grant, actor, today)
    if not reason.strip():
        raise RuleRefusal("reason_missing")
    _refuse_colleague(grant, to, actor, today)
    fault = roles.period_fault(starts_on, ends_on, today=today, source_ends_on=grant.ends_on)
    if fault:
        raise RuleRefusal(fault, days=roles.LENT_AT_MOST_DAYS)
    overlapping = grant.loans.filter(user=to, ended_at__isnull=True, starts_on__lte=ends_on, ends_on__gte=starts_on)
    if overlapping.exists():
        raise RuleRefusal("loan_stands")
    loan = RoleGrant.objects.create(
        user=to, role=grant.role, area=grant.area, starts_on=starts_on, ends_on=ends_on, granted_by=actor,
        lent_from=grant, reason=reason,
    )  # fmt: skip
    record(
        actor=actor, verb="role.lend", subject=loan, after=grant.role, person=to.pk, lender=lender_id,
        starts_on=starts_on, ends_on=ends_on, reason=reason,
    )  # fmt: skip
    tell(to, "role_lent", key=f"{loan.pk}", path=OWN_PAGE, role=grant.role, lender=str(people[lender_id]))
    tell(people[lender_id], "role_lent_out", key=f"{loan.pk}", path=OWN_PAGE, role=grant.role, colleague=str(to))
    return loan


@transaction.atomic
def take_back_role(*, loan_id: int, actor: Any) -> RoleGrant:
    """End a loan at once: by the lender, by the colleague, or by whoever may end the role itself.

    Raise ``RuleRefusal`` ``loan_not_yours``, ``role_ended``, ``role_not_lent``. The colleague is signed out, unless it
    was the colleague who gave the role back.
    """
    user_id, lender_id = RoleGrant.objects.values_list("user_id", "lent_from__user_id").get(pk=loan_id)
    if lender_id is None:
        raise RuleRefusal("role_not_lent")
    people = {user.pk: user for user in _people(user_id, lender_id)}
    loan = RoleGrant.objects.select_for_update(of=("self",)).select_related("area").get(pk=loan_id)
    today = clock.today()
    if loan.ended_at is not None or (loan.ends_on is not None and loan.ends_on < today):
        raise RuleRefusal("role_ended")
    if actor.pk not in people and not roles.may_end(held_now(actor), loan.role, loan.area_code):
        raise RuleRefusal("loan_not_yours")
    close_grant(loan, actor=actor)
    if actor.pk != user_id:
        end_all_sessions(people[user_id])
    facts = {} if actor.pk in people else standing_of(actor, *roles.KEEPERS, area=loan.area_code).facts
    record(
        actor=actor, verb="role.take_back", subject=loan, before=loan.role, person=user_id, lender=lender_id, **facts
    )
    for person in people.values():
        tell(person, "role_taken_back", key=f"{loan.pk}", path=OWN_PAGE, role=loan.role)
    return loan


def _people(*keys: int) -> list[User]:
    return list(User.objects.select_for_update().filter(pk__in=keys).order_by("pk"))


def _refuse_lender(grant: RoleGrant, actor: Any, today: date) -> None:
    if grant.lent_from_id is not None:
        raise RuleRefusal("loan_on_loan")
    if grant.ended_at is not None or (grant.ends_on is not None and grant.ends_on < today):
        raise RuleRefusal("role_ended")
    if grant.role not in roles.LENDABLE:
        raise RuleRefusal("role_not_lendable", role=Role(grant.role).label)
    # A right that was lent itself gives no say over the rights of others.
    if actor.pk != grant.user_id and not roles.may_lend_for_others(actor.own_held, grant.role, grant.area_code):
        raise RuleRefusal("loan_not_yours")


def _refuse_colleague(grant: RoleGrant, to: User, actor: Any, today: date) -> None:
    if to.pk == grant.user_id:
        raise RuleRefusal("loan_to_lender")
    if to.pk == actor.pk:
        raise RuleRefusal("loan_to_oneself")
    if not to.is_active:
        raise RuleRefusal("person_inactive")
    # What begins later counts as well: the two would meet.
    held = to.role_grants.filter(ended_at__isnull=True).exclude(ends_on__lt=today)
    if not held.filter(lent_from__isnull=True, starts_on__lte=today).exists():
        raise RuleRefusal("loan_to_stranger")
    beside = set(held.values_list("role", flat=True)) | ({Role.SYSTEM_ADMIN} if to.is_superuser else set())
    apart = roles.apart_from(grant.role, beside)
    if apart:
        raise RuleRefusal("role_apart", role=Role(grant.role).label, other=Role(apart[0]).label)
    if belongs_to_an_applicant(to):
        raise RuleRefusal("role_of_applicant")

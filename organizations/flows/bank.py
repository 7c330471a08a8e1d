"""Where the organisation is paid: proposed by one person, confirmed by another, held for some days after a change."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from organizations import queries
from organizations.domain import bank as rules
from organizations.domain import lifecycle
from organizations.domain.validity import usable_after
from organizations.enums import AccountState, MemberRole
from organizations.flows.moving import stated
from organizations.models import BankAccount, Membership, Organization
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.flows import tell_all


@transaction.atomic
def propose_account(
    *, organization_id: int, holder: str, bank: str, branch: str, number: str, actor: User, bank_code: str = ""
) -> BankAccount:
    """Propose the account to which the organisation is paid; somebody else confirms it.

    Everybody who answers for the account in use is told. Raise ``RuleRefusal``: ``account_holder`` when the holder is
    not the organisation, ``account_number`` and ``bank_code_shape`` for what no bank has, ``account_same`` for the one
    in use, ``account_waiting`` while another waits.
    """
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    if not rules.is_same_name(holder, organization.name):
        raise RuleRefusal("account_holder", name=organization.name)
    checked, code = rules.validated_number(number), rules.validated_bank_code(bank_code)
    closed = queries.sealed(checked)
    if organization.accounts.filter(state=AccountState.PROPOSED).exists():
        raise RuleRefusal("account_waiting")
    current = queries.current_account(organization)
    facts = {"bank": bank.strip(), "branch": branch.strip(), "bank_code": code}
    told = {**facts, "fingerprint": closed["fingerprint"]}
    if current is not None and all(getattr(current, name) == value for name, value in told.items()):
        raise RuleRefusal("account_same")
    account = BankAccount.objects.create(
        organization=organization,
        holder=organization.name,
        proposed_by=actor,
        proposed_at=clock.now(),
        **facts,
        **closed,
    )
    _tell(account, "account_proposed", current)
    _write(account, "propose", actor=actor, before=None, bank=account.bank)
    return account


@transaction.atomic
def confirm_account(*, account_id: int, actor: User) -> BankAccount:
    """Confirm it as another owner or finance officer; for an organisation of one such person staff confirm.

    A first account can be paid at once, a changed one after ``BANK_ACCOUNT_HOLD_DAYS`` weekdays. Raise ``RuleRefusal``:
    ``account_second_person``, ``account_members_decide``, ``account_holder``, ``account_illegal_move``.
    """
    account = _locked(account_id)
    _refuse_unfit(account, actor)
    if not rules.is_same_name(account.holder, account.organization.name):
        raise RuleRefusal("account_holder", name=account.organization.name)
    now = clock.now()
    today = now.astimezone(clock.BEIJING).date()
    current = queries.current_account(account.organization)
    days = 0
    if current is not None:
        days = settings.BANK_ACCOUNT_HOLD_DAYS if current.fingerprint != account.fingerprint else 0
        _move(current, "replace", actor=actor, ended_at=now)
    stamps = {"hold_days": days, "usable_from": usable_after(today, days)}
    confirmed = _move(account, "confirm", actor=actor, decided_by=actor, decided_at=now, **stamps)
    _tell(confirmed, "account_confirmed", current)
    return confirmed


@transaction.atomic
def refuse_account(*, account_id: int, actor: User, reason: str) -> BankAccount:
    """Refuse it as whoever could confirm it, with the reason; the account in use stays."""
    account = _locked(account_id)
    _refuse_unfit(account, actor)
    now = clock.now()
    facts = {"reason": stated(reason), "ended_at": now}
    return _move(account, "refuse", actor=actor, decided_by=actor, decided_at=now, **facts)


@transaction.atomic
def withdraw_account(*, account_id: int, actor: User) -> BankAccount:
    """Take a proposal back before it is confirmed."""
    return _move(_locked(account_id), "withdraw", actor=actor, ended_at=clock.now())


@transaction.atomic
def reveal_account(*, account_id: int, actor: User) -> str:
    """Return the whole number to a person who may see it, and write down who looked."""
    account = BankAccount.objects.select_related("organization").get(pk=account_id)
    number = queries.number_of(account)
    record(actor=actor, verb="account.reveal", subject=account, masked=account.masked)
    return number


def staff_confirm(account: BankAccount) -> bool:
    """Tell whether nobody in the organisation but the proposer could confirm it, so that staff have to. One query."""
    others = Membership.objects.filter(
        organization_id=account.organization_id, ended_at__isnull=True, role__in=MemberRole.treasurers
    )
    return not others.exclude(user=account.proposed_by_id).exists()


def _refuse_unfit(account: BankAccount, actor: User) -> None:
    if account.proposed_by_id == actor.pk:
        raise RuleRefusal("account_second_person")
    members = Membership.objects.filter(organization_id=account.organization_id, ended_at__isnull=True)
    parts = dict(members.values_list("user_id", "role"))
    others = {user for user, role in parts.items() if role in MemberRole.treasurers} - {account.proposed_by_id}
    if actor.pk not in others and (actor.pk in parts or others):
        raise RuleRefusal("account_members_decide")


def _locked(account_id: int) -> BankAccount:
    organization_id = BankAccount.objects.values_list("organization_id", flat=True).get(pk=account_id)
    Organization.objects.select_for_update().get(pk=organization_id)
    return BankAccount.objects.select_related("organization").get(pk=account_id)


def _move(account: BankAccount, verb: str, *, actor: User, **stamps: Any) -> BankAccount:
    before = account.state
    account.state = lifecycle.account_target_of(verb, before)
    for field, value in stamps.items():
        setattr(account, field, value)
    account.save(update_fields=["state", *stamps])
    known = {name: stamps[name] for name in ("reason", "usable_from") if stamps.get(name)}
    _write(account, verb, actor=actor, before=before, **known)
    return account


def _write(account: BankAccount, verb: str, *, actor: User, before: str | None, **facts: Any) -> None:
    """Write the act down: the log holds the last digits only."""
    record(
        actor=actor,
        verb=f"account.{verb}",
        subject=account,
        before=before,
        after=account.state,
        masked=account.masked,
        **facts,
    )


def _tell(account: BankAccount, event: str, current: BankAccount | None) -> None:
    """Tell who answers for the account today, and who proposed and confirmed the one in use, members still or not."""
    people = {person.pk: person for person in queries.treasurers_of(account.organization)}
    if current is not None:
        earlier = User.objects.filter(Q(pk=current.proposed_by_id) | Q(pk=current.decided_by_id), is_active=True)
        people |= {person.pk: person for person in earlier}
    tell_all(
        people.values(),
        event,
        str(account.pk),
        path=reverse("organizations:account", args=[account.organization_id]),
        name=account.organization.name,
        bank=account.bank,
        tail=account.tail,
        usable=account.usable_from.isoformat() if account.usable_from else "",
    )

"""Who runs rounds for the bureau, and which units are tied to it: entered by one person, seconded by another."""

from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from organizations.domain import lifecycle, uscc
from organizations.enums import AffiliateState
from organizations.flows.moving import stated
from organizations.models import Operator, OperatorAffiliate, Organization
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@transaction.atomic
def name_operator(*, name: str, code: str, since: date, actor: User | None, phone: str = "") -> Operator:
    """Name the unit that runs rounds. Raise ``RuleRefusal`` for a wrong code or one that applies (``applicant``)."""
    checked = uscc.validated(code)
    if Organization.objects.filter(uscc=checked).exists():
        raise RuleRefusal("operator_is_applicant")
    operator = Operator.objects.create(name=name, uscc=checked, since=since, phone=phone)
    record(actor=actor, verb="operator.name", subject=operator, after=checked)
    return operator


@transaction.atomic
def enter_affiliate(
    *, operator_id: int, name: str, code: str, reason: str, since: date, actor: User, until: date | None = None
) -> OperatorAffiliate:
    """Enter a unit tied to the operator; it counts when a second person has seconded it.

    Raise ``RuleRefusal``: a code that is wrong, ``affiliate_is_operator`` for the operator's own, ``affiliate_known``
    while one stands, ``days_reversed`` for an end before the beginning.
    """
    operator = Operator.objects.select_for_update().get(pk=operator_id)
    checked = uscc.validated(code)
    if checked == operator.uscc:
        raise RuleRefusal("affiliate_is_operator")
    if until is not None and until < since:
        raise RuleRefusal("days_reversed")
    standing = operator.affiliates.filter(uscc=checked).exclude(state=AffiliateState.REFUSED)
    if any(each.until is None or each.until >= since for each in standing):
        raise RuleRefusal("affiliate_known", name=name)
    affiliate = OperatorAffiliate.objects.create(
        operator=operator,
        name=name,
        uscc=checked,
        reason=stated(reason),
        since=since,
        until=until,
        entered_by=actor,
        entered_at=clock.now(),
    )
    record(actor=actor, verb="affiliate.enter", subject=affiliate, after=affiliate.state, uscc=checked)
    return affiliate


@transaction.atomic
def second_affiliate(*, affiliate_id: int, actor: User) -> OperatorAffiliate:
    """Second it as another person than who entered it (``affiliate_second_person``). From now on it cannot apply."""
    return _decide(affiliate_id, "second", actor=actor)


@transaction.atomic
def refuse_affiliate(*, affiliate_id: int, actor: User, reason: str) -> OperatorAffiliate:
    """Say that the unit is not tied to the operator, with the reason."""
    return _decide(affiliate_id, "refuse", actor=actor, facts={"reason": stated(reason)})


@transaction.atomic
def end_affiliate(*, affiliate_id: int, until: date, actor: User, reason: str) -> OperatorAffiliate:
    """Say until when the tie holds. Raise ``RuleRefusal("days_reversed")`` for a day before it began."""
    affiliate = _locked(affiliate_id)
    if until < affiliate.since:
        raise RuleRefusal("days_reversed")
    return _move(affiliate, "end", actor=actor, facts={"reason": stated(reason), "until": until}, until=until)


def _decide(affiliate_id: int, verb: str, *, actor: User, facts: dict[str, Any] | None = None) -> OperatorAffiliate:
    affiliate = _locked(affiliate_id)
    if affiliate.entered_by_id == actor.pk:
        raise RuleRefusal("affiliate_second_person")
    return _move(affiliate, verb, actor=actor, facts=facts, decided_by=actor, decided_at=clock.now())


def _locked(affiliate_id: int) -> OperatorAffiliate:
    operator_id = OperatorAffiliate.objects.values_list("operator_id", flat=True).get(pk=affiliate_id)
    Operator.objects.select_for_update().get(pk=operator_id)
    return OperatorAffiliate.objects.get(pk=affiliate_id)


def _move(
    affiliate: OperatorAffiliate, verb: str, *, actor: User, facts: dict[str, Any] | None, **stamps: Any
) -> OperatorAffiliate:
    before = affiliate.state
    affiliate.state = lifecycle.affiliate_target_of(verb, before)
    for field, value in stamps.items():
        setattr(affiliate, field, value)
    affiliate.save(update_fields=["state", *stamps])
    record(
        actor=actor, verb=f"affiliate.{verb}", subject=affiliate, before=before, after=affiliate.state, **(facts or {})
    )
    return affiliate

"""Member units: taken over from the plan's division of work or entered by hand, their contact persons and duties."""

import json
from collections.abc import Collection
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.queries.people import belongs_to_an_applicant
from rounds.flows.drafting import PRESETS
from rounds.models import MemberUnit, UnitContact, UnitDuty
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

DIVISION = PRESETS / "division" / "seed.json"


def division() -> list[dict[str, Any]]:
    """Return the plan's division of work as it is shipped: units with duty and tasks."""
    units: list[dict[str, Any]] = json.loads(DIVISION.read_text(encoding="utf-8"))
    return units


@transaction.atomic
def take_over_division(*, names: Collection[str], actor: Any) -> list[MemberUnit]:
    """Enter units of the plan with their duty and tasks; who stands already is left as it is.

    Raise ``RuleRefusal("unit_none_chosen")`` where no name is one of the plan's that is still missing.
    """
    known = set(MemberUnit.objects.select_for_update().filter(ended_at__isnull=True).values_list("name", flat=True))
    wanted = [(place, each) for place, each in enumerate(division(), start=1) if each["name"] in names]
    missing = [(place, each) for place, each in wanted if each["name"] not in known]
    if not missing:
        raise RuleRefusal("unit_none_chosen")
    made = []
    for place, each in missing:
        unit = MemberUnit.objects.create(name=each["name"], duty=each["duty"], order=place)
        UnitDuty.objects.bulk_create(UnitDuty(unit=unit, **task) for task in each["tasks"])
        record(actor=actor, verb="unit.enter", subject=unit, after=unit.name, duties=len(each["tasks"]))
        made.append(unit)
    return made


@transaction.atomic
def enter_unit(*, name: str, duty: str, actor: Any) -> MemberUnit:
    """Enter a unit that the plan does not name. Raise ``RuleRefusal("unit_known")``."""
    _refuse_known(name, None)
    last = MemberUnit.objects.order_by("-order").values_list("order", flat=True).first() or 0
    unit = MemberUnit.objects.create(name=name, duty=duty, order=last + 1)
    record(actor=actor, verb="unit.enter", subject=unit, after=unit.name, duties=0)
    return unit


@transaction.atomic
def change_unit(*, unit_id: int, name: str, duty: str, actor: Any) -> MemberUnit:
    """Put name or duty into other words. Raise ``unit_known``, ``unit_left``."""
    unit = _unit(unit_id)
    _refuse_known(name, unit)
    before = {"name": unit.name, "duty": unit.duty}
    after = {"name": name, "duty": duty}
    if before != after:
        unit.name, unit.duty = name, duty
        unit.save(update_fields=["name", "duty"])
        record(actor=actor, verb="unit.change", subject=unit, before=before, after=after)
    return unit


@transaction.atomic
def end_unit(*, unit_id: int, actor: Any) -> MemberUnit:
    """Let a unit leave the leading group; its contact persons end with it, what it did stays. Raise ``unit_left``."""
    unit = _unit(unit_id)
    unit.ended_at = clock.now()
    unit.save(update_fields=["ended_at"])
    ended = unit.contacts.filter(ended_at__isnull=True).update(ended_at=unit.ended_at)
    record(actor=actor, verb="unit.end", subject=unit, before=unit.name, contacts=ended)
    return unit


@transaction.atomic
def name_contact(*, unit_id: int, user: User, position: str = "", actor: Any) -> UnitContact:
    """Let a person speak for a unit. Raise ``unit_left``, ``contact_known``; ``contact_applies`` for a member of an
    organisation that may apply.
    """
    unit = _unit(unit_id)
    if unit.contacts.filter(user=user, ended_at__isnull=True).exists():
        raise RuleRefusal("contact_known", name=str(user))
    if belongs_to_an_applicant(user):
        raise RuleRefusal("contact_applies", name=str(user))
    contact = UnitContact.objects.create(
        unit=unit, user=user, position=position, since=clock.now(), named_by=actor
    )  # fmt: skip
    record(actor=actor, verb="unit.name_contact", subject=unit, user=user.pk)
    return contact


@transaction.atomic
def end_contact(*, contact_id: int, actor: Any) -> UnitContact:
    """End a person's speaking for a unit now; what the person reported stays. Raise ``contact_ended``."""
    contact = UnitContact.objects.select_for_update().get(pk=contact_id)
    if contact.ended_at is not None:
        raise RuleRefusal("contact_ended")
    contact.ended_at = clock.now()
    contact.save(update_fields=["ended_at"])
    record(actor=actor, verb="unit.end_contact", subject=contact.unit, user=contact.user_id)
    return contact


@transaction.atomic
def add_duty(*, unit_id: int, title: str, words: str, stage: str, days: int, actor: Any) -> UnitDuty:
    """Write a line into the division of work: rounds whose tasks are given out from now on have it.

    Raise ``unit_left``, ``duty_known``.
    """
    unit = _unit(unit_id)
    if unit.duties.filter(title=title, ended_at__isnull=True).exists():
        raise RuleRefusal("duty_known", title=title)
    duty = UnitDuty.objects.create(unit=unit, title=title, words=words, stage=stage, days=days)
    record(actor=actor, verb="unit.add_duty", subject=unit, after=title, stage=stage, days=days)
    return duty


@transaction.atomic
def end_duty(*, duty_id: int, actor: Any) -> UnitDuty:
    """Take a line out of the division of work; tasks given out from it stay. Raise ``duty_ended``."""
    duty = UnitDuty.objects.select_for_update().get(pk=duty_id)
    if duty.ended_at is not None:
        raise RuleRefusal("duty_ended")
    duty.ended_at = clock.now()
    duty.save(update_fields=["ended_at"])
    record(actor=actor, verb="unit.end_duty", subject=duty.unit, before=duty.title)
    return duty


def _unit(unit_id: int) -> MemberUnit:
    unit = MemberUnit.objects.select_for_update().get(pk=unit_id)
    if unit.ended_at is not None:
        raise RuleRefusal("unit_left", name=unit.name)
    return unit


def _refuse_known(name: str, but: MemberUnit | None) -> None:
    same = MemberUnit.objects.filter(name=name, ended_at__isnull=True)
    if (same.exclude(pk=but.pk) if but is not None else same).exists():
        raise RuleRefusal("unit_known", name=name)

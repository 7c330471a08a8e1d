"""Before any project is shown: the expert signs the pledge and declares what ties there are to organisations.

The list that is declared against is that of the whole city. Whether a named organisation applies is never told, in no
answer: conflicts that follow are written silently.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from organizations.models import Organization
from reviews.domain.lifecycle import APPOINTMENT_LIFE
from reviews.domain.pledge import MOST_TIES, VERSION
from reviews.enums import AppointmentState
from reviews.flows.appointing import locked_appointment
from reviews.flows.conflicts import look_again
from reviews.flows.pool import read_tie
from reviews.models import Appointment, ExpertTie
from rounds.flows.locks import shared
from venture.audit.flows import record, step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@dataclass(frozen=True)
class Declared:
    """A tie as the expert says it: to an organisation of the list, or to one by name and credit code."""

    kind: str
    organization_id: int | None = None
    name: str = ""
    credit_code: str = ""
    since: date | None = None
    until: date | None = None
    note: str = ""


@transaction.atomic
def sign_pledge(*, appointment_id: int, version: str, agreed: bool, actor: Any) -> Appointment:
    """Sign the pledge that was shown. Signing twice changes nothing.

    Raise ``RuleRefusal``: ``pledge_not_agreed``, ``pledge_changed`` when another text is in force by now,
    ``appointment_illegal_move`` for somebody who declined or was released.
    """
    appointment = _mine(appointment_id, actor)
    if not agreed:
        raise RuleRefusal("pledge_not_agreed")
    if version != VERSION:
        raise RuleRefusal("pledge_changed")
    if appointment.pledged_at is not None:
        return appointment
    APPOINTMENT_LIFE.target_of("pledge", appointment.state)
    appointment.pledge, appointment.pledged_at = VERSION, clock.now()
    appointment.save(update_fields=["pledge", "pledged_at"])
    record(actor=actor, verb="appointment.sign", subject=appointment, after=VERSION)
    return appointment


@transaction.atomic
def declare_ties(*, appointment_id: int, ties: Iterable[Declared], actor: Any) -> int:
    """Declare ties, also later on: the same tie is declared once, none is ever taken back by the expert.

    Conflicts that follow are written silently; the answer is the number of ties that were new to the declaration, and
    does not depend on who applies. Raise ``RuleRefusal``: ``pledge_first``, ``appointment_over``, ``tie_too_many``,
    ``tie_kind_unknown``, ``tie_names_nobody``, ``tie_organization_unknown``, ``period_backwards``, a credit code's.
    """
    appointment = _mine(appointment_id, actor)
    if appointment.state not in AppointmentState.serving:
        raise RuleRefusal("appointment_over")
    if appointment.pledged_at is None:
        raise RuleRefusal("pledge_first")
    told = list(ties)
    if len(told) > MOST_TIES:
        raise RuleRefusal("tie_too_many", most=MOST_TIES)
    new = [tie for tie in (_declare(appointment, each) for each in told) if tie is not None]
    if new:
        record(
            actor=actor, verb="expert.declare", subject=appointment.expert, round=appointment.round.code,
            ties=[{"tie": tie.pk, "kind": tie.kind, "organization": tie.organization_id} for tie in new],
        )  # fmt: skip
        look_again(expert_ids=[appointment.expert_id], actor=actor)
    return len(new)


@transaction.atomic
def finish_declaration(*, appointment_id: int, complete: bool, actor: Any) -> Appointment:
    """Say that nothing else ties the expert: from now on projects may be given.

    Raise ``RuleRefusal``: ``pledge_first``, ``declaration_not_complete`` unless the expert says so,
    ``appointment_illegal_move``.
    """
    appointment = _mine(appointment_id, actor)
    if appointment.pledged_at is None:
        raise RuleRefusal("pledge_first")
    if not complete:
        raise RuleRefusal("declaration_not_complete")
    ties = ExpertTie.objects.filter(expert=appointment.expert, declared=True).count()
    step(
        appointment, APPOINTMENT_LIFE, "pledge", noun="appointment", actor=actor, facts={"ties": ties},
        declared_at=clock.now(),
    )  # fmt: skip
    return appointment


@transaction.atomic
def decline_appointment(*, appointment_id: int, reason: str, actor: Any) -> Appointment:
    """Decline the invitation into a round. Raise ``RuleRefusal``: ``reason_missing``, ``appointment_illegal_move``."""
    if not reason.strip():
        raise RuleRefusal("reason_missing")
    appointment = _mine(appointment_id, actor)
    step(
        appointment, APPOINTMENT_LIFE, "decline", noun="appointment", actor=actor,
        facts={"reason": reason.strip()[:200]}, ended_at=clock.now(), reason=reason.strip()[:200],
    )  # fmt: skip
    return appointment


def _mine(appointment_id: int, actor: Any) -> Appointment:
    """Lock one's own part in a round, the round shared before it. Nobody signs for an expert, superusers included.

    Raise ``RuleRefusal("appointment_not_yours")``.
    """
    round_id = Appointment.objects.values_list("round_id", flat=True).get(pk=appointment_id)
    with shared(round_id):
        appointment = locked_appointment(appointment_id)
    if appointment.expert.user_id != actor.pk:
        raise RuleRefusal("appointment_not_yours")
    return appointment


def _declare(appointment: Appointment, tie: Declared) -> ExpertTie | None:
    """Write one declared tie, or return ``None`` for one that was declared before."""
    organization = None
    if tie.organization_id is not None:
        organization = Organization.objects.filter(pk=tie.organization_id, verified_at__isnull=False).first()
        if organization is None:
            raise RuleRefusal("tie_organization_unknown")
    facts = read_tie(
        kind=tie.kind, organization=organization, name=tie.name, credit_code=tie.credit_code, since=tie.since,
        until=tie.until, note=tie.note,
    )  # fmt: skip
    made, new = ExpertTie.objects.get_or_create(
        expert=appointment.expert, kind=facts["kind"], organization=organization, name=facts["name"],
        credit_code=facts["credit_code"], declared=True, defaults={**facts, "noted_at": clock.now()},
    )  # fmt: skip
    return made if new else None

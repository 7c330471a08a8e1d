"""What is on record: results of yearly inspections and sanctions, with who stated and who confirmed them."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from organizations.enums import InspectionOutcome, MemberRole, SanctionKind
from organizations.flows.moving import refuse_members, stated
from organizations.models import EVIDENCE, Inspection, Organization, Sanction
from organizations.queries import members_as
from venture.audit.flows import record
from venture.files.flows import attach
from venture.files.models import StoredFile
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.flows import tell_all


@transaction.atomic
def state_inspection(
    *, organization_id: int, year: int, outcome: InspectionOutcome, actor: User, key: str = ""
) -> Inspection:
    """Let a member state a year's result, with evidence. What staff have confirmed stays (``inspection_confirmed``).

    Raise ``RuleRefusal("inspection_year")`` for a year that is not over or before the organisation was registered.
    """
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    return _state(organization, year, outcome, actor=actor, key=key, by_staff=False)


@transaction.atomic
def enter_inspection(
    *, organization_id: int, year: int, outcome: InspectionOutcome, actor: User, key: str = ""
) -> Inspection:
    """Let staff enter a year's result: it is confirmed at once, and replaces what was stated. Never by a member."""
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    refuse_members(organization_id, actor)
    return _state(organization, year, outcome, actor=actor, key=key, by_staff=True)


@transaction.atomic
def confirm_inspection(*, inspection_id: int, actor: User) -> Inspection:
    """Confirm what a member stated. Twice is refused (``inspection_confirmed``)."""
    organization_id = Inspection.objects.values_list("organization_id", flat=True).get(pk=inspection_id)
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    refuse_members(organization_id, actor)
    inspection = Inspection.objects.get(pk=inspection_id)
    if inspection.confirmed_at is not None:
        raise RuleRefusal("inspection_confirmed", year=inspection.year)
    inspection.confirmed_by, inspection.confirmed_at = actor, clock.now()
    inspection.save(update_fields=["confirmed_by", "confirmed_at"])
    record(
        actor=actor,
        verb="organization.confirm_inspection",
        subject=organization,
        after=inspection.outcome,
        year=inspection.year,
    )
    return inspection


@transaction.atomic
def enter_sanction(
    *,
    organization_id: int,
    kind: SanctionKind,
    authority: str,
    grounds: str,
    since: date,
    actor: User,
    until: date | None = None,
    document: str = "",
    key: str = "",
) -> Sanction:
    """Enter a sanction or a restriction; the organisation is told. Who belongs to it may not (``own_organization``).

    Raise ``RuleRefusal("days_reversed")`` for an end before the beginning.
    """
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    refuse_members(organization_id, actor)
    if until is not None and until < since:
        raise RuleRefusal("days_reversed")
    sanction = Sanction.objects.create(
        organization=organization,
        kind=kind,
        authority=stated(authority),
        document=document.strip(),
        grounds=stated(grounds),
        since=since,
        until=until,
        evidence=_evidence(key, actor),
        entered_by=actor,
        entered_at=clock.now(),
    )
    _tell(sanction, "sanction_entered")
    record(
        actor=actor,
        verb="organization.enter_sanction",
        subject=organization,
        after=str(kind),
        sanction=sanction.pk,
        since=since,
        until=until,
        reason=sanction.grounds,
    )
    return sanction


@transaction.atomic
def lift_sanction(*, sanction_id: int, on: date, reason: str, actor: User, mistaken: bool = False) -> Sanction:
    """Lift a sanction from ``on`` on, by another person than who entered it. ``mistaken``: no rule ever counts it.

    Raise ``RuleRefusal``: ``sanction_second_person``, ``sanction_lifted``, ``days_reversed``, ``own_organization``.
    """
    organization_id = Sanction.objects.values_list("organization_id", flat=True).get(pk=sanction_id)
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    refuse_members(organization_id, actor)
    sanction = Sanction.objects.select_related("organization").get(pk=sanction_id)
    if sanction.lifted_at is not None:
        raise RuleRefusal("sanction_lifted")
    if sanction.entered_by_id == actor.pk:
        raise RuleRefusal("sanction_second_person")
    if on < sanction.since:
        raise RuleRefusal("days_reversed")
    sanction.lifted_on, sanction.lifted_by, sanction.lifted_at = on, actor, clock.now()
    sanction.lift_reason, sanction.mistaken = stated(reason), mistaken
    sanction.save(update_fields=["lifted_on", "lifted_by", "lifted_at", "lift_reason", "mistaken"])
    _tell(sanction, "sanction_lifted")
    record(
        actor=actor,
        verb="organization.lift_sanction",
        subject=organization,
        before=sanction.kind,
        sanction=sanction.pk,
        on=on,
        mistaken=mistaken,
        reason=sanction.lift_reason,
    )
    return sanction


def _state(
    organization: Organization, year: int, outcome: InspectionOutcome, *, actor: User, key: str, by_staff: bool
) -> Inspection:
    now = clock.now()
    founded = organization.registered_on.year if organization.registered_on else 0
    if not max(founded, 1980) <= year < now.astimezone(clock.BEIJING).year:
        raise RuleRefusal("inspection_year", year=year)
    inspection = organization.inspections.filter(year=year).first() or Inspection(organization=organization, year=year)
    if inspection.confirmed_at is not None and not by_staff:
        raise RuleRefusal("inspection_confirmed", year=year)
    before = inspection.outcome or None
    inspection.outcome, inspection.stated_by, inspection.stated_at = outcome, actor, now
    inspection.evidence = _evidence(key, actor) or inspection.evidence
    inspection.confirmed_by, inspection.confirmed_at = (actor, now) if by_staff else (None, None)
    inspection.save()
    verb = "organization.enter_inspection" if by_staff else "organization.state_inspection"
    record(actor=actor, verb=verb, subject=organization, before=before, after=str(outcome), year=year)
    return inspection


def _evidence(key: str, actor: User) -> StoredFile | None:
    return attach(key, purpose=EVIDENCE, actor=actor) if key else None


def _tell(sanction: Sanction, event: str) -> None:
    tell_all(
        members_as(sanction.organization, MemberRole.signers),
        event,
        str(sanction.pk),
        path=reverse("organizations:records", args=[sanction.organization_id]),
        name=sanction.organization.name,
        kind=sanction.kind,
    )

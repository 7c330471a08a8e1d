"""Mentors: entered with fields and hours, paired with organisations, their visits confirmed by the other side."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Sum

from accounts.models import User
from organizations.domain.training import PAIRING_LIFE
from organizations.enums import Ability, PairingState
from organizations.flows.capacity.holding import page_of, refuse_strangers, writers_of
from organizations.models import Membership, Mentor, MentorVisit, Organization, Pairing
from venture.audit.flows import record, step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.flows import tell, tell_all

LEAST_MINUTES, MOST_MINUTES = 15, 600
LONGEST = 300


@transaction.atomic
def enter_mentor(
    *, user: User, unit: str, abilities: Sequence[str], hours: int, words: str = "", actor: Any
) -> Mentor:  # fmt: skip
    """Enter a person as mentor. Raise ``mentor_known``, ``mentor_fields`` without a field."""
    if Mentor.objects.filter(user=user).exists():
        raise RuleRefusal("mentor_known", name=str(user))
    mentor = Mentor.objects.create(
        user=user, unit=unit, abilities=_fields(abilities), hours=hours, words=words, since=clock.today()
    )
    record(actor=actor, verb="mentor.enter", subject=mentor, after=mentor.abilities, hours=hours)
    return mentor


@transaction.atomic
def change_mentor(
    *, mentor_id: int, unit: str, abilities: Sequence[str], hours: int, words: str = "", actor: Any
) -> Mentor:  # fmt: skip
    """Change fields, hours or words. Raise ``mentor_ended``, ``mentor_fields``."""
    mentor = _mentor(mentor_id)
    after = {"unit": unit, "abilities": _fields(abilities), "hours": hours, "words": words}
    before = {name: getattr(mentor, name) for name, value in after.items() if getattr(mentor, name) != value}
    if before:
        for name in before:
            setattr(mentor, name, after[name])
        mentor.save(update_fields=list(before))
        changed = {name: after[name] for name in before}
        record(actor=actor, verb="mentor.change", subject=mentor, before=before, after=changed)
    return mentor


@transaction.atomic
def end_mentor(*, mentor_id: int, actor: Any) -> Mentor:
    """Let a mentor stop; running pairings end with it. Raise ``mentor_ended``."""
    mentor = _mentor(mentor_id)
    now = clock.now()
    for pairing in mentor.pairings.select_for_update().filter(state=PairingState.ACTIVE):
        step(pairing, PAIRING_LIFE, "end", noun="pairing", actor=actor, ended_at=now)
    mentor.ended_at = now
    mentor.save(update_fields=["ended_at"])
    record(actor=actor, verb="mentor.end", subject=mentor, before=mentor.user_id)
    return mentor


@transaction.atomic
def ask_mentor(*, organization_id: int, ability: str, wish: str, actor: User) -> Pairing:
    """Ask for a mentor in a field. Raise ``capacity_not_member``, ``pairing_open`` while one is open in this field."""
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    refuse_strangers(organization.pk, actor)
    if organization.pairings.filter(ability=ability, state__in=PairingState.open).exists():
        raise RuleRefusal("pairing_open")
    pairing = Pairing.objects.create(
        organization=organization, ability=Ability(ability), wish=wish.strip(), asked_by=actor, asked_at=clock.now()
    )
    record(actor=actor, verb="pairing.ask", subject=pairing, after=pairing.state, field=ability)
    return pairing


@transaction.atomic
def pair(*, pairing_id: int, mentor_id: int, hours: int, actor: User) -> Pairing:
    """Pair the organisation with a mentor for so many hours. Both sides are told.

    Raise ``mentor_ended``, ``mentor_field``, ``mentor_own`` for a mentor who belongs to the organisation,
    ``mentor_full`` (``left``) where the hours of the year do not suffice.
    """
    mentor = _mentor(mentor_id)
    pairing = _pairing(pairing_id)
    PAIRING_LIFE.target_of("pair", pairing.state)
    if pairing.ability not in mentor.abilities:
        raise RuleRefusal("mentor_field")
    if Membership.objects.filter(organization=pairing.organization, user=mentor.user, ended_at__isnull=True).exists():
        raise RuleRefusal("mentor_own")
    left = hours_left(mentor)
    if not 1 <= hours <= left:
        raise RuleRefusal("mentor_full", left=left)
    step(
        pairing, PAIRING_LIFE, "pair", noun="pairing", actor=actor, facts={"mentor": mentor.pk, "hours": hours},
        mentor=mentor, hours=hours, decided_by=actor, decided_at=clock.now(),
    )  # fmt: skip
    facts: dict[str, Any] = {"name": pairing.organization.name, "mentor": str(mentor.user), "hours": hours}
    tell_all(
        writers_of(pairing.organization), "mentor_paired", f"{pairing.pk}",
        path=page_of("capacity", pairing.organization_id), **facts,
    )  # fmt: skip
    tell(mentor.user, "mentor_asked", f"{pairing.pk}", path=page_of("pairing", pairing.pk), **facts)
    return pairing


def hours_left(mentor: Mentor) -> int:
    """Return how many hours of this year are not promised yet. Two queries."""
    year = clock.today().year
    promised = mentor.pairings.filter(
        state__in=(PairingState.ACTIVE, PairingState.ENDED), decided_at__year=year
    ).aggregate(sum=Sum("hours"))["sum"]
    return max(mentor.hours - int(promised or 0), 0)


@transaction.atomic
def refuse_pairing(*, pairing_id: int, reason: str, actor: User) -> Pairing:
    """Say that no mentor can be found, and why. Raise ``organization_reason_missing``."""
    pairing = _pairing(pairing_id)
    stated = reason.strip()[:LONGEST]
    if not stated:
        raise RuleRefusal("organization_reason_missing")
    step(
        pairing, PAIRING_LIFE, "refuse", noun="pairing", actor=actor, facts={"reason": stated}, reason=stated,
        decided_by=actor, decided_at=clock.now(),
    )  # fmt: skip
    tell_all(
        writers_of(pairing.organization), "mentor_refused", f"{pairing.pk}",
        path=page_of("capacity", pairing.organization_id), name=pairing.organization.name, reason=stated,
    )  # fmt: skip
    return pairing


@transaction.atomic
def withdraw_pairing(*, pairing_id: int, actor: User) -> Pairing:
    """Take the wish back while nobody is paired. Raise ``capacity_not_member``."""
    pairing = _pairing(pairing_id)
    refuse_strangers(pairing.organization_id, actor)
    step(pairing, PAIRING_LIFE, "withdraw", noun="pairing", actor=actor)
    return pairing


@transaction.atomic
def end_pairing(*, pairing_id: int, actor: User) -> Pairing:
    """End a pairing; its visits stay and count."""
    pairing = _pairing(pairing_id)
    step(pairing, PAIRING_LIFE, "end", noun="pairing", actor=actor, ended_at=clock.now())
    return pairing


@transaction.atomic
def note_visit(
    *, pairing_id: int, on: date, minutes: int, words: str, next_step: str = "", actor: User
) -> MentorVisit:  # fmt: skip
    """Write down what a mentor did with the organisation; it counts once the organisation confirms it.

    Raise ``visit_not_mentor``, ``pairing_illegal_move`` once the pairing is over, ``visit_day`` for a day to come or
    before the pairing, ``visit_length``.
    """
    pairing = _pairing(pairing_id)
    PAIRING_LIFE.target_of("end", pairing.state)
    if pairing.mentor is None or pairing.mentor.user_id != actor.pk:
        raise RuleRefusal("visit_not_mentor")
    first = pairing.decided_at.astimezone(clock.BEIJING).date() if pairing.decided_at else clock.today()
    if not first <= on <= clock.today():
        raise RuleRefusal("visit_day")
    if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        raise RuleRefusal("visit_length", least=LEAST_MINUTES, most=MOST_MINUTES)
    visit = MentorVisit.objects.create(
        pairing=pairing, on=on, minutes=minutes, words=words.strip(), next_step=next_step.strip(), by=actor,
        at=clock.now(),
    )  # fmt: skip
    record(actor=actor, verb="mentor_visit.note", subject=visit, after=minutes, pairing=pairing.pk, on=on)
    tell_all(
        writers_of(pairing.organization), "visit_noted", f"{visit.pk}",
        path=page_of("capacity", pairing.organization_id), mentor=str(actor), name=pairing.organization.name,
    )  # fmt: skip
    return visit


@transaction.atomic
def confirm_visit(*, visit_id: int, actor: User) -> MentorVisit:
    """Confirm for the organisation that the visit took place: it counts from now on.

    Raise ``capacity_not_member``, ``visit_confirmed``.
    """
    visit = MentorVisit.objects.select_for_update(of=("self",)).select_related("pairing").get(pk=visit_id)
    refuse_strangers(visit.pairing.organization_id, actor)
    if visit.confirmed_at is not None:
        raise RuleRefusal("visit_confirmed")
    visit.confirmed_by, visit.confirmed_at = actor, clock.now()
    visit.save(update_fields=["confirmed_by", "confirmed_at"])
    record(actor=actor, verb="mentor_visit.confirm", subject=visit, after=visit.minutes)
    return visit


def _fields(abilities: Sequence[str]) -> list[str]:
    chosen = [each for each in Ability.values if each in abilities]
    if not chosen:
        raise RuleRefusal("mentor_fields")
    return chosen


def _mentor(mentor_id: int) -> Mentor:
    mentor = Mentor.objects.select_for_update(of=("self",)).select_related("user").get(pk=mentor_id)
    if mentor.ended_at is not None:
        raise RuleRefusal("mentor_ended", name=str(mentor.user))
    return mentor


def _pairing(pairing_id: int) -> Pairing:
    return (
        Pairing.objects.select_for_update(of=("self",))
        .select_related("organization", "mentor__user")
        .get(pk=pairing_id)
    )

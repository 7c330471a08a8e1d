"""Places in a training: signed up, moved up, arrived by the code on the wall, ticked by staff, rated."""

from typing import Any

from django.core import signing
from django.db import transaction

from accounts.models import User
from organizations.domain.training import CODE_SECONDS, SEAT_LIFE, door_is_open
from organizations.enums import SeatState, TrainingState
from organizations.flows.capacity.holding import locked, refuse_strangers
from organizations.flows.capacity.trainings import fill_up
from organizations.models import Seat, Training
from venture.audit.flows import record, step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

SALT = "training.door"
LONGEST = 300


@transaction.atomic
def sign_up(*, training_id: int, organization_id: int, actor: User) -> Seat:
    """Take a place for oneself, or the next one on the waiting list.

    Raise ``RuleRefusal``: ``capacity_not_member``, ``training_not_open``, ``training_over`` after the sign-up,
    ``seat_known``, ``seat_share`` where the organisation has its share of places.
    """
    training = locked(training_id)
    refuse_strangers(organization_id, actor)
    if training.state != TrainingState.OPEN:
        raise RuleRefusal("training_not_open")
    if clock.now() > training.signs_until:
        raise RuleRefusal("training_over")
    living = training.places.filter(state__in=SeatState.living)
    if living.filter(user=actor).exists():
        raise RuleRefusal("seat_known")
    if living.filter(organization=organization_id).count() >= training.seats_each:
        raise RuleRefusal("seat_share", count=training.seats_each)
    free = training.places.filter(state__in=SeatState.taken).count() < training.seats
    seat = Seat.objects.create(
        training=training, organization_id=organization_id, user=actor, at=clock.now(),
        state=SeatState.SEATED if free else SeatState.WAITING,
    )  # fmt: skip
    record(
        actor=actor, verb="seat.sign_up", subject=seat, after=seat.state, training=training.pk,
        organization=organization_id,
    )  # fmt: skip
    return seat


@transaction.atomic
def leave(*, seat_id: int, actor: User) -> Seat:
    """Give one's place back before the training begins; who waits moves up. Raise ``seat_not_yours``,
    ``training_begun``.
    """
    seat = _seat(seat_id)
    if seat.user_id != actor.pk:
        raise RuleRefusal("seat_not_yours")
    if clock.now() >= seat.training.starts_at:
        raise RuleRefusal("training_begun")
    step(seat, SEAT_LIFE, "leave", noun="seat", actor=actor)
    fill_up(seat.training, actor=actor)
    return seat


def code_for(training: Training) -> str:
    """Return the code that the door shows now. It lives for a few minutes: a picture of it is soon worth nothing."""
    return signing.dumps([training.pk, int(clock.now().timestamp())], salt=SALT)


def training_of(code: str) -> int:
    """Return the training that a code names. Raise ``door_code_old`` for an old, a strange or a changed one."""
    try:
        training_id, at = signing.loads(code, salt=SALT)
    except signing.BadSignature as failure:
        raise RuleRefusal("door_code_old") from failure
    age = clock.now().timestamp() - at
    if not -1 <= age <= CODE_SECONDS:
        raise RuleRefusal("door_code_old")
    return int(training_id)


@transaction.atomic
def arrive(*, code: str, actor: User) -> Seat:
    """Note that the person is there, by the code on the wall. Again is the same.

    Raise ``door_code_old``, ``door_closed`` outside of its time, ``seat_missing`` for who never signed up,
    ``seat_waits`` for who is on the waiting list.
    """
    training = locked(training_of(code))
    now = clock.now()
    if training.state != TrainingState.OPEN or not door_is_open(training.starts_at, training.ends_at, now):
        raise RuleRefusal("door_closed")
    seat = training.places.select_for_update().filter(user=actor).exclude(state=SeatState.LEFT).first()
    if seat is None:
        raise RuleRefusal("seat_missing")
    if seat.state == SeatState.WAITING:
        raise RuleRefusal("seat_waits")
    if seat.state != SeatState.ATTENDED:
        step(seat, SEAT_LIFE, "arrive", noun="seat", actor=actor, arrived_at=now)
    return seat


@transaction.atomic
def tick(*, seat_id: int, actor: User) -> Seat:
    """Note by hand that a person was there. Raise ``training_not_begun``, ``seat_own`` for one's own place."""
    seat = _seat(seat_id)
    _refuse_early(seat, actor)
    step(seat, SEAT_LIFE, "tick", noun="seat", actor=actor, arrived_at=clock.now(), ticked_by=actor)
    return seat


@transaction.atomic
def untick(*, seat_id: int, actor: User) -> Seat:
    """Take back that a person was there: it counts no more. Raise ``training_not_begun``, ``seat_own``."""
    seat = _seat(seat_id)
    _refuse_early(seat, actor)
    step(seat, SEAT_LIFE, "untick", noun="seat", actor=actor, ticked_by=actor)
    return seat


@transaction.atomic
def give_feedback(*, seat_id: int, rating: int, words: str = "", actor: User) -> Seat:
    """Say how it was, from 1 to 5. A later word takes the place of the earlier one.

    Raise ``seat_not_yours``, ``feedback_not_there`` for who was not there, ``feedback_rating``.
    """
    seat = _seat(seat_id)
    if seat.user_id != actor.pk:
        raise RuleRefusal("seat_not_yours")
    if seat.state != SeatState.ATTENDED:
        raise RuleRefusal("feedback_not_there")
    if not 1 <= rating <= 5:
        raise RuleRefusal("feedback_rating")
    before = seat.rating
    seat.rating, seat.feedback, seat.rated_at = rating, words.strip()[:LONGEST], clock.now()
    seat.save(update_fields=["rating", "feedback", "rated_at"])
    record(actor=actor, verb="seat.rate", subject=seat, before=before, after=rating)
    return seat


def _seat(seat_id: int) -> Seat:
    training = locked(Seat.objects.values_list("training_id", flat=True).get(pk=seat_id))
    seat = Seat.objects.select_for_update().get(pk=seat_id)
    seat.training = training
    return seat


def _refuse_early(seat: Seat, actor: Any) -> None:
    if seat.user_id == actor.pk:
        raise RuleRefusal("seat_own")
    if seat.training.state not in {TrainingState.OPEN, TrainingState.HELD} or clock.now() < seat.training.starts_at:
        raise RuleRefusal("training_not_begun")

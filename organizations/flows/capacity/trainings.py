"""A training from its draft to the day after: entered, announced to those who need it, closed or cancelled."""

from typing import Any

from django.db import transaction

from accounts.models import User
from organizations.domain.assessing import weakest_of
from organizations.domain.training import SEAT_LIFE, TRAINING_LIFE
from organizations.enums import OrganizationState, SeatState, TrainingState
from organizations.flows.capacity.holding import locked, page_of
from organizations.models import MATERIAL, Assessment, Membership, Training, TrainingMaterial
from venture.audit.flows import record, step
from venture.files.flows import attach
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.flows import tell_all

FIELDS = (
    "title", "kind", "ability", "lead", "teacher", "place", "starts_at", "ends_at", "minutes", "seats", "seats_each",
    "signs_until",
)  # fmt: skip
LONGEST = 300


@transaction.atomic
def make_training(*, actor: Any, **given: Any) -> Training:
    """Enter a draft. Raise ``training_days`` where it ends before it starts or signs up after its end."""
    training = Training(made_by=actor, **{name: given[name] for name in FIELDS})
    _refuse_days(training)
    training.save()
    record(actor=actor, verb="training.make", subject=training, after=training.title)
    return training


@transaction.atomic
def change_training(*, training_id: int, actor: Any, **given: Any) -> Training:
    """Change a draft, or what was announced: who has a place is told of another hour or place.

    Raise ``training_illegal_move`` once it was held or cancelled, ``training_days``, ``training_seats_taken`` where
    more people have a place than there would be.
    """
    training = locked(training_id)
    TRAINING_LIFE.target_of("cancel", training.state)
    before = {name: getattr(training, name) for name in FIELDS if getattr(training, name) != given[name]}
    if not before:
        return training
    for name in before:
        setattr(training, name, given[name])
    _refuse_days(training)
    taken = training.places.filter(state__in=SeatState.taken).count()
    if training.seats < taken:
        raise RuleRefusal("training_seats_taken", taken=taken)
    training.save(update_fields=list(before))
    after = {name: given[name] for name in before}
    record(actor=actor, verb="training.change", subject=training, before=before, after=after)
    fill_up(training, actor=actor)
    if training.state == TrainingState.OPEN and before.keys() & {"starts_at", "ends_at", "place"}:
        people = _people(training, (SeatState.SEATED, SeatState.WAITING))
        tell_all(
            people, "training_changed", f"{training.pk}:{training.starts_at.isoformat()}:{training.place}",
            path=page_of("training", training.pk), title=training.title, starts=training.starts_at.isoformat(),
            place=training.place,
        )  # fmt: skip
    return training


@transaction.atomic
def announce_training(*, training_id: int, actor: Any) -> Training:
    """Announce a draft. Organisations whose last assessment is weakest in its field are told, with the reason.

    Raise ``training_illegal_move``, ``training_over`` where its sign-up is over already.
    """
    training = locked(training_id)
    now = clock.now()
    TRAINING_LIFE.target_of("announce", training.state)
    if training.signs_until <= now:
        raise RuleRefusal("training_over")
    step(training, TRAINING_LIFE, "announce", noun="training", actor=actor, announced_at=now)
    tell_all(
        _in_need(training), "training_fits", f"{training.pk}", path=page_of("training", training.pk),
        title=training.title, field=training.ability, starts=training.starts_at.isoformat(),
    )  # fmt: skip
    return training


@transaction.atomic
def cancel_training(*, training_id: int, reason: str, actor: Any) -> Training:
    """Call a training off; everybody who signed up is told why. Raise ``organization_reason_missing``."""
    training = locked(training_id)
    stated = reason.strip()[:LONGEST]
    if not stated:
        raise RuleRefusal("organization_reason_missing")
    step(training, TRAINING_LIFE, "cancel", noun="training", actor=actor, facts={"reason": stated}, reason=stated)
    tell_all(
        _people(training, (SeatState.SEATED, SeatState.WAITING)), "training_cancelled", f"{training.pk}",
        path=page_of("training", training.pk), title=training.title, reason=stated,
    )  # fmt: skip
    return training


@transaction.atomic
def close_training(*, training_id: int, actor: Any) -> Training:
    """Close the list after the training: who did not come was absent, who was there is asked how it was.

    Raise ``training_illegal_move``, ``training_not_over``.
    """
    training = locked(training_id)
    if clock.now() < training.ends_at:
        TRAINING_LIFE.target_of("close", training.state)
        raise RuleRefusal("training_not_over")
    for place in training.places.select_for_update().filter(state=SeatState.SEATED):
        step(place, SEAT_LIFE, "miss", noun="seat", actor=actor)
    step(training, TRAINING_LIFE, "close", noun="training", actor=actor)
    tell_all(
        _people(training, (SeatState.ATTENDED,)), "training_feedback", f"{training.pk}",
        path=page_of("training", training.pk), title=training.title,
    )  # fmt: skip
    return training


@transaction.atomic
def add_material(*, training_id: int, title: str, key: str, actor: User) -> TrainingMaterial:
    """Keep a file for those who had a place. Raise what taking up a file refuses."""
    training = locked(training_id)
    file = attach(key, purpose=MATERIAL, actor=actor)
    made = TrainingMaterial.objects.create(
        training=training, title=title.strip() or file.name, file=file, by=actor, at=clock.now()
    )
    record(actor=actor, verb="training.add_material", subject=training, after=made.title, sha256=file.sha256)
    return made


def fill_up(training: Training, *, actor: Any) -> None:
    """Let those who wait move up while there are places, in the order of their sign-up; each is told.

    An organisation that has its share already is passed over.
    """
    if training.state != TrainingState.OPEN:
        return
    while True:
        held = list(training.places.filter(state__in=SeatState.taken).values_list("organization_id", flat=True))
        if len(held) >= training.seats:
            return
        waiting = training.places.select_for_update().filter(state=SeatState.WAITING).order_by("pk")
        chosen = next((each for each in waiting if held.count(each.organization_id) < training.seats_each), None)
        if chosen is None:
            return
        step(chosen, SEAT_LIFE, "move_up", noun="seat", actor=actor, facts={"training": training.pk})
        tell_all(
            [chosen.user], "training_seat", f"{chosen.pk}", path=page_of("training", training.pk),
            title=training.title, starts=training.starts_at.isoformat(), place=training.place,
        )  # fmt: skip


def _refuse_days(training: Training) -> None:
    if training.ends_at <= training.starts_at or training.signs_until > training.ends_at:
        raise RuleRefusal("training_days")


def _people(training: Training, states: tuple[SeatState, ...]) -> list[User]:
    rows = training.places.filter(state__in=states).values("user_id")
    return list(User.objects.filter(pk__in=rows, is_active=True))


def _in_need(training: Training) -> list[User]:
    """Return who writes for verified organisations whose newest assessment is weakest in the training's field."""
    newest: dict[int, Assessment] = {}
    for each in Assessment.objects.filter(organization__state=OrganizationState.VERIFIED).order_by("on", "pk"):
        newest[each.organization_id] = each
    wanted = [key for key, each in newest.items() if training.ability in weakest_of(each.result)]
    seats = Membership.objects.filter(organization__in=wanted, ended_at__isnull=True, role__in=("owner", "editor"))
    return list(User.objects.filter(pk__in=seats.values("user_id"), is_active=True))

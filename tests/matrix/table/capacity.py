"""Capacity building: trainings for everybody to read, places of one's own, mentoring, and the office's desks."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from accounts.demo import person
from organizations.demo import OURS, named
from organizations.enums import Ability
from organizations.flows import capacity as flows
from organizations.flows.capacity.places import code_for
from organizations.models import Assessment, Mentor, MentorVisit, Pairing, Seat, Training
from tests.matrix.doors import WRITE, DoorLine, act, api, form, page, public
from tests.matrix.lists import api_page, made
from tests.matrix.personas import DISTRICT, STAFF, SUPERUSER
from venture.kernel import clock, policy

VIEWERS = STAFF - {"system_admin", SUPERUSER, "finance_maker", "finance_checker", "evaluator"}
KEEPERS = ("clerk", "head", "operator", DISTRICT)
MEMBERS = ("org_owner", "org_editor", "org_signatory", "org_viewer")
NO_ROW = 999_999
ACT = frozenset({"POST"})


def coming() -> Mapping[str, Any]:
    return {"pk": Training.objects.filter(state="open").order_by("-starts_at")[0].pk}


def no_row() -> Mapping[str, Any]:
    return {"pk": NO_ROW}


def code() -> Mapping[str, Any]:
    return {"code": code_for(Training.objects.filter(state="open")[0])}


def own_place() -> Mapping[str, Any]:
    return {"pk": Seat.objects.filter(user=person("org")).order_by("pk")[0].pk}


def ours() -> Mapping[str, Any]:
    return {"pk": named(OURS).pk}


def unknown() -> Mapping[str, Any]:
    return {"pk": NO_ROW}


def asked() -> Mapping[str, Any]:
    """A wish of our organisation for which nobody is paired yet."""
    found = Pairing.objects.filter(organization=named(OURS), state="asked").first()
    found = found or flows.ask_mentor(organization_id=named(OURS).pk, ability="brand", wish="演示", actor=person("org"))
    return {"pk": found.pk}


def guided() -> Mapping[str, Any]:
    return {"pk": Pairing.objects.filter(state="active").order_by("pk")[0].pk}


def a_visit() -> Mapping[str, Any]:
    return {"pk": MentorVisit.objects.filter(confirmed_at__isnull=True).order_by("pk")[0].pk}


def a_mentor() -> Mapping[str, Any]:
    return {"pk": Mentor.objects.order_by("pk")[0].pk}


def an_act() -> Mapping[str, Any]:
    return {**coming(), "verb": "close"}


def a_decision() -> Mapping[str, Any]:
    return {**asked(), "verb": "refuse"}


def for_ours() -> Mapping[str, Any]:
    return {"organization": named(OURS).pk}


def holds(permission: str, model: Any, keys: Callable[[], Mapping[str, Any]]) -> Callable[[Any], bool]:
    return lambda user: policy.allows(user, permission, model.objects.get(**keys()))


def the_training() -> Mapping[str, Any]:
    """The training in which the owner of our organisation has the first place."""
    return {"pk": Seat.objects.get(**own_place()).training_id}


def has_place(user: Any) -> bool:
    return Seat.objects.filter(training=the_training()["pk"], user=user).exclude(state="left").exists()


def signs_up(user: Any) -> bool:
    """Whoever belongs to the organisation that the press names."""
    return named(OURS).memberships.filter(user=user, ended_at__isnull=True).exists()


def the_visit() -> MentorVisit:
    return MentorVisit.objects.select_related("pairing").get(**a_visit())


def one_more_assessment() -> None:
    """Our organisation answers once more, on a day before all others."""
    first = Assessment.objects.filter(organization=named(OURS)).order_by("on").first()
    day = (first.on if first is not None else clock.today()) - timedelta(days=70)
    Assessment.objects.create(
        organization=named(OURS), on=day, answers={}, result=dict.fromkeys(Ability.values, 30), by=person("org"),
        at=clock.now(),
    )  # fmt: skip


def seat_act() -> DoorLine:
    return api(may=holds("seats.view", Seat, own_place), methods=ACT, keys=own_place, foreign=no_row)


def pairing_act(keys: Callable[[], Mapping[str, Any]]) -> DoorLine:
    return api(may=holds("pairings.view", Pairing, keys), methods=ACT, keys=keys, foreign=no_row)


TABLE: dict[str, DoorLine] = {
    "organizations:trainings": public(),
    "organizations:training": public(keys=coming, foreign=no_row),
    "organizations:sign-up": act(may=signs_up, keys=coming, data=for_ours, foreign=no_row),
    "organizations:here": form(keys=code),
    "organizations:seat-leave": act("org_owner", keys=own_place, foreign=no_row),
    "organizations:seat-feedback": act("org_owner", keys=own_place, foreign=no_row),
    "organizations:capacity": form(*MEMBERS, keys=ours, foreign=unknown),
    "organizations:assessment": form(*MEMBERS, keys=ours, foreign=unknown),
    "organizations:pairing-withdraw": act(may=holds("pairings.withdraw", Pairing, asked), keys=asked, foreign=no_row),
    "organizations:visit-confirm": act(may=holds("visits.own", MentorVisit, a_visit), keys=a_visit, foreign=no_row),
    "organizations:mentoring": page(may=lambda user: policy.may(user, "mentors.own")),
    "organizations:pairing": form(may=holds("pairings.view_as_mentor", Pairing, guided), keys=guided, foreign=no_row),
    "admin:capacity_report": page(*VIEWERS),
    "admin:training_new": form(*KEEPERS),
    "admin:training_desk": page(*VIEWERS, keys=coming, foreign=no_row),
    "admin:training_change": form(*KEEPERS, keys=coming, foreign=no_row),
    "admin:training_material": act(*KEEPERS, keys=coming, foreign=no_row),
    "admin:training_door": page(*KEEPERS, keys=coming, foreign=no_row),
    "admin:training_act": act(*VIEWERS, keys=an_act, foreign=lambda: {"pk": NO_ROW, "verb": "close"}),
    "admin:seat_tick": act(*KEEPERS, keys=own_place, foreign=no_row),
    "admin:mentor_new": form(*KEEPERS),
    "admin:mentor_desk": page(*VIEWERS, keys=a_mentor, foreign=no_row),
    "admin:mentor_act": act(*KEEPERS, keys=a_mentor, foreign=no_row),
    "admin:pairing_desk": page(*VIEWERS, keys=asked, foreign=no_row),
    "admin:pairing_act": act(*VIEWERS, keys=a_decision, foreign=lambda: {"pk": NO_ROW, "verb": "refuse"}),
    "api:trainings": api(rows=api_page),
    "api:training": api(keys=coming, foreign=no_row),
    # Everybody reads the training; for whom the place is taken is named in what the request carries.
    "api:training-sign-up": api(methods=frozenset({"POST"}), keys=coming, foreign=no_row),
    "api:training-announce": api(*VIEWERS, methods=ACT, keys=coming, foreign=no_row),
    "api:training-cancel": api(*VIEWERS, methods=ACT, keys=coming, foreign=no_row),
    "api:training-close": api(*VIEWERS, methods=ACT, keys=coming, foreign=no_row),
    "api:places": api(rows=api_page),
    "api:place-feedback": seat_act(),
    "api:place-tick": seat_act(),
    "api:place-untick": seat_act(),
    "api:assessments": api(methods=WRITE, rows=made(one_more_assessment)),
    "api:mentors": api(methods=WRITE, writers=lambda user: policy.may(user, "mentors.enter")),
    "api:mentor-change": api(*VIEWERS, methods=frozenset({"PUT"}), keys=a_mentor),
    "api:mentor-end": api(*VIEWERS, methods=ACT, keys=a_mentor, foreign=no_row),
    "api:staff-trainings": api(methods=WRITE, writers=lambda user: policy.may(user, "trainings.enter")),
    "api:staff-training": api(*VIEWERS, methods=frozenset({"GET", "HEAD", "PUT"}), keys=coming, foreign=no_row),
    "api:training-door": api(*KEEPERS, keys=coming, foreign=no_row),
    "api:place-arrive": api(methods=ACT),
    "api:pairings": api(methods=WRITE),
    "api:pairing-withdraw": pairing_act(asked),
    "api:pairing-pair": pairing_act(asked),
    "api:pairing-refuse": pairing_act(asked),
    "api:pairing-end": pairing_act(guided),
    "api:visit-note": pairing_act(guided),
    "api:visit-confirm": api(
        may=lambda user: policy.allows(user, "pairings.view", the_visit().pairing),
        methods=ACT,
        keys=lambda: {"pk": the_visit().pairing_id, "visit": the_visit().pk},
        foreign=lambda: {"pk": NO_ROW, "visit": NO_ROW},
    ),
    "api:training-leave": api(may=has_place, methods=frozenset({"POST"}), keys=the_training, foreign=no_row),
}

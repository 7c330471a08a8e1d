"""Places in a training: taken, waited for, moved up; who came by the code or the tick counts, once per organisation."""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from organizations import flows as organizations
from organizations.domain.training import PAIRING_LIFE, SEAT_LIFE, TRAINING_LIFE
from organizations.enums import MemberRole
from organizations.flows import capacity as flows
from organizations.flows.capacity.places import code_for
from organizations.models import Organization, Seat, Training
from organizations.queries.capacity import hours_since
from tests.accounts.factories import make_user
from tests.organizations.capacity.test_assessing import answers
from tests.organizations.factories import make_organization, make_verified
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = pytest.mark.django_db

NOW = datetime(2027, 3, 1, 2, tzinfo=UTC)
STARTS = NOW + timedelta(days=10)
ENDS = STARTS + timedelta(hours=3)


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
def operator() -> User:
    return make_user(Role.OPERATOR)


def training(operator: User, *, announced: bool = True, **changes: Any) -> Training:
    given: dict[str, Any] = {
        "title": "预算编制", "kind": "training", "ability": "finance", "lead": "带走一份预算表。", "teacher": "罗老师",
        "place": "三楼", "starts_at": STARTS, "ends_at": ENDS, "minutes": 180, "seats": 1, "seats_each": 2,
        "signs_until": STARTS - timedelta(days=1), **changes,
    }  # fmt: skip
    made = flows.make_training(actor=operator, **given)
    return flows.announce_training(training_id=made.pk, actor=operator) if announced else made


def member() -> tuple[Organization, User]:
    owner = make_user()
    return make_organization(owner), owner


def take(made: Training, who: tuple[Organization, User]) -> Seat:
    return flows.sign_up(training_id=made.pk, organization_id=who[0].pk, actor=who[1])


def refused(act: Any, **facts: Any) -> str:
    before = list(Seat.objects.order_by("pk").values()), list(Training.objects.values()), AuditEntry.objects.count()
    with pytest.raises(RuleRefusal) as refusal:
        act(**facts)
    after = list(Seat.objects.order_by("pk").values()), list(Training.objects.values()), AuditEntry.objects.count()
    assert after == before
    return refusal.value.code


def state(seat: Seat) -> str:
    return Seat.objects.get(pk=seat.pk).state


def test_the_second_waits_and_moves_up_when_the_first_gives_the_place_back(operator: User) -> None:
    made, first, second = training(operator), member(), member()
    taken, waits = take(made, first), take(made, second)
    assert (taken.state, waits.state) == ("seated", "waiting")
    assert refused(flows.leave, seat_id=taken.pk, actor=second[1]) == "seat_not_yours"

    flows.leave(seat_id=taken.pk, actor=first[1])

    assert (state(taken), state(waits)) == ("left", "seated")
    assert Message.objects.get(event="training_seat").person == second[1]
    assert take(made, first).state == "waiting"


def test_more_places_let_the_waiting_move_up_but_nobody_loses_one(operator: User) -> None:
    made = training(operator, seats=2)
    people = [member() for _each in range(4)]
    for each in people:
        take(made, each)
    kept = {name: getattr(made, name) for name in (
        "title", "kind", "ability", "lead", "teacher", "place", "starts_at", "ends_at", "minutes", "seats_each",
        "signs_until",
    )}  # fmt: skip

    flows.change_training(training_id=made.pk, actor=operator, **kept, seats=3)

    assert list(made.places.order_by("pk").values_list("state", flat=True)) == ["seated"] * 3 + ["waiting"]
    assert (
        refused(flows.change_training, training_id=made.pk, actor=operator, **kept, seats=2) == "training_seats_taken"
    )


def test_one_organisation_has_its_share_of_places_and_one_person_one(operator: User) -> None:
    made, (ours, owner) = training(operator, seats=9, seats_each=2), member()
    colleagues = [make_user(), make_user()]
    for each in colleagues:
        organizations.add_member(organization_id=ours.pk, user=each, role=MemberRole.VIEWER, actor=owner)
    take(made, (ours, owner))
    assert refused(flows.sign_up, training_id=made.pk, organization_id=ours.pk, actor=owner) == "seat_known"
    take(made, (ours, colleagues[0]))

    asked = {"training_id": made.pk, "organization_id": ours.pk}
    assert refused(flows.sign_up, **asked, actor=colleagues[1]) == "seat_share"
    assert refused(flows.sign_up, **asked, actor=make_user()) == "capacity_not_member"


def test_a_draft_takes_nobody_and_nobody_comes_after_the_sign_up(operator: User) -> None:
    draft, made, (ours, owner) = training(operator, announced=False), training(operator), member()
    who = {"organization_id": ours.pk, "actor": owner}

    assert refused(flows.sign_up, training_id=draft.pk, **who) == "training_not_open"
    with clock.at(STARTS - timedelta(hours=2)):
        assert refused(flows.sign_up, training_id=made.pk, **who) == "training_over"
        assert refused(flows.announce_training, training_id=draft.pk, actor=operator) == "training_over"


def test_the_code_on_the_wall_lets_in_who_has_a_place_while_it_is_young(operator: User) -> None:
    made, first, second = training(operator), member(), member()
    seat = take(made, first)
    take(made, second)
    early = code_for(made)
    assert refused(flows.arrive, code=early, actor=first[1]) == "door_closed"
    with clock.at(STARTS - timedelta(minutes=20)):
        code = code_for(made)
        assert refused(flows.arrive, code=code, actor=second[1]) == "seat_waits"
        assert refused(flows.arrive, code=code, actor=make_user()) == "seat_missing"
        assert refused(flows.arrive, code=code[:-1], actor=first[1]) == "door_code_old"
        assert refused(flows.arrive, code=early, actor=first[1]) == "door_code_old"
    with clock.at(STARTS - timedelta(minutes=9)):
        assert refused(flows.arrive, code=code, actor=first[1]) == "door_code_old"
        fresh = code_for(made)
        flows.arrive(code=fresh, actor=first[1])
        entries = AuditEntry.objects.count()
        flows.arrive(code=fresh, actor=first[1])

    assert (state(seat), AuditEntry.objects.count()) == ("attended", entries)


def test_the_closed_list_knows_who_came_and_the_tick_mends_it(operator: User) -> None:
    made, first, second = training(operator, seats=5), member(), member()
    came, missed = take(made, first), take(made, second)
    assert refused(flows.tick, seat_id=came.pk, actor=operator) == "training_not_begun"
    with clock.at(STARTS):
        flows.tick(seat_id=came.pk, actor=operator)
        assert refused(flows.tick, seat_id=missed.pk, actor=second[1]) == "seat_own"
        assert refused(flows.close_training, training_id=made.pk, actor=operator) == "training_not_over"
    with clock.at(ENDS):
        flows.close_training(training_id=made.pk, actor=operator)
        assert (state(came), state(missed)) == ("attended", "absent")
        flows.tick(seat_id=missed.pk, actor=operator)
        flows.untick(seat_id=came.pk, actor=operator)
        assert refused(flows.give_feedback, seat_id=came.pk, rating=5, actor=first[1]) == "feedback_not_there"
        assert refused(flows.give_feedback, seat_id=missed.pk, rating=6, actor=second[1]) == "feedback_rating"
        flows.give_feedback(seat_id=missed.pk, rating=4, words="实用", actor=second[1])

    assert (state(came), state(missed)) == ("absent", "attended")
    assert Seat.objects.get(pk=missed.pk).rating == 4
    assert (hours_since(first[0].pk, None), hours_since(second[0].pk, None)) == (0, 3)


def test_a_training_counts_once_however_many_came_and_only_from_the_day_on(operator: User) -> None:
    made, (ours, owner) = training(operator, seats=5), member()
    colleague = make_user()
    organizations.add_member(organization_id=ours.pk, user=colleague, role=MemberRole.VIEWER, actor=owner)
    seats = [take(made, (ours, owner)), take(made, (ours, colleague))]
    with clock.at(STARTS):
        for each in seats:
            flows.tick(seat_id=each.pk, actor=operator)

    assert hours_since(ours.pk, None) == 3
    assert hours_since(ours.pk, STARTS) == 3
    assert hours_since(ours.pk, STARTS + timedelta(minutes=1)) == 0


def test_who_is_weak_in_the_field_is_told_with_the_reason(operator: User) -> None:
    owner, other = make_user(), make_user()
    weak, strong = make_verified(owner), make_verified(other)
    flows.assess(organization_id=weak.pk, answers=answers(finance=1, brand=1), actor=owner)
    flows.assess(organization_id=strong.pk, answers=answers(finance=5), actor=other)

    training(operator)

    assert [each.person for each in Message.objects.filter(event="training_fits")] == [owner]


def test_a_cancelled_training_says_why_to_everybody_on_the_list(operator: User) -> None:
    made, first, second = training(operator), member(), member()
    take(made, first)
    take(made, second)
    assert (
        refused(flows.cancel_training, training_id=made.pk, reason=" ", actor=operator) == "organization_reason_missing"
    )

    flows.cancel_training(training_id=made.pk, reason="讲师生病", actor=operator)

    told = Message.objects.filter(event="training_cancelled")
    assert {each.person for each in told} == {first[1], second[1]}
    assert refused(flows.announce_training, training_id=made.pk, actor=operator) == "training_illegal_move"


@pytest.mark.parametrize(
    ("life", "legal"),
    [
        (TRAINING_LIFE, {"announce": {"draft"}, "close": {"open"}, "cancel": {"draft", "open"}}),
        (
            SEAT_LIFE,
            {"move_up": {"waiting"}, "arrive": {"seated"}, "tick": {"seated", "waiting", "absent"},
             "untick": {"attended"}, "miss": {"seated"}, "leave": {"seated", "waiting"}},
        ),
        (PAIRING_LIFE, {"pair": {"asked"}, "refuse": {"asked"}, "withdraw": {"asked"}, "end": {"active"}}),
    ],
)  # fmt: skip
def test_every_verb_leads_on_from_where_the_table_says_and_from_nowhere_else(life: Any, legal: Any) -> None:
    moved: dict[str, set[str]] = {verb: set() for verb in legal}
    for verb in life.moves:
        for each in life.states:
            with suppress(RuleRefusal):
                life.target_of(verb, each.value)
                moved[verb].add(each.value)
    assert moved == legal


def test_from_the_list_on_the_portal_to_the_code_at_the_door(operator: User) -> None:
    made, (ours, owner) = training(operator, seats=3), member()
    client, page = Client(), f"/organizations/trainings/{made.pk}/"
    assert "预算编制" in client.get("/organizations/trainings/").content.decode()
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")

    client.post(f"{page}sign-up/", {"organization": ours.pk})
    assert "已报名" in client.get(page).content.decode()
    with clock.at(STARTS - timedelta(minutes=5)):
        door = f"/organizations/trainings/here/{code_for(made)}/"
        assert "我到了" in client.get(door).content.decode()
        assert client.post(door).headers["Location"] == page
        assert client.post("/organizations/trainings/here/nothing/").status_code == 409

    assert Seat.objects.get().state == "attended"


def test_the_code_at_the_door_is_drawn_whole_whatever_its_size_on_the_wall(operator: User) -> None:
    made, client = training(operator, seats=3), Client()
    client.force_login(operator, backend="django.contrib.auth.backends.ModelBackend")
    with clock.at(STARTS - timedelta(minutes=5)):
        page = client.get(f"/admin/desk/trainings/{made.pk}/door/").content.decode()

    (drawn,) = re.findall(r'<svg[^>]* class="segno">', page)
    (side,) = re.findall(r'viewBox="0 0 ([0-9]+) ([0-9]+)"', drawn)
    assert side[0] == side[1]
    assert not re.search("width|height", drawn)

"""Capacity building for programs: assessments, places with their attendance, mentors with their visits."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import User
from organizations.flows import capacity as flows
from organizations.models import Assessment, Mentor, MentorVisit, Organization, Pairing, Seat, Training
from tests.accounts.factories import make_user
from tests.api.conftest import Caller, calling
from tests.organizations.capacity.test_assessing import answers
from tests.organizations.capacity.test_trainings import ENDS, STARTS, training
from tests.organizations.factories import make_organization
from venture.audit.models import AuditEntry
from venture.kernel import clock

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 1, 2, tzinfo=UTC)
API = "/api/v1/"


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with clock.at(NOW):
        yield


@pytest.fixture
def operator() -> User:
    return make_user(Role.OPERATOR)


@pytest.fixture
def owner() -> User:
    return make_user()


@pytest.fixture
def ours(owner: User) -> Organization:
    return make_organization(owner)


def stands() -> tuple[Any, ...]:
    """Return everything that these acts may move."""
    rows = (Assessment, Seat, Training, Pairing, MentorVisit, Mentor)
    return (*(list(model.objects.order_by("pk").values()) for model in rows), AuditEntry.objects.count())


def refused(program: Caller, path: str, body: Any, *, status: int = 409) -> str:
    before = stands()
    answer = program.send("POST", f"{API}{path}", body)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert stands() == before
    return str(answer.json()["code"])


def test_an_organisation_answers_its_assessment_and_reads_its_own_only(
    owner: User, ours: Organization, operator: User
) -> None:
    program, stranger = calling(owner), calling(make_user())
    body = {"organization": ours.uscc, "answers": answers(brand=1, finance=2), "words": "财务"}

    assert refused(stranger, "assessments/", body, status=404) == "not_found"
    assert refused(program, "assessments/", {**body, "answers": {"brand.story": 3}}) == "assessment_incomplete"
    assert refused(program, "assessments/", {**body, "answers": answers(brand=6)}, status=400) == "invalid"
    made = program.send("POST", f"{API}assessments/", body)
    assert refused(program, "assessments/", body) == "assessment_too_soon"

    told = made.json()
    assert (made.status_code, told["organization"], told["weakest"]) == (201, ours.uscc, ["brand", "finance"])
    assert (told["result"]["brand"], told["on"], told["words"]) == (10, "2027-03-01", "财务")
    assert program.get(f"{API}assessments/").json()["results"] == [told]
    assert stranger.get(f"{API}assessments/").json()["results"] == []
    assert calling(operator).get(f"{API}assessments/?organization={ours.uscc}").json()["results"] == [told]


def test_staff_announce_a_training_tick_who_came_and_close_it(owner: User, ours: Organization, operator: User) -> None:
    draft = training(operator, announced=False)
    staff, program = calling(operator), calling(owner)
    desk = f"trainings/{draft.pk}"
    assert refused(program, f"{desk}/announce/", {}, status=404) == "not_found"
    assert staff.send("POST", f"{API}{desk}/announce/", {}).json()["state"] == "open"
    assert refused(staff, f"{desk}/announce/", {}) == "capacity_step_not_yours"

    seat = program.send("POST", f"{API}{desk}/sign-up/", {"organization": ours.uscc}).json()
    place = f"places/{seat['id']}"
    assert refused(program, f"{place}/tick/", {}) == "capacity_step_not_yours"
    assert refused(calling(make_user()), f"{place}/tick/", {}, status=404) == "not_found"
    assert refused(staff, f"{place}/tick/", {}) == "training_not_begun"
    with clock.at(STARTS + timedelta(minutes=5)):
        states = [staff.send("POST", f"{API}{place}/{act}/", {}).json()["state"] for act in ("tick", "untick", "tick")]
        assert refused(program, f"{place}/feedback/", {"rating": 6}, status=400) == "invalid"
        rated = program.send("POST", f"{API}{place}/feedback/", {"rating": 5, "words": "实用"})
    with clock.at(ENDS + timedelta(minutes=5)):
        closed = staff.send("POST", f"{API}{desk}/close/", {})

    kept = Seat.objects.get()
    assert (states, rated.status_code, closed.json()["state"]) == (["attended", "absent", "attended"], 200, "held")
    assert (kept.state, kept.ticked_by, kept.rating, kept.feedback) == ("attended", operator, 5, "实用")
    assert [each["id"] for each in program.get(f"{API}places/?training={draft.pk}").json()["results"]] == [kept.pk]
    assert [each["person"] for each in staff.get(f"{API}places/").json()["results"]] == [owner.display_name]
    assert calling(make_user()).get(f"{API}places/").json()["results"] == []
    assert "实用" not in staff.get(f"{API}places/").content.decode()


def test_a_training_is_called_off_with_a_reason(operator: User) -> None:
    made, staff = training(operator), calling(operator)
    assert refused(staff, f"trainings/{made.pk}/cancel/", {}, status=400) == "invalid"
    done = staff.send("POST", f"{API}trainings/{made.pk}/cancel/", {"reason": "讲师生病"})

    made.refresh_from_db()
    assert (done.json()["state"], made.state, made.reason) == ("cancelled", "cancelled", "讲师生病")
    assert refused(staff, f"trainings/{made.pk}/cancel/", {"reason": "再取消"}) == "capacity_step_not_yours"


def test_a_wish_is_paired_visited_and_confirmed_by_the_other_side(
    owner: User, ours: Organization, operator: User
) -> None:
    guide = make_user(name="罗敬之")
    mentor = flows.enter_mentor(user=guide, unit="会计师事务所", abilities=["finance"], hours=20, actor=operator)
    program, staff, mentors = calling(owner), calling(operator), calling(guide)
    wish = {"organization": ours.uscc, "ability": "finance", "wish": "凭证按月归档"}

    assert refused(calling(make_user()), "pairings/", wish, status=404) == "not_found"
    asked = program.send("POST", f"{API}pairings/", wish)
    assert (asked.status_code, asked.json()["state"], asked.json()["mentor"]) == (201, "asked", None)
    assert refused(program, "pairings/", wish) == "pairing_open"

    at = f"pairings/{asked.json()['id']}"
    assert refused(program, f"{at}/pair/", {"mentor": mentor.pk, "hours": 6}) == "capacity_step_not_yours"
    assert refused(mentors, f"{at}/visits/", {}, status=404) == "not_found"
    assert refused(staff, f"{at}/pair/", {"mentor": 999_999, "hours": 6}, status=404) == "not_found"
    assert refused(staff, f"{at}/pair/", {"mentor": mentor.pk, "hours": 21}) == "mentor_full"
    paired = staff.send("POST", f"{API}{at}/pair/", {"mentor": mentor.pk, "hours": 6})
    assert (paired.json()["state"], paired.json()["hours"]) == ("active", 6)
    assert paired.json()["mentor"] == "罗敬之 · 会计师事务所"
    assert refused(program, f"{at}/withdraw/", {}) == "capacity_step_not_yours"

    note = {"on": "2027-03-01", "minutes": 120, "words": "理顺科目"}
    assert refused(program, f"{at}/visits/", note) == "capacity_step_not_yours"
    assert refused(mentors, f"{at}/visits/", {**note, "on": "2027-03-02"}) == "visit_day"
    noted = mentors.send("POST", f"{API}{at}/visits/", note)
    visit = noted.json()["visits"][0]
    assert (noted.status_code, visit["minutes"], visit["confirmed_at"]) == (201, 120, None)
    assert refused(mentors, f"{at}/visits/{visit['id']}/confirm/", {}) == "capacity_step_not_yours"
    assert refused(program, f"{at}/visits/999999/confirm/", {}, status=404) == "not_found"
    confirmed = program.send("POST", f"{API}{at}/visits/{visit['id']}/confirm/", {})
    assert refused(program, f"{at}/visits/{visit['id']}/confirm/", {}) == "visit_confirmed"
    ended = staff.send("POST", f"{API}{at}/end/", {})

    assert (confirmed.json()["visits"][0]["confirmed_at"] is not None, ended.json()["state"]) == (True, "ended")
    assert MentorVisit.objects.get().confirmed_by == owner
    for reader in (program, mentors, staff):
        assert [each["id"] for each in reader.get(f"{API}pairings/").json()["results"]] == [asked.json()["id"]]
    assert calling(make_user()).get(f"{API}pairings/").json()["results"] == []


def test_staff_say_that_no_mentor_can_be_found_and_an_organisation_takes_its_wish_back(
    owner: User, ours: Organization, operator: User
) -> None:
    first = flows.ask_mentor(organization_id=ours.pk, ability="brand", wish="公众号", actor=owner)
    second = flows.ask_mentor(organization_id=ours.pk, ability="people", wish="督导", actor=owner)
    staff, program = calling(operator), calling(owner)

    assert refused(program, f"pairings/{first.pk}/refuse/", {"reason": "无"}) == "capacity_step_not_yours"
    said = staff.send("POST", f"{API}pairings/{first.pk}/refuse/", {"reason": "暂无合适导师"})
    back = program.send("POST", f"{API}pairings/{second.pk}/withdraw/", {})

    assert (said.json()["state"], said.json()["reason"]) == ("refused", "暂无合适导师")
    assert back.json()["state"] == "withdrawn"


def test_mentors_are_listed_for_the_staff_alone(owner: User, operator: User) -> None:
    mentor = flows.enter_mentor(
        user=make_user(name="罗敬之"), unit="会计师事务所", abilities=["finance"], hours=20, actor=operator
    )

    listed = calling(operator).get(f"{API}mentors/?ended=false").json()["results"]

    assert [(each["id"], each["name"], each["abilities"], each["promised"]) for each in listed] == [
        (mentor.pk, "罗敬之", ["finance"], 0)
    ]
    assert calling(operator).get(f"{API}mentors/?ended=true").json()["results"] == []
    assert calling(owner).get(f"{API}mentors/").json()["results"] == []


def last() -> tuple[str, Any]:
    entry = AuditEntry.objects.order_by("-pk")[0]
    return entry.verb, entry.actor


def test_the_office_enters_a_training_changes_it_and_reads_its_draft(owner: User, operator: User) -> None:
    staff, program = calling(operator), calling(owner)
    words = {
        "title": "预算编制", "kind": "training", "ability": "finance", "lead": "带走一份预算表。", "teacher": "罗老师",
        "place": "三楼", "starts_at": STARTS.isoformat(), "ends_at": ENDS.isoformat(), "minutes": 180, "seats": 20,
        "seats_each": 2, "signs_until": (STARTS - timedelta(days=1)).isoformat(),
    }  # fmt: skip
    for other in (program, calling(make_user(Role.AUDITOR))):
        assert refused(other, "desk/trainings/", words, status=404) == "not_found"
    assert refused(staff, "desk/trainings/", {**words, "seats": 0}, status=400) == "invalid"
    assert refused(staff, "desk/trainings/", {**words, "ends_at": words["starts_at"]}) == "training_days"
    made = staff.send("POST", f"{API}desk/trainings/", words)
    at = f"{API}desk/trainings/{made.json()['id']}/"
    assert (made.status_code, made.json()["state"], last()) == (201, "draft", ("training.make", operator))
    assert (staff.get(at).json(), program.get(at).status_code) == (made.json(), 404)
    assert staff.get(f"{API}desk/trainings/").json()["results"] == [made.json()]
    assert program.get(f"{API}desk/trainings/").json()["results"] == []

    before = stands()
    reader = calling(make_user(Role.AUDITOR)).send("PUT", at, {**words, "place": "四楼"})
    assert (program.send("PUT", at, {**words, "place": "四楼"}).status_code, reader.json()["code"]) == (
        404, "capacity_step_not_yours",
    )  # fmt: skip
    assert stands()[:-1] == before[:-1]
    changed = staff.send("PUT", at, {**words, "place": "四楼"})
    assert (changed.json()["place"], last()) == ("四楼", ("training.change", operator))


def test_who_has_a_place_arrives_by_the_code_of_the_door_and_nobody_by_another(
    owner: User, ours: Organization, operator: User
) -> None:
    made, staff, program = training(operator), calling(operator), calling(owner)
    seat = flows.sign_up(training_id=made.pk, organization_id=ours.pk, actor=owner)
    door = f"{API}desk/trainings/{made.pk}/door/"
    assert program.get(door).status_code == 404
    old = staff.get(door).json()
    assert refused(program, "places/arrive/", old) == "door_closed"
    with clock.at(STARTS):
        assert refused(program, "places/arrive/", old) == "door_code_old"
        assert refused(program, "places/arrive/", {"code": "x"}) == "door_code_old"
        code = staff.get(door).json()
        assert refused(calling(make_user()), "places/arrive/", code) == "seat_missing"
        told = [program.send("POST", f"{API}places/arrive/", code).json()["state"] for _twice in range(2)]

    seat.refresh_from_db()
    assert (told, seat.state, last()) == (["attended", "attended"], "attended", ("seat.arrive", owner))


def test_a_mentor_is_entered_by_the_account_changed_and_let_stop(owner: User, operator: User) -> None:
    staff, program, reader = calling(operator), calling(owner), calling(make_user(Role.AUDITOR))
    guide = make_user(name="罗敬之", mobile="+8613900001234")
    words = {"unit": "会计师事务所", "abilities": ["finance"], "hours": 20}
    new = {**words, "person": "13900001234"}
    for other in (program, reader):
        assert refused(other, "mentors/", new, status=404) == "not_found"
    assert refused(staff, "mentors/", {**new, "person": "13900009999"}) == "mentor_account_missing"
    assert refused(staff, "mentors/", {**new, "abilities": []}, status=400) == "invalid"
    made = staff.send("POST", f"{API}mentors/", new)
    at = f"mentors/{made.json()['id']}/"
    assert (made.status_code, made.json()["name"], last()) == (201, "罗敬之", ("mentor.enter", operator))
    assert refused(staff, "mentors/", new) == "mentor_known"

    before = stands()
    refusals = [each.send("PUT", f"{API}{at}", words).status_code for each in (program, reader)]
    assert (refusals, stands()) == ([404, 409], before)
    changed = staff.send("PUT", f"{API}{at}", {**words, "hours": 30})
    assert (changed.json()["hours"], last()) == (30, ("mentor.change", operator))
    assert refused(program, f"{at}end/", {}, status=404) == "not_found"
    assert refused(reader, f"{at}end/", {}) == "capacity_step_not_yours"
    assert staff.send("POST", f"{API}{at}end/", {}).json()["ended_at"] is not None
    assert (Mentor.objects.get(user=guide).ended_at is not None, last()) == (True, ("mentor.end", operator))
    assert refused(staff, f"{at}end/", {}) == "capacity_step_not_yours"

"""Experts of a round: invited and told, their load, released, replaced; and how they come to an account."""

from typing import Any

import pytest

from accounts.enums import Role
from accounts.flows.inviting import accept_as_newcomer, link_token
from accounts.models import RoleInvitation
from reviews.enums import How
from reviews.flows.appointing import (
    appoint_expert,
    appoint_substitute,
    end_appointment,
    remind_pledges,
    set_load,
)
from reviews.flows.joining import invite_expert, link_expert
from reviews.flows.pledging import decline_appointment
from reviews.models import Appointment, Expert
from reviews.queries.pool import account_state
from tests.accounts.factories import make_user
from tests.reviews.pool.factories import NOW, give, make_entered, make_expert, make_part, make_round
from tests.reviews.pool.test_pool import refusal
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.notify.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now() -> Any:
    with clock.at(NOW):
        yield


def told(event: str) -> list[int]:
    return list(Message.objects.filter(event=event).values_list("person", flat=True))


def test_an_expert_is_invited_once_and_told_where_to_sign() -> None:
    round_, expert, clerk = make_round(), make_expert(most=24), make_user(Role.CLERK)
    part = appoint_expert(round_id=round_.pk, expert_id=expert.pk, lower=3, actor=clerk)

    assert (part.state, part.how, part.lower, part.upper) == ("invited", How.CHOSEN, 3, 24)
    message = Message.objects.get(event="expert_invited")
    assert (message.person, message.path) == (expert.user, "/review/pledge/2025/")
    assert refusal(lambda: appoint_expert(round_id=round_.pk, expert_id=expert.pk, actor=clerk)) == "appointment_stands"
    assert Appointment.objects.count() == 1


def test_who_is_out_of_use_overloaded_or_too_late_is_not_invited() -> None:
    round_, actor = make_round(), make_user()
    out, small = make_expert(active=False), make_expert(most=5)

    assert refusal(lambda: appoint_expert(round_id=round_.pk, expert_id=out.pk, actor=actor)) == "expert_not_in_use"
    over = {"round_id": round_.pk, "expert_id": small.pk, "actor": actor}
    assert refusal(lambda: appoint_expert(**over, upper=6)) == "load_too_high"
    assert refusal(lambda: appoint_expert(**over, lower=5, upper=4)) == "load_backwards"
    decided = make_round("decided")
    assert refusal(lambda: appoint_expert(round_id=decided.pk, expert_id=small.pk, actor=actor)) == "round_asks_nobody"
    assert not Appointment.objects.exists()
    assert not Message.objects.exists()


def test_who_declined_may_be_invited_again_and_signs_anew() -> None:
    part = make_part(state="invited")
    decline_appointment(appointment_id=part.pk, reason="出差", actor=part.expert.user)
    part.refresh_from_db()
    assert (part.state, part.reason) == ("declined", "出差")

    again = appoint_expert(round_id=part.round_id, expert_id=part.expert_id, actor=make_user())
    assert (again.pk, again.state, again.reason, again.pledged_at) == (part.pk, "invited", "", None)


def test_an_expert_with_projects_is_not_released() -> None:
    part = make_part()
    give(make_entered(part.round), part)

    assert refusal(lambda: end_appointment(appointment_id=part.pk, reason=" ", actor=make_user())) == "reason_missing"
    act = {"appointment_id": part.pk, "reason": "超出负荷", "actor": make_user()}
    assert refusal(lambda: end_appointment(**act)) == "appointment_carries"
    part.refresh_from_db()
    assert part.state == "pledged"

    part.assignments.update(state="released")
    end_appointment(**act)
    part.refresh_from_db()
    assert (part.state, part.reason) == ("ended", "超出负荷")
    assert told("expert_released") == [part.expert.user_id]


def test_the_load_stays_within_what_the_expert_takes() -> None:
    part = make_part(make_expert(most=10))
    set_load(appointment_id=part.pk, lower=2, upper=8, actor=make_user())
    set_load(appointment_id=part.pk, lower=2, upper=8, actor=make_user())

    act = {"appointment_id": part.pk, "lower": 0, "actor": make_user()}
    assert refusal(lambda: set_load(**act, upper=11)) == "load_too_high"
    part.refresh_from_db()
    assert (part.lower, part.upper) == (2, 8)
    assert AuditEntry.objects.filter(verb="appointment.load").count() == 1


def test_a_chosen_substitute_takes_the_place_once() -> None:
    part = make_part()
    act = {"appointment_id": part.pk, "expert_id": make_expert().pk, "actor": make_user()}
    assert refusal(lambda: appoint_substitute(**act)) == "appointment_serves"

    end_appointment(appointment_id=part.pk, reason="生病", actor=make_user())
    made = appoint_substitute(**act)
    assert (made.how, made.replaces_id, made.draw) == (How.SUBSTITUTE, part.pk, None)
    assert refusal(lambda: appoint_substitute(**{**act, "expert_id": make_expert().pk})) == "substitute_there"
    nobody = make_part()
    end_appointment(appointment_id=nobody.pk, reason="生病", actor=make_user())
    assert refusal(lambda: appoint_substitute(appointment_id=nobody.pk, actor=make_user())) == "substitute_nobody"


def test_who_has_not_signed_is_reminded_once_a_day() -> None:
    round_ = make_round()
    waiting, signed = make_part(round_=round_, state="invited"), make_part(round_=round_)
    keys = [waiting.pk, signed.pk, make_part(make_expert(account=False), round_, "invited").pk]
    counts = [remind_pledges(round_id=round_.pk, appointment_ids=keys, actor=make_user()) for _each in range(2)]

    assert (counts, told("expert_reminded")) == ([1, 0], [waiting.expert.user_id])
    assert AuditEntry.objects.filter(verb="appointment.remind").count() == 1


def test_an_invitation_into_the_round_waits_for_the_account() -> None:
    clerk = make_user(Role.CLERK)
    expert = make_expert(account=False, mobile="+8613800138077")
    appoint_expert(round_id=make_round().pk, expert_id=expert.pk, actor=clerk)
    assert not Message.objects.exists()

    invite_expert(expert_id=expert.pk, actor=clerk)
    expert.refresh_from_db()
    assert account_state(expert, clock.now()) == "invited"
    token = link_token(RoleInvitation.objects.get())
    user, _proposal = accept_as_newcomer(
        token=token, name="沈怀远", password=None, consents=["account"], locale="zh-hans"
    )  # fmt: skip

    expert.refresh_from_db()
    assert (expert.user, user.has_role(Role.EXPERT)) == (user, True)
    assert told("expert_invited") == [user.pk]


def test_an_invitation_that_was_sent_is_sent_again_not_twice() -> None:
    expert, clerk = make_expert(account=False, email="shen@x.example"), make_user(Role.CLERK)
    invite_expert(expert_id=expert.pk, actor=clerk)
    invite_expert(expert_id=expert.pk, actor=clerk)

    assert list(RoleInvitation.objects.values_list("email", "sent")) == [("shen@x.example", 2)]


def test_an_account_that_is_there_is_joined_instead_of_invited() -> None:
    user, clerk = make_user(mobile="+8613800138078"), make_user(Role.CLERK)
    expert = make_expert(account=False, mobile="+8613800138078")

    assert refusal(lambda: invite_expert(expert_id=expert.pk, actor=clerk)) == "expert_account_found"
    link_expert(expert_id=expert.pk, actor=clerk)
    expert.refresh_from_db()
    assert expert.user == user
    assert type(user).objects.get(pk=user.pk).has_role(Role.EXPERT)
    assert refusal(lambda: link_expert(expert_id=expert.pk, actor=clerk)) == "expert_has_account"


def test_nobody_is_joined_without_a_number_or_with_somebody_elses_account() -> None:
    taken = make_user(Role.EXPERT, mobile="+8613800138079")
    Expert.objects.create(name="甲", user=taken, added_at=clock.now())
    expert = make_expert(account=False, email=taken.email)

    assert refusal(lambda: link_expert(expert_id=expert.pk, actor=make_user(Role.CLERK))) == "expert_no_account"
    silent = make_expert(account=False)
    assert refusal(lambda: invite_expert(expert_id=silent.pk, actor=make_user(Role.CLERK))) == "expert_unreachable"
    assert not RoleInvitation.objects.exists()

"""Addresses are masked when they have served, and at once when an account is closed."""

from datetime import timedelta
from typing import Any

import pytest

from tests.accounts.factories import make_user
from venture.jobs.flows import work_off
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify import codes, flows
from venture.notify.domain.masking import masked
from venture.notify.models import CodesSent, Delivery, Message, SecretCode

pytestmark = pytest.mark.django_db


def test_after_ninety_days_only_the_mask_is_left(mailoutbox: list[Any]) -> None:
    flows.tell(make_user(email="zhou@city.example"), "role_given", "k", role="clerk")
    work_off()
    with clock.at(clock.now() + timedelta(days=89)):
        early = (flows.tidy(), Delivery.objects.get().address)
    with clock.at(clock.now() + timedelta(days=91)):
        late = (flows.tidy(), Delivery.objects.get().address, flows.tidy())

    assert (early, late) == ((0, "zhou@city.example"), (1, "z***u@city.example", 0))
    assert len(mailoutbox) == 1


def test_codes_and_their_counts_are_forgotten() -> None:
    codes.issue("c", channel="sms", address="+8613800138000", language="zh-hans")
    with clock.at(clock.now() + timedelta(hours=25)):
        flows.tidy()

    assert (SecretCode.objects.count(), CodesSent.objects.count()) == (0, 0)


def test_a_closed_account_gets_nothing_more_and_leaves_no_address(mailoutbox: list[Any]) -> None:
    person = make_user(email="zhou@city.example", mobile="+8613800138000")
    flows.tell(person, "password_changed", "waiting")
    parked = flows.tell(person, "role_given", "parked", role="clerk").deliveries.get()
    flows.give_up(parked, error="TimeoutError")
    masked_now = flows.forget_addresses(person=person)
    work_off()

    assert masked_now == 3
    assert sorted(Delivery.objects.values_list("address", "state")) == [
        ("138****8000", "dropped"), ("z***u@city.example", "dropped"), ("z***u@city.example", "dropped"),
    ]  # fmt: skip
    assert (len(mailoutbox), Message.objects.filter(person=person).count()) == (0, 2)
    with pytest.raises(RuleRefusal):
        flows.resend(delivery_id=parked.pk, actor=person)


def test_what_waits_for_a_person_longer_than_that_is_taken_off_the_list() -> None:
    delivery = flows.tell(make_user(email="zhou@city.example"), "role_given", "k", role="clerk").deliveries.get()
    flows.give_up(delivery, error="TimeoutError")
    with clock.at(clock.now() + timedelta(days=91)):
        flows.tidy()
    delivery.refresh_from_db()

    assert (delivery.state, delivery.address) == ("dropped", "zhou@city.example")


@pytest.mark.parametrize(
    ("address", "mask"),
    [
        ("+8613800138000", "138****8000"),
        ("zhou.min@city.example", "z***n@city.example"),
        ("z@city.example", "z***@city.example"),
        ("z***@city.example", "z***@city.example"),
        ("138****8000", "138****8000"),
    ],
)
def test_a_mask_shows_enough_to_know_ones_own_and_stays_a_mask(address: str, mask: str) -> None:
    assert masked(address) == mask

"""One number, one spelling: otherwise one person has two accounts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.contacts import Contact, contact_of, email_of, mobile_of


@pytest.mark.parametrize(
    "typed",
    [
        "13800138000",
        " 138 0013 8000 ",
        "138-0013-8000",
        "+8613800138000",
        "8613800138000",
        "008613800138000",
        "１３８００１３８０００",
    ],
)
def test_a_mobile_number_is_read_as_people_type_it(typed: str) -> None:
    assert contact_of(typed) == Contact("mobile", "+8613800138000")


@pytest.mark.parametrize(
    "typed", ["12800138000", "1380013800", "138001380001", "+85291234567", "4008001234", "02088886666", ""]
)
def test_what_is_no_chinese_mobile_number_is_refused(typed: str) -> None:
    assert mobile_of(typed) is None


@given(st.integers(min_value=0, max_value=10**9 - 1), st.sampled_from("3456789"))
def test_every_number_comes_back_to_itself(rest: int, second: str) -> None:
    number = f"1{second}{rest:09d}"

    assert mobile_of(mobile_of(number) or "") == f"+86{number}"


def test_an_address_is_kept_in_lower_case() -> None:
    assert email_of(" Min@City.Example ") == "min@city.example"
    assert [email_of(text) for text in ("min", "min@city", "@city.example", "a b@city.example", "a@b@c.de")] == [
        None
    ] * 5


def test_a_mask_shows_enough_for_its_owner_only() -> None:
    assert Contact("mobile", "+8613800138000").masked == "138****8000"
    assert Contact("email", "zhoumin@city.example").masked == "z***n@city.example"
    assert Contact("email", "a@city.example").masked == "a***@city.example"

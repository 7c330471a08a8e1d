"""Donations by program: the staff read them without a telephone, and confirm gifts by the rule of two."""

import pytest

from accounts.enums import Role
from grants.models import JournalEntry
from tests.accounts.factories import make_user
from tests.api.conftest import calling
from tests.grants.giving.cases import EARLY, Giving, agreed, make_giving, recorded
from tests.reviews.decide_factories import WAN, make_scored_round
from venture.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Giving:
    return make_giving(make_scored_round().round)


def test_staff_read_donations_and_nobody_reads_a_telephone(case: Giving) -> None:
    donation = agreed(case, fund=True)
    recorded(case, donation)
    with clock.at(EARLY):
        listed = calling(case.clerk).get("/api/v1/donations/?state=agreed")
        one = calling(case.clerk).get(f"/api/v1/donations/{donation.receipt}/")
        strangers = calling(make_user()).get("/api/v1/donations/")
        missing = calling(make_user(Role.EXPERT)).get(f"/api/v1/donations/{donation.receipt}/")

    assert [each["receipt"] for each in listed.json()["results"]] == [donation.receipt]
    assert (one.json()["fund"], one.json()["came_fen"], one.json()["gifts"][0]["state"]) == (
        case.fund.slug, 0, "waiting",
    )  # fmt: skip
    assert "13900000001" not in listed.content.decode() + one.content.decode()
    assert (strangers.json()["results"], missing.status_code) == ([], 404)


def test_a_gift_is_confirmed_by_another_person_than_who_recorded_it(case: Giving) -> None:
    donation = agreed(case, fund=True)
    gift = recorded(case, donation, 3 * WAN)
    address = f"/api/v1/donations/{donation.receipt}/gifts/{gift.pk}/confirm/"
    with clock.at(EARLY):
        own = calling(case.maker).send("POST", address, {})
        assert (own.status_code, JournalEntry.objects.count()) == (409, 0)
        done = calling(case.checker).send("POST", address, {})

    assert (done.status_code, done.json()["came_fen"], done.json()["state"]) == (200, 3 * WAN, "received")
    assert JournalEntry.objects.count() == 1

"""Donations that go back, by program: one asks, another approves, the finance pays; a refusal moves nothing."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.enums import Role
from grants.models import Gift, JournalEntry, Refund
from tests.accounts.factories import make_user
from tests.api.conftest import Caller, calling
from tests.grants.giving.cases import Giving, agreed, make_giving, received
from tests.reviews.decide_factories import REVIEWED, WAN, make_scored_round
from venture.audit.models import AuditEntry
from venture.kernel import clock

pytestmark = pytest.mark.django_db
LATER = REVIEWED + timedelta(days=40)


@pytest.fixture
def case() -> Giving:
    return make_giving(make_scored_round().round)


@pytest.fixture
def gift(case: Giving) -> Gift:
    project = case.round.projects.order_by("pk")[0]
    made = received(case, agreed(case, project=project), 3 * WAN)
    type(project).objects.filter(pk=project.pk).update(state="rejected")
    return made


def refused(program: Caller, path: str, body: Any, status: int = 409) -> str:
    before = list(Refund.objects.values()), JournalEntry.objects.count(), AuditEntry.objects.count()
    answer = program.send("POST", path, body)
    after = list(Refund.objects.values()), JournalEntry.objects.count(), AuditEntry.objects.count()
    assert (answer.status_code, after) == (status, before)
    return str(answer.json()["code"])


def test_a_gift_goes_back_by_three_steps_of_different_desks(case: Giving, gift: Gift) -> None:
    ask = f"/api/v1/donations/{gift.donation.receipt}/gifts/{gift.pk}/refund/"
    with clock.at(LATER):
        clerk, head, maker = calling(case.clerk), calling(case.head), calling(case.maker)
        assert refused(calling(make_user()), ask, {"reason": "未入选"}, 404) == "not_found"
        assert refused(calling(make_user(Role.EXPERT)), ask, {"reason": "未入选"}, 404) == "not_found"
        assert refused(head, ask, {"reason": "未入选"}) == "refund_not_yours"
        made = clerk.send("POST", ask, {"reason": "未入选"})
        assert refused(clerk, ask, {"reason": "再退"}) == "refund_stands"

        path = f"/api/v1/refunds/{made.json()['id']}/"
        assert refused(clerk, f"{path}approve/", {}) == "refund_not_yours"
        assert refused(maker, f"{path}pay/", {"voucher": "T1", "on": "2025-01-01"}) == "refund_not_yours"
        assert refused(head, f"{path}refuse/", {"answer": "不退"}) == "refund_owed"
        approved = head.send("POST", f"{path}approve/", {})
        assert refused(head, f"{path}approve/", {}) == "refund_not_yours"
        day = (LATER.date() + timedelta(days=3)).isoformat()
        assert refused(maker, f"{path}pay/", {"voucher": "T1", "on": day}) == "gift_in_future"
        entries = JournalEntry.objects.count()
        paid = maker.send("POST", f"{path}pay/", {"voucher": "T1", "on": LATER.date().isoformat()})
        listed = clerk.get(f"/api/v1/refunds/?donation={gift.donation.receipt}").json()["results"]
        strange = calling(make_user()).get("/api/v1/refunds/").json()["results"]

    assert (made.status_code, made.json()["state"], made.json()["amount_fen"]) == (201, "asked", 3 * WAN)
    assert (approved.json()["state"], paid.json()["state"], paid.json()["voucher"]) == ("approved", "paid", "T1")
    assert (JournalEntry.objects.count(), Refund.objects.get().paid_by) == (entries + 1, case.maker)
    assert ([each["id"] for each in listed], strange) == ([made.json()["id"]], [])


def test_a_token_for_gifts_moves_no_refund(case: Giving, gift: Gift) -> None:
    ask = f"/api/v1/donations/{gift.donation.receipt}/gifts/{gift.pk}/refund/"
    with clock.at(LATER):
        assert refused(calling(case.clerk, "donations:write", "refunds:read"), ask, {"reason": "x"}, 403) == (
            "permission_denied"
        )

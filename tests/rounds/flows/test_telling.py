"""When a call opens, those who may apply hear of it once; nobody else, and nobody once it is closed."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Area
from organizations import flows as organizations
from organizations.enums import MemberRole
from rounds import flows
from rounds.flows import telling
from tests.accounts.factories import make_user
from tests.organizations.factories import make_area, make_organization, make_verified
from tests.rounds.factories import OPENS, make_published
from venture.jobs.flows import work_off
from venture.kernel import clock
from venture.notify.models import Delivery, Message

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def opened(**basics: Any) -> Any:
    with clock.at(OPENS - timedelta(days=10)):
        round_ = make_published(**basics)
    with clock.at(OPENS + MINUTE):
        flows.announce_window(round_id=round_.pk)
    return round_


def test_writers_and_signers_of_verified_organisations_hear_once() -> None:
    owner, viewer, newcomer = make_user(name="周敏"), make_user(), make_user()
    with clock.at(OPENS - timedelta(days=30)):
        verified = make_verified(owner)
        organizations.add_member(organization_id=verified.pk, user=viewer, role=MemberRole.VIEWER, actor=owner)
        make_organization(newcomer)
    round_ = opened()
    with clock.at(OPENS + MINUTE):
        work_off()
        flows.announce_window(round_id=round_.pk)
        work_off()
    told = Message.objects.filter(event="round_opened")

    assert list(told.values_list("person__display_name", "path")) == [("周敏", "/calls/2025/")]
    assert told.get().context == {"round": "2025年度公益创投", "closes": round_.closes_at.isoformat()}
    assert "2025" in told.get().text
    assert Delivery.objects.filter(message__event="round_opened").values_list("channel", "state").get() == (
        "email",
        "sent",
    )


def test_a_districts_call_is_the_districts_news() -> None:
    near, far = make_user(), make_user()
    with clock.at(OPENS - timedelta(days=30)):
        make_verified(near, area=make_area())
        make_verified(far, area=make_area("999902001000", "云岭街道"))
        district = Area.objects.create(code="999901000000", name="临溪区")
    round_ = opened(area=district)

    assert list(telling.those_who_may_apply(round_)) == [near]


def test_many_are_told_in_steps_and_a_second_run_tells_nobody_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "BATCH", 2)
    with clock.at(OPENS - timedelta(days=30)):
        for _each in range(5):
            make_verified()
    opened()
    with clock.at(OPENS + MINUTE):
        work_off()

    assert Message.objects.filter(event="round_opened").count() == 5


def test_a_call_that_closed_before_the_worker_came_is_not_announced_any_more() -> None:
    with clock.at(OPENS - timedelta(days=30)):
        make_verified()
    round_ = opened()
    with clock.at(OPENS + timedelta(days=60)):
        flows.announce_window(round_id=round_.pk)
        work_off()

    assert not Message.objects.filter(event="round_opened").exists()

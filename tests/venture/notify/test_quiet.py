"""Telephones stay silent in the night, unless an account is at risk."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.accounts.factories import make_user
from venture.jobs.models import Job
from venture.kernel import clock
from venture.notify import flows, registry
from venture.notify.domain.quiet import earliest
from venture.notify.models import Delivery


def beijing(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 3, day, hour, minute, tzinfo=clock.BEIJING)


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        (beijing(1, 8), beijing(1, 8)),
        (beijing(1, 20, 59), beijing(1, 20, 59)),
        (beijing(1, 21), beijing(2, 8)),
        (beijing(1, 23, 59), beijing(2, 8)),
        (beijing(2, 0), beijing(2, 8)),
        (beijing(2, 7, 59), beijing(2, 8)),
        (beijing(31, 22), datetime(2027, 4, 1, 8, tzinfo=clock.BEIJING)),
    ],
)
def test_what_would_ring_in_the_night_waits_for_the_morning(now: datetime, leaves: datetime) -> None:
    assert earliest(now, quiet_from=21, quiet_until=8) == leaves


def test_quiet_within_one_day_and_no_quiet_at_all() -> None:
    noon = beijing(1, 12, 30)

    assert earliest(noon, quiet_from=12, quiet_until=14) == beijing(1, 14)
    assert earliest(beijing(1, 14), quiet_from=12, quiet_until=14) == beijing(1, 14)
    assert earliest(noon, quiet_from=8, quiet_until=8) == noon


@pytest.fixture(autouse=True)
def _events() -> Iterator[None]:
    registry.event("test.deadline", title="x", text="x", sms=True)
    registry.event("test.alarm", title="x", text="x", sms=True, at_once=True)
    yield
    for code in ("test.deadline", "test.alarm"):
        registry._events.pop(code)


@pytest.mark.django_db
def test_at_eleven_in_the_night_a_mail_leaves_a_text_waits_and_an_alarm_rings() -> None:
    person = make_user(email="a@city.example", mobile="+8613800138000")
    night, morning = beijing(1, 23).astimezone(UTC), beijing(2, 8).astimezone(UTC)
    with clock.at(night):
        flows.tell(person, "test.deadline", "k")
        flows.tell(person, "test.alarm", "k")
    due: dict[Any, Any] = {job.payload["delivery_id"]: job.run_at for job in Job.objects.all()}
    found = {(each.message.event, each.channel): due[each.pk] for each in Delivery.objects.select_related("message")}

    assert found == {
        ("test.deadline", "email"): night,
        ("test.deadline", "sms"): morning,
        ("test.alarm", "email"): night,
        ("test.alarm", "sms"): night,
    }

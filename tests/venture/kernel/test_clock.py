"""Time is the database's, read when asked; it moves in tests only."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from venture.kernel import clock

NOON = datetime(2027, 3, 8, 4, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_now_is_asked_of_the_database_each_time(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        first, second = clock.now(), clock.now()

    assert first <= second
    assert first.tzinfo is UTC
    assert abs(second - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_now_goes_on_inside_a_transaction() -> None:
    with transaction.atomic():
        before = clock.now()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.05)")
        after = clock.now()

    assert after - before >= timedelta(seconds=0.05)


def test_the_clock_moves_for_a_block_and_goes_back() -> None:
    with clock.at(NOON):
        with clock.at(NOON + timedelta(hours=1)):
            inner = clock.now()
        outer = clock.now()

    assert (outer, inner) == (NOON, NOON + timedelta(hours=1))
    assert clock._moved_to is None


def test_two_who_move_the_clock_crosswise_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_moved_to", None)
    with pytest.raises(RuntimeError, match="by two threads"), clock.at(NOON):
        monkeypatch.setattr(clock, "_moved_to", lambda: NOON)


def test_a_moved_clock_goes_on_where_it_is_told_to() -> None:
    with clock.at(NOON, going=True):
        first, second = clock.now(), clock.now()

    assert NOON <= first < second < NOON + timedelta(minutes=1)
    assert clock._moved_to is None


def test_the_day_is_the_one_in_beijing() -> None:
    with clock.at(datetime(2027, 3, 8, 16, 30, tzinfo=UTC)):
        assert clock.today() == date(2027, 3, 9)


def test_production_does_not_move_the_clock(settings: Settings) -> None:
    settings.CLOCK_MOVABLE = False

    with pytest.raises(ImproperlyConfigured), clock.at(NOON):
        pass
    assert clock._moved_to is None


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"), clock.at(datetime(2027, 3, 8)):  # noqa: DTZ001
        pass

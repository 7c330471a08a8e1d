"""What a person holds today: one query, by the database's own day; none for whoever was never given a role."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import RoleGrant, User
from tests.accounts.factories import make_user
from venture.kernel import clock

pytestmark = pytest.mark.django_db


def test_whoever_was_never_given_a_role_is_not_asked_for_any(django_assert_num_queries: Any) -> None:
    person = make_user()
    with django_assert_num_queries(1):
        assert User.objects.get(pk=person.pk).roles == frozenset()


def test_a_superuser_without_a_role_still_counts_as_administrator() -> None:
    person = make_user(is_superuser=True)
    assert User.objects.get(pk=person.pk).roles == {Role.SYSTEM_ADMIN}


def test_the_query_knows_the_day_by_itself(django_assert_num_queries: Any) -> None:
    person, today = make_user(), clock.today()
    for role, first, last in (
        (Role.CLERK, today, None),
        (Role.HEAD, today - timedelta(days=9), today),
        (Role.AUDITOR, today + timedelta(days=2), None),
        (Role.EXPERT, today - timedelta(days=9), today - timedelta(days=2)),
    ):
        RoleGrant.objects.create(user=person, role=role, starts_on=first, ends_on=last)
    with django_assert_num_queries(2):
        assert User.objects.get(pk=person.pk).roles == {Role.CLERK, Role.HEAD}


def test_a_moved_clock_moves_the_day_of_the_query() -> None:
    person = make_user()
    RoleGrant.objects.create(user=person, role=Role.CLERK, starts_on="2026-03-02", ends_on="2026-03-03")
    held = {}
    for day in (1, 2, 3, 4):
        with clock.at(datetime(2026, 3, day, 12, tzinfo=clock.BEIJING)):
            held[day] = bool(User.objects.get(pk=person.pk).roles)
    assert held == {1: False, 2: True, 3: True, 4: False}

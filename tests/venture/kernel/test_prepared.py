"""Queries whose text is kept: what is given is put in anew, the rows are read afresh, and nothing else may change."""

import sys
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.db.transaction import TransactionManagementError, atomic
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from accounts.enums import Role
from accounts.models import Area, RoleGrant, User
from tests.accounts.factories import make_user
from tests.venture.kernel.test_errors import APPS
from venture.kernel import clock
from venture.kernel.prepared import Prepared

pytestmark = pytest.mark.django_db


def _by_code(code: str, parent: int) -> Any:
    return Area.objects.filter(code=code, parent=parent).select_related("parent")


def _areas() -> tuple[Area, Area]:
    city = Area.objects.create(code="519900000000", name="云外市")
    return city, Area.objects.create(code="519901000000", name="东街", parent=city)


def test_rows_come_as_from_the_queryset_and_anew_at_each_call() -> None:
    city, street = _areas()
    prepared = Prepared(_by_code)

    assert prepared(code=street.code, parent=city.pk) == [street]
    Area.objects.filter(pk=street.pk).update(name="西街")
    with CaptureQueriesContext(connection) as queries:
        (found,) = prepared(code=street.code, parent=city.pk)
        assert (found.name, found.parent) == ("西街", city)
    assert len(queries) == 1
    assert prepared(code=city.code, parent=city.pk) == prepared(code="' OR 1=1 --", parent=city.pk) == []


def test_what_was_given_before_stands_nowhere() -> None:
    people = [make_user(Role.CLERK), make_user(Role.EXPERT)]
    prepared = Prepared(
        lambda user: RoleGrant.objects.filter(Q(user=user) | Q(user=user)).values_list("role", flat=True)
    )

    assert [prepared(user=each.pk) for each in people * 2] == [["clerk"], ["expert"]] * 2


def test_the_query_is_built_once() -> None:
    built: list[int] = []

    def build(pk: int) -> Any:
        built.append(pk)
        return User.objects.filter(pk=pk)

    prepared = Prepared(build)
    for pk in (7, 8, 9):
        prepared(pk=pk)

    assert len(built) == 2
    assert not {7, 8, 9} & {*built}


@pytest.mark.parametrize(
    "build",
    [
        lambda pk: User.objects.all(),
        lambda pk: User.objects.filter(pk__in=range(pk % 7 + 1)),
        lambda pk: User.objects.filter(pk=pk) if pk % 3 else User.objects.filter(pk=pk, is_active=True),
        lambda pk: User.objects.filter(pk=pk + 1),
        lambda pk: User.objects.filter(pk=pk, date_joined__lte=clock.now()),
        lambda pk: RoleGrant.objects.filter(pk=pk, starts_on__lte=clock.today()),
    ],
)
def test_a_query_that_hangs_on_its_arguments_is_refused(build: Any) -> None:
    with pytest.raises(ValueError, match="cannot be kept"):
        Prepared(build)(pk=1)


@pytest.mark.always
def test_every_query_of_the_house_that_is_kept_may_be_kept() -> None:
    get_resolver().url_patterns  # noqa: B018 -- whoever serves pages has imported them all
    ours = [module for name, module in [*sys.modules.items()] if name.partition(".")[0] in APPS]
    kept = {id(each): each for module in ours for each in vars(module).values() if isinstance(each, Prepared)}

    assert len(kept) > 10
    for each in kept.values():
        each._texts.pop(connection.vendor, None)
        each._learn(connection.vendor)


def test_no_row_has_a_number_that_no_column_holds() -> None:
    assert Prepared(lambda pk: User.objects.filter(pk=pk))(pk=2**63) == []


def test_while_the_clock_is_moved_nothing_is_kept() -> None:
    user = make_user()
    RoleGrant.objects.create(user=user, role=Role.CLERK, starts_on="2026-03-02", ends_on="2026-03-03")
    prepared = Prepared(lambda user: RoleGrant.objects.current(clock.day_in_query()).filter(user=user))

    for day, held in ((1, 0), (2, 1), (4, 0)):
        with clock.at(datetime(2026, 3, day, 4, tzinfo=UTC)):
            assert len(prepared(user=user.pk)) == held


@pytest.mark.django_db(transaction=True)
def test_a_lock_needs_a_transaction_at_every_call() -> None:
    prepared = Prepared(lambda pk: User.objects.select_for_update().filter(pk=pk))
    with atomic():
        prepared(pk=1)

    with pytest.raises(TransactionManagementError):
        prepared(pk=1)

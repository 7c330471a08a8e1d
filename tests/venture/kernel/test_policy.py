"""One declaration answers for many rows, for one row, for buttons; nobody else decides."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from pytest_django import DjangoAssertNumQueries

from accounts.enums import Role
from accounts.models import Area
from tests.accounts.factories import make_user
from venture.kernel import policy


@pytest.fixture
def declared() -> Iterator[None]:
    policy.declare("test.view", lambda user: Q(code__startswith="9"))
    policy.declare("test.public", lambda user: Q(name="open"), public=True)
    policy.declare_act("test.create", lambda user: user.has_role(Role.CLERK))
    yield
    for name in ("test.view", "test.public"):
        policy._rules.pop(name)
    policy._public.discard("test.public")
    policy._acts.pop("test.create")


@pytest.fixture
def areas(db: None) -> list[Area]:
    return [Area.objects.create(code="9" * 12, name="open"), Area.objects.create(code="1" * 12, name="shut")]


def test_one_declaration_answers_for_rows_one_row_and_buttons(
    declared: None, areas: list[Area], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user = make_user()
    seen, unseen = areas
    with django_assert_num_queries(1):
        buttons = {
            row.code: row.right for row in policy.with_right(user, "test.view", Area.objects.all(), name="right")
        }

    assert list(policy.visible(user, "test.view", Area.objects.all())) == [seen]
    assert (policy.allows(user, "test.view", seen), policy.allows(user, "test.view", unseen)) == (True, False)
    assert buttons == {seen.code: True, unseen.code: False}
    assert (user.has_perm("test.view", seen), user.has_perm("test.view", unseen)) == (True, False)


def test_several_acts_on_one_row_are_asked_at_once(
    declared: None, areas: list[Area], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    user, (seen, unseen) = make_user(), areas
    both = ("test.view", "test.public")
    with django_assert_num_queries(2):
        assert policy.rights(user, both, seen) == {"test.view", "test.public"}
        assert policy.rights(user, both, unseen) == frozenset()
    with django_assert_num_queries(1):
        assert policy.rights(AnonymousUser(), both, seen) == {"test.public"}
    with django_assert_num_queries(0):
        assert policy.rights(AnonymousUser(), ("test.view",), seen) == frozenset()
        assert policy.rights(user, (), seen) == frozenset()


def test_strangers_and_inactive_people_hold_only_what_is_public(declared: None, areas: list[Area]) -> None:
    gone = make_user(Role.CLERK, is_active=False)
    for person in (AnonymousUser(), gone):
        assert list(policy.visible(person, "test.view", Area.objects.all())) == []
        assert [row.name for row in policy.visible(person, "test.public", Area.objects.all())] == ["open"]
        assert policy.may(person, "test.create") is False


def test_an_act_without_a_row_is_asked_by_name(declared: None, db: None) -> None:
    assert policy.may(make_user(Role.CLERK), "test.create") is True
    assert policy.may(make_user(Role.LEADER), "test.create") is False
    with pytest.raises(KeyError):
        policy.may(make_user(), "test.view")


def test_a_superuser_is_no_exception(declared: None, areas: list[Area]) -> None:
    admin = make_user(is_superuser=True)

    assert policy.allows(admin, "test.view", areas[1]) is False
    assert policy.may(admin, "test.create") is False


def test_a_permission_is_declared_once(declared: None) -> None:
    with pytest.raises(ValueError, match="twice"):
        policy.declare("test.view", lambda user: Q())
    with pytest.raises(ValueError, match="twice"):
        policy.declare_act("test.public", lambda user: True)


def test_a_permission_nobody_declared_is_a_mistake_not_a_no(db: None) -> None:
    with pytest.raises(KeyError):
        policy.condition(make_user(), "test.unknown")

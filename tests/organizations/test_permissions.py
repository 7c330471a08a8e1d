"""Who sees which organisation and community: by membership, by role, by area."""

from datetime import date

import pytest

from accounts.domain.areas import prefix_of
from accounts.enums import Role
from accounts.models import RoleGrant, User
from organizations.models import Community, Organization
from tests.accounts.factories import make_user
from tests.organizations.factories import make_area, make_community, make_organization
from venture.kernel import policy


@pytest.mark.parametrize(
    ("code", "prefix"),
    [
        ("999900000000", "9999"),
        ("999901000000", "999901"),
        ("999901003000", "999901003"),
        ("999901003012", "999901003012"),
        ("310000000000", "31"),
        ("101000000000", "1010"),
    ],
)
def test_a_division_holds_what_begins_with_its_digits(code: str, prefix: str) -> None:
    assert prefix_of(code) == prefix


def district_clerk(code: str) -> User:
    user = make_user()
    RoleGrant.objects.create(user=user, role=Role.CLERK, area=make_area(code, "区"), starts_on=date(2020, 1, 1))
    return user


@pytest.mark.django_db
def test_a_district_sees_the_organisations_and_communities_of_its_streets_and_no_others() -> None:
    clerk = district_clerk("999901000000")
    here, there = make_area("999901001000"), make_area("999902001000", "城西街道")
    inside, _outside = make_organization(area=here), make_organization(area=there)
    community, _other = make_community(area=here), make_community(area=there)

    assert list(policy.visible(clerk, "organizations.view_staff", Organization.objects.all())) == [inside]
    assert list(policy.visible(clerk, "organizations.view_communities_staff", Community.objects.all())) == [community]


@pytest.mark.django_db
def test_a_member_sees_the_own_organisation_and_only_its_owner_manages_the_members() -> None:
    from organizations import flows
    from organizations.enums import MemberRole

    owner, viewer = make_user(), make_user()
    mine, _other = make_organization(owner), make_organization()
    flows.add_member(organization_id=mine.pk, user=viewer, role=MemberRole.VIEWER, actor=owner)
    seen = {
        (name, who): list(policy.visible(user, f"organizations.{name}", Organization.objects.all()))
        for name in ("view_own", "change_own", "manage_members")
        for who, user in (("owner", owner), ("viewer", viewer))
    }

    assert seen == {
        ("view_own", "owner"): [mine],
        ("view_own", "viewer"): [mine],
        ("change_own", "owner"): [mine],
        ("change_own", "viewer"): [],
        ("manage_members", "owner"): [mine],
        ("manage_members", "viewer"): [],
    }

"""Members: invited by address, accepted by whoever holds it; the last owner stays."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from organizations import flows
from organizations.enums import MemberRole
from organizations.models import Membership
from tests.accounts.factories import make_user
from tests.organizations.factories import make_organization
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db


def test_whoever_holds_the_verified_address_accepts_and_nobody_else() -> None:
    owner, friend, stranger = make_user(), make_user(email="lin@a.example"), make_user()
    EmailAddress.objects.create(user=friend, email="lin@a.example", verified=True, primary=True)
    organization = make_organization(owner)
    invitation = flows.invite_member(
        organization_id=organization.pk, address="Lin@A.example", role=MemberRole.EDITOR, actor=owner
    )

    with pytest.raises(RuleRefusal, match="invitation_gone"):
        flows.accept_invitation(invitation_id=invitation.pk, actor=stranger)
    membership = flows.accept_invitation(invitation_id=invitation.pk, actor=friend)
    with pytest.raises(RuleRefusal, match="invitation_gone"):
        flows.accept_invitation(invitation_id=invitation.pk, actor=friend)

    assert (membership.user, membership.role, membership.organization) == (friend, "editor", organization)
    assert Membership.objects.count() == 2


def test_an_unverified_address_opens_nothing_and_a_mobile_number_does() -> None:
    owner, friend = make_user(), make_user(email="lin@a.example", mobile="+8613900000001")
    organization = make_organization(owner)
    by_mail = flows.invite_member(
        organization_id=organization.pk, address="lin@a.example", role=MemberRole.EDITOR, actor=owner
    )
    by_mobile = flows.invite_member(
        organization_id=organization.pk, address="139 0000 0001", role=MemberRole.VIEWER, actor=owner
    )

    with pytest.raises(RuleRefusal, match="invitation_gone"):
        flows.accept_invitation(invitation_id=by_mail.pk, actor=friend)

    assert flows.accept_invitation(invitation_id=by_mobile.pk, actor=friend).role == "viewer"


def test_an_invitation_lapses_after_fourteen_days_and_another_may_follow() -> None:
    owner = make_user()
    organization = make_organization(owner)
    now = clock.now()
    flows.invite_member(organization_id=organization.pk, address="a@a.example", role=MemberRole.EDITOR, actor=owner)
    with pytest.raises(RuleRefusal, match="invitation_open"):
        flows.invite_member(organization_id=organization.pk, address="A@a.example", role=MemberRole.EDITOR, actor=owner)

    with clock.at(now + timedelta(days=15)):
        again = flows.invite_member(
            organization_id=organization.pk, address="a@a.example", role=MemberRole.EDITOR, actor=owner
        )

    assert list(organization.invitations.filter(ended_at=None)) == [again]


def test_the_last_owner_neither_ends_nor_becomes_something_else() -> None:
    owner = make_user()
    organization = make_organization(owner)
    membership = organization.memberships.get()

    with pytest.raises(RuleRefusal, match="last_owner"):
        flows.end_membership(membership_id=membership.pk, actor=owner)
    with pytest.raises(RuleRefusal, match="last_owner"):
        flows.change_role(membership_id=membership.pk, role=MemberRole.VIEWER, actor=owner)

    assert list(organization.memberships.values_list("role", "ended_at")) == [("owner", None)]


def test_changing_a_part_ends_the_old_row_and_begins_a_new_one() -> None:
    owner, friend = make_user(), make_user()
    organization = make_organization(owner)
    old = flows.add_member(organization_id=organization.pk, user=friend, role=MemberRole.VIEWER, actor=owner)

    new = flows.change_role(membership_id=old.pk, role=MemberRole.OWNER, actor=owner)

    old.refresh_from_db()
    assert (old.ended_at is not None, new.role, new.pk != old.pk) == (True, "owner", True)


@pytest.mark.parametrize("address", ["", "12345", "no at sign", "a@", "+1 555 0100"])
def test_an_address_that_is_neither_mail_nor_mobile_is_refused(address: str) -> None:
    owner = make_user()
    organization = make_organization(owner)

    with pytest.raises(RuleRefusal, match="address_unreadable"):
        flows.invite_member(organization_id=organization.pk, address=address, role=MemberRole.EDITOR, actor=owner)

    assert organization.invitations.count() == 0

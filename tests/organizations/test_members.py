"""Members: invited by address, accepted by whoever holds it; the last owner stays."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from organizations import flows, queries
from organizations.enums import MemberRole
from organizations.models import Membership, Organization
from tests.accounts.factories import make_user
from tests.organizations.factories import make_organization
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

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


def test_an_owner_hands_over_and_the_colleague_accepts() -> None:
    owner, heir = make_user(), make_user()
    organization = make_organization(owner)
    part = flows.add_member(organization_id=organization.pk, user=heir, role=MemberRole.EDITOR, actor=owner)

    offer = flows.offer_ownership(membership_id=part.pk, actor=owner, stays_as=MemberRole.VIEWER)
    before = roles_of(organization)
    flows.accept_ownership(offer_id=offer.pk, actor=heir)

    assert before == {owner.pk: "owner", heir.pk: "editor"}
    assert roles_of(organization) == {owner.pk: "viewer", heir.pk: "owner"}
    assert Message.objects.get(person=heir).event == "ownership_offered"
    with pytest.raises(RuleRefusal, match="hand_over_gone"):
        flows.accept_ownership(offer_id=offer.pk, actor=heir)


def test_an_owner_who_leaves_with_the_hand_over_is_gone_and_the_last_owner_never_goes_alone() -> None:
    owner, heir = make_user(), make_user()
    organization = make_organization(owner)
    part = flows.add_member(organization_id=organization.pk, user=heir, role=MemberRole.EDITOR, actor=owner)
    with pytest.raises(RuleRefusal, match="last_owner"):
        flows.end_membership(membership_id=organization.memberships.get(user=owner).pk, actor=owner)

    offer = flows.offer_ownership(membership_id=part.pk, actor=owner, stays_as=None)
    flows.accept_ownership(offer_id=offer.pk, actor=heir)

    assert roles_of(organization) == {heir.pk: "owner"}


def test_an_offer_that_is_declined_taken_back_lapsed_or_anothers_moves_nothing() -> None:
    owner, heir, other = make_user(), make_user(), make_user()
    organization = make_organization(owner)
    part = flows.add_member(organization_id=organization.pk, user=heir, role=MemberRole.EDITOR, actor=owner)
    before = roles_of(organization)

    with pytest.raises(RuleRefusal, match="hand_over_gone"):
        flows.offer_ownership(membership_id=part.pk, actor=heir)
    declined = flows.offer_ownership(membership_id=part.pk, actor=owner)
    with pytest.raises(RuleRefusal, match="hand_over_open"):
        flows.offer_ownership(membership_id=part.pk, actor=owner)
    for act in (flows.accept_ownership, flows.end_offer):
        with pytest.raises(RuleRefusal, match="hand_over_gone"):
            act(offer_id=declined.pk, actor=other)
    flows.end_offer(offer_id=declined.pk, actor=heir)
    lapsed = flows.offer_ownership(membership_id=part.pk, actor=owner)
    with clock.at(lapsed.expires_at), pytest.raises(RuleRefusal, match="hand_over_gone"):
        flows.accept_ownership(offer_id=lapsed.pk, actor=heir)
    flows.end_offer(offer_id=lapsed.pk, actor=owner)

    assert roles_of(organization) == before


def test_somebody_who_has_left_meanwhile_cannot_accept() -> None:
    owner, heir = make_user(), make_user()
    organization = make_organization(owner)
    part = flows.add_member(organization_id=organization.pk, user=heir, role=MemberRole.EDITOR, actor=owner)
    offer = flows.offer_ownership(membership_id=part.pk, actor=owner)
    flows.end_membership(membership_id=part.pk, actor=owner)

    with pytest.raises(RuleRefusal, match="hand_over_gone"):
        flows.accept_ownership(offer_id=offer.pk, actor=heir)

    assert roles_of(organization) == {owner.pk: "owner"}


def test_who_writes_signs_and_answers_for_the_account_is_told_by_part() -> None:
    owner = make_user()
    organization = make_organization(owner)
    people = {role: make_user() for role in MemberRole if role != MemberRole.OWNER}
    for role, user in people.items():
        flows.add_member(organization_id=organization.pk, user=user, role=role, actor=owner)

    told = {name: set(getattr(queries, f"{name}_of")(organization)) for name in ("writers", "signers", "treasurers")}

    assert told == {
        "writers": {owner, people[MemberRole.EDITOR]},
        "signers": {owner, people[MemberRole.SIGNATORY]},
        "treasurers": {owner, people[MemberRole.FINANCE]},
    }


def roles_of(organization: Organization) -> dict[int, str]:
    return dict(organization.memberships.filter(ended_at__isnull=True).values_list("user_id", "role"))

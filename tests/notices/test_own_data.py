"""What a person takes along names the own organisations, communities, needs and notices, and nobody else's."""

import json
from typing import Any

import pytest

from accounts.flows.exporting import own_data, paper_of
from organizations import flows
from organizations.enums import MemberRole
from organizations.models import Membership
from tests.accounts.factories import make_user
from tests.notices.test_publishing import draft
from tests.organizations.factories import make_community, make_organization
from tests.projects.factories import make_need

pytestmark = pytest.mark.django_db
EMPTY = ("memberships", "communities", "invitations", "needs", "interests", "need_drafts", "notices")


def test_a_member_takes_the_membership_along_and_a_colleague_none_of_it() -> None:
    owner, other = make_user(name="周敏"), make_user(name="别人的名字")
    organization = make_organization(owner, name="云溪助老服务中心")
    make_organization(other, name="别家机构")
    data: dict[str, Any] = own_data(owner)

    assert [(row["organisation"], row["until"]) for row in data["memberships"]] == [(organization.name, None)]
    text = json.dumps(data, ensure_ascii=False)
    assert ("别人的名字" in text, "别家机构" in text) == (False, False)
    assert str(Membership._meta.verbose_name) not in {row["record"] for row in data["named_in"]}


def test_an_invitation_to_an_unproved_address_is_not_told() -> None:
    organization = make_organization(make_user(), name="云溪助老服务中心")
    invited, liar = make_user(mobile="+8613800138000"), make_user(email="canary@city.example")
    for address in ("13800138000", "canary@city.example"):
        flows.invite_member(
            organization_id=organization.pk, address=address, role=MemberRole.EDITOR,
            actor=organization.memberships.get().user,
        )  # fmt: skip

    assert [row["organisation"] for row in own_data(invited)["invitations"]] == ["云溪助老服务中心"]
    assert own_data(liar)["invitations"] == []


def test_a_community_worker_takes_the_community_and_the_reported_needs_along() -> None:
    worker, other = make_user(), make_user()
    community = make_community(worker=worker)
    need = make_need(worker, community)
    mine, theirs = own_data(worker), own_data(other)

    assert [row["community"] for row in mine["communities"]] == [community.name]
    assert [(row["code"], row["title"]) for row in mine["needs"]] == [(need.code, need.title)]
    assert [theirs[name] for name in EMPTY] == [[]] * len(EMPTY)


def test_who_wrote_a_notice_takes_its_title_along() -> None:
    clerk = make_user()
    notice = draft(clerk)

    assert [row["title"] for row in own_data(clerk)["notices"]] == [notice.title]
    assert own_data(make_user())["notices"] == []


def test_every_part_is_printed_with_words_for_its_columns() -> None:
    worker = make_user()
    make_need(worker, make_community(worker=worker))
    make_organization(worker)
    paper = paper_of(own_data(worker))

    heads = {label for section in paper["sections"] for label in section.get("head", [])}
    assert len(paper["sections"]) >= len(EMPTY)
    assert [label for label in heads if label.isascii() and label.islower()] == []

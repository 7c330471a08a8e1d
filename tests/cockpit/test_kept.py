"""The counts beside the menu: kept for a while, each person's own, counted anew after an own act or in another role."""

from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import RoleGrant, User
from organizations import flows
from tests.accounts.factories import make_user
from tests.organizations.factories import PAPERS, make_organization

pytestmark = pytest.mark.django_db
LIST = "/admin/organizations/organization/"


@pytest.fixture(autouse=True)
def _kept(settings: Any) -> None:
    settings.DESK_COUNTS_SECONDS = 30


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def waiting(client: Client) -> int:
    groups: Any = client.get(LIST).context["menu"]
    found = [line.count for group in groups for line in group["entries"] if "verificationcase" in line.url]
    assert len(found) == 1
    count: int = found[0]
    return count


def a_case() -> None:
    owner = make_user()
    flows.ask_verification(organization_id=make_organization(owner).pk, papers=PAPERS, actor=owner)


def test_what_others_do_is_seen_later_and_an_own_act_at_once() -> None:
    mine, colleague = client_of(make_user(Role.CLERK)), client_of(make_user(Role.CLERK))
    assert waiting(mine) == 0
    a_case()
    assert (waiting(mine), waiting(colleague)) == (0, 1)

    a_case()
    mine.post(LIST, {"action": ""})

    assert (waiting(mine), waiting(colleague)) == (2, 1)


def test_a_role_that_begins_counts_anew() -> None:
    person = make_user(Role.AUDITOR)
    client = client_of(person)
    assert waiting(client) == 0
    a_case()
    assert waiting(client) == 0
    RoleGrant.objects.create(user=person, role=Role.CLERK, starts_on="2020-01-01")
    assert waiting(client) == 1

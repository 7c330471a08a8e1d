"""A round's last two stages on its page: its projects run; archived it is once each of its grants is over."""

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from grants.models import Grant
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.grants.closing.cases import LATER, make_case
from venture.audit.models import AuditEntry
from venture.kernel import clock

pytestmark = pytest.mark.django_db


def press(person: User, round_: Round, verb: str) -> str:
    """Press the button and return the round's state and what is said."""
    client = Client()
    client.force_login(person)
    with clock.at(LATER):
        page = client.post(f"/admin/desk/rounds/{round_.code}/steps/{verb}/", follow=True).content.decode()
    round_.refresh_from_db()
    return page


def decided() -> Grant:
    grant = make_case().grant
    Round.objects.filter(pk=grant.round_id).update(state="decided")
    return grant


def test_the_head_takes_a_round_on_until_it_is_archived() -> None:
    grant, head = decided(), make_user(Role.HEAD)
    round_ = grant.round
    press(head, round_, "implement")
    assert round_.state == "implementing"
    assert "1" in press(head, round_, "archive")
    assert round_.state == "implementing"
    Grant.objects.filter(pk=grant.pk).update(state="closed")
    press(head, round_, "archive")
    assert round_.state == "archived"
    acts = AuditEntry.objects.filter(verb__in=["round.implement", "round.archive"]).order_by("seq")
    assert [(each.verb, each.actor_id) for each in acts] == [
        ("round.implement", head.pk), ("round.archive", head.pk),
    ]  # fmt: skip


@pytest.mark.parametrize("verb", ["implement", "archive"])
def test_nobody_else_takes_it_on(verb: str) -> None:
    grant = decided()
    Grant.objects.filter(pk=grant.pk).update(state="closed")
    before = "decided" if verb == "implement" else "implementing"
    Round.objects.filter(pk=grant.round_id).update(state=before)
    for role in (Role.CLERK, Role.OPERATOR, Role.AUDITOR, Role.FINANCE_MAKER):
        press(make_user(role), grant.round, verb)
        assert grant.round.state == before


def test_the_way_leads_from_the_agreements_over_the_targets() -> None:
    grant, client = decided(), Client()
    client.force_login(make_user(Role.HEAD))
    with clock.at(LATER):
        desk = client.get(f"/admin/desk/agreements/{grant.round.code}/").content.decode()
        page = client.get(f"/admin/desk/rounds/{grant.round.code}/targets/").content.decode()
    assert f'href="/admin/desk/rounds/{grant.round.code}/targets/"' in desk
    assert f'action="/admin/desk/rounds/{grant.round.code}/steps/implement/"' in page
    assert "/steps/archive/" not in page

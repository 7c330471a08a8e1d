"""Threads on PostgreSQL: an idea is paired once, an organisation offers once, numbers leave no gap."""

import pytest

from projects.flows import ideas as flows
from projects.models import Idea, IdeaOffer, Project
from tests.accounts.factories import make_user
from tests.organizations.factories import make_verified
from tests.projects.applications.factories import owner_of
from tests.projects.applications.test_races import open_round
from tests.projects.ideas.factories import OFFER, WORDS
from tests.together import outcomes
from venture.audit.models import AuditEntry

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_ideas_offers_and_pairs_at_once_come_to_one_of_each() -> None:
    call = open_round()
    call.advanced = ["ideas"]
    call.save(update_fields=["advanced"])
    owners = [make_user() for _each in range(4)]

    said = outcomes([lambda each=owner: flows.post_idea(actor=each, **WORDS) for owner in owners])  # type: ignore[misc]
    assert (said, sorted(Idea.objects.values_list("code", flat=True))) == (
        ["done"] * 4, [f"I-000{number}" for number in range(1, 5)],
    )  # fmt: skip

    idea, organizations = Idea.objects.get(code="I-0001"), [make_verified() for _each in range(2)]
    twice = [organization for organization in organizations for _each in range(2)]
    said = outcomes(
        [
            lambda each=organization: flows.make_offer(
                idea_id=idea.pk, organization=each, actor=owner_of(each), **OFFER
            )
            for organization in twice
        ]  # type: ignore[misc]
    )
    assert sorted(said) == ["done", "done", "offer_made_already", "offer_made_already"]

    offers = list(IdeaOffer.objects.order_by("pk"))
    said = outcomes(
        [lambda each=made: flows.accept_offer(offer_id=each.pk, actor=idea.owner) for made in [*offers, *offers]]  # type: ignore[misc]
    )
    assert sorted(said) == ["done", "offer_illegal_move", "offer_illegal_move", "offer_illegal_move"]
    assert (Project.objects.count(), sorted(IdeaOffer.objects.values_list("state", flat=True))) == (
        1, ["accepted", "passed"],
    )  # fmt: skip
    assert AuditEntry.objects.filter(verb="idea.pair").count() == 1

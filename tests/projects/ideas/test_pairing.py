"""Offers, pairs, the draft with the idea carried over, and parting again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from organizations.flows import suspend_organization
from projects.flows import applications
from projects.flows import ideas as flows
from projects.models import Idea, IdeaOffer, Project
from projects.queries.content import content_of
from projects.queries.ideas import credit_of, that_fit
from tests.accounts.factories import make_user
from tests.organizations.factories import make_verified
from tests.projects.applications.factories import NOW, make_application, owner_of
from tests.projects.ideas.factories import OFFER, accept, offer, post, the_call
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = pytest.mark.usefixtures("stage", "db")


def test_an_accepted_offer_opens_a_draft_with_the_idea_in_it_and_tells_everybody() -> None:
    call = the_call()
    idea = post()
    chosen, other = offer(idea), offer(idea)

    paired = accept(chosen)

    other.refresh_from_db()
    project = paired.project
    assert project is not None
    assert (paired.state, paired.organization, other.state) == ("paired", chosen.organization, "passed")
    assert (project.organization, project.round, project.created_by) == (chosen.organization, call, chosen.by)
    assert (project.title, Project.objects.get(pk=project.pk).category.slug) == (idea.title, "elderly")  # type: ignore[union-attr]
    typed = {row.section: row.typed for row in project.sections.all()}
    assert typed["project"]["summary"] == idea.proposal
    assert (typed["need"]["background"], typed["need"]["group"]) == (idea.problem, idea.population)
    assert typed["activities"]["approach"] == OFFER["approach"]
    assert Message.objects.filter(event="idea_accepted", person=chosen.by).count() == 1
    assert Message.objects.filter(event="idea_passed_over", person=other.by).count() == 1


def test_the_credit_line_stands_in_the_content_and_stays_in_copies() -> None:
    the_call()
    paired = accept(offer(post(credit="")))
    project = Project.objects.select_related("round", "organization").get(pk=paired.project_id)

    assert content_of(project)["idea"] == {"code": paired.code, "title": paired.title, "credit": ""}
    project.copied_from, project.pk = Project.objects.get(pk=project.pk), project.pk + 1000
    assert credit_of(project) == paired
    other = Project.objects.select_related("round", "organization").get(pk=make_application().pk)
    assert "idea" not in content_of(other)


def test_a_draft_that_the_offer_names_takes_the_idea_up_and_keeps_its_own_words() -> None:
    the_call()
    organization = make_verified()
    draft = make_application(organization)
    with clock.at(NOW):
        applications.save_section(
            project_id=draft.pk,
            section="project",
            typed={"title": "原来的名字"},
            base={},
            key="",
            actor=draft.created_by,
        )
    made = offer(post(), organization, into=draft)

    paired = accept(made)

    assert (paired.project, Project.objects.get(pk=draft.pk).title) == (draft, "原来的名字")
    assert draft.sections.get(section="project").typed["summary"] == paired.proposal
    with pytest.raises(RuleRefusal, match="offer_draft_unfit"):
        offer(post(), organization, into=draft)


def test_an_organisation_that_has_begun_its_number_is_refused_and_nothing_moves() -> None:
    the_call()
    organization = make_verified()
    make_application(organization)
    made = offer(post(), organization)
    before = list(Idea.objects.values()), list(IdeaOffer.objects.values()), Project.objects.count()

    with pytest.raises(RuleRefusal, match="offer_cannot_apply"):
        accept(made)

    assert (list(Idea.objects.values()), list(IdeaOffer.objects.values()), Project.objects.count()) == before
    assert not AuditEntry.objects.filter(verb__in=["offer.accept", "idea.pair"]).exists()


def test_a_pair_of_a_closed_call_waits_and_its_draft_begins_when_a_call_is_open() -> None:
    call = the_call()
    idea = post()
    made = offer(idea)
    with clock.at(call.closes_at + timedelta(days=1)):  # type: ignore[operator]
        flows.accept_offer(offer_id=made.pk, actor=idea.owner)
        with pytest.raises(RuleRefusal, match="idea_no_call"):
            flows.open_draft(idea_id=idea.pk, actor=made.by)
    assert Idea.objects.get().project is None

    with clock.at(NOW):
        project = flows.open_draft(idea_id=idea.pk, actor=made.by)
        with pytest.raises(RuleRefusal, match="idea_has_draft"):
            flows.open_draft(idea_id=idea.pk, actor=made.by)

    assert (Idea.objects.get().project, project.title) == (project, idea.title)


def test_parting_withdraws_the_draft_and_the_idea_looks_anew() -> None:
    the_call()
    made = offer(post())
    paired = accept(made)
    project = paired.project
    assert project is not None
    with pytest.raises(RuleRefusal, match="idea_reason_missing"):
        flows.part(idea_id=paired.pk, reason="", actor=made.by)

    flows.part(idea_id=paired.pk, reason="人手不够", actor=made.by)

    made.refresh_from_db()
    project.refresh_from_db()
    idea = Idea.objects.get()
    assert (idea.state, idea.organization, idea.project, made.state) == ("open", None, None, "ended")
    assert (project.state, project.reason) == ("withdrawn", "人手不够")
    assert Message.objects.filter(event="idea_parted").count() == 2


def test_while_it_is_handed_in_nobody_parts() -> None:
    the_call()
    paired = accept(offer(post()))
    Project.objects.filter(pk=paired.project_id).update(submitted_at=NOW)
    with pytest.raises(RuleRefusal, match="idea_handed_in"):
        flows.part(idea_id=paired.pk, reason="改主意了", actor=paired.owner)
    assert Idea.objects.get().state == "paired"

    Project.objects.filter(pk=paired.project_id).update(state="rejected")
    flows.part(idea_id=paired.pk, reason="申报未获受理", actor=paired.owner)
    assert (Idea.objects.get().state, Project.objects.get(pk=paired.project_id).state) == ("open", "rejected")


def test_who_may_not_offer_is_refused() -> None:
    the_call()
    idea = post()
    organization = make_verified()
    own = make_verified(idea.owner)
    suspended = make_verified()
    suspend_organization(organization_id=suspended.pk, reason="复核", actor=make_user())
    suspended.refresh_from_db()
    offer(idea, organization)

    for refused, given in (
        ("offer_made_already", organization), ("offer_own_idea", own), ("organization_not_verified", suspended),
    ):  # fmt: skip
        with pytest.raises(RuleRefusal, match=refused):
            offer(idea, given)
    accept(IdeaOffer.objects.get())
    with pytest.raises(RuleRefusal, match="idea_not_open"):
        offer(idea)
    assert IdeaOffer.objects.count() == 1


@pytest.mark.parametrize("verb", ["accept", "decline", "take_back"])
@pytest.mark.parametrize("state", ["declined", "passed", "taken_back", "ended"])
def test_an_offer_that_is_over_stays_over(verb: str, state: str) -> None:
    the_call()
    made = offer(post())
    IdeaOffer.objects.update(state=state)
    act = {
        "accept": lambda: flows.accept_offer(offer_id=made.pk, actor=made.idea.owner),
        "decline": lambda: flows.decline_offer(offer_id=made.pk, reason="", actor=made.idea.owner),
        "take_back": lambda: flows.take_back_offer(offer_id=made.pk, actor=made.by),
    }[verb]

    with clock.at(NOW), pytest.raises(RuleRefusal, match="offer_illegal_move"):
        act()

    assert (IdeaOffer.objects.get().state, Idea.objects.get().state) == (state, "open")


def test_declining_and_taking_back_tell_the_other_side_and_leave_the_idea_open() -> None:
    the_call()
    idea = post()
    one, two = offer(idea), offer(idea)

    flows.decline_offer(offer_id=one.pk, reason="离得太远", actor=idea.owner)
    flows.take_back_offer(offer_id=two.pk, actor=two.by)

    assert list(idea.offers.order_by("pk").values_list("state", "reason")) == [
        ("declined", "离得太远"), ("taken_back", ""),
    ]  # fmt: skip
    assert Message.objects.filter(event="idea_offer_declined", person=one.by).count() == 1
    assert Message.objects.filter(event="idea_offer_taken_back", person=idea.owner).count() == 1
    assert Idea.objects.get().state == "open"


def test_organisations_that_work_in_the_field_are_named_and_asked_once() -> None:
    call = the_call()
    idea = post()
    organization = make_verified()
    Project.objects.create(
        code="X-1", round=call, organization=organization, state="submitted", created_by=owner_of(organization),
        category=call.categories.get(slug="elderly"), created_at=NOW, saved_at=NOW, submitted_at=NOW,
    )  # fmt: skip
    with clock.at(NOW):
        assert organization in that_fit(idea, NOW)
        for _twice in range(2):
            flows.point_out(idea_id=idea.pk, organization=organization, actor=idea.owner)
        with pytest.raises(RuleRefusal, match="offer_not_suggested"):
            flows.point_out(idea_id=idea.pk, organization=make_verified(), actor=idea.owner)
    assert Message.objects.filter(event="idea_pointed_out").count() == 1


def test_the_database_keeps_an_idea_that_is_not_paired_from_having_a_project() -> None:
    the_call()
    idea = post()
    project = make_application()
    with pytest.raises(IntegrityError), transaction.atomic():
        Idea.objects.filter(pk=idea.pk).update(project=project)

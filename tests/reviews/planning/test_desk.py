"""The desk of an assignment draws what was proposed: groups with their substitutes, moves, and what is lacking."""

from typing import Any

import pytest
from django.urls import reverse

from reviews.flows.planning import propose_plan
from reviews.models import Appointment
from reviews.queries.planning import Rules
from tests.reviews.planning.test_planning import GROUPS, PAIRS, bar, experts, review
from tests.reviews.scoring.factories import Review, make_accepted
from tests.reviews.scoring.test_pages import signed_in

pytestmark = pytest.mark.django_db

__all__ = ["review"]


def page(review: Review, rules: Rules) -> str:
    """Return the desk after a proposal by these rules."""
    plan = propose_plan(stage_id=review.stage.pk, rules=rules, actor=review.staff)
    address = reverse("admin:assigning_desk", args=[review.round.code, review.stage.order])
    answer: Any = signed_in(review.staff).get(address)
    assert (answer.status_code, answer.context["proposal"]["plan"]) == (200, plan)
    return str(answer.content.decode())


def test_a_group_stands_with_its_panel_and_the_substitute_of_a_conflict(review: Review) -> None:
    projects, seats = [make_accepted(review) for _ in range(3)], experts(review, 3)
    for project, seat in zip(projects, seats, strict=True):
        bar(project, seat)
    text = page(review, GROUPS)
    assert sum(seat.expert.name in text for seat in seats) == 3
    assert " 替 " in text


def test_pairs_stand_as_moves_and_are_called_optimal(review: Review) -> None:
    project, seats = make_accepted(review), experts(review, 2)
    text = page(review, PAIRS)
    assert all(f"{project.blind_code or project.code} · {seat.expert.name}" in text for seat in seats)


def test_what_cannot_be_met_is_said_with_ways_out_and_cannot_be_put_in_force(review: Review) -> None:
    make_accepted(review), make_accepted(review)
    experts(review, 2)
    Appointment.objects.update(upper=1)
    text = page(review, PAIRS)
    assert "按现有规则无法排出" in text
    assert reverse("admin:assigning_act", args=[review.round.code, review.stage.order, "apply"]) not in text

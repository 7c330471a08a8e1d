"""The demonstration's panel goes through the real flows and is the same every time."""

import pytest

from accounts.enums import Role
from reviews.demo.panel import hold_panel
from tests.accounts.factories import make_user
from tests.reviews.panels.factories import MORNING, make_sitting

pytestmark = pytest.mark.django_db


def test_a_panel_of_the_city_is_heard_scored_and_locked() -> None:
    sitting = make_sitting(drawn=False, experts=2, projects=2)
    sitting.panel.slots.all().delete()
    make_user(Role.OPERATOR, email="operator@yunxi.example")
    panel = hold_panel(sitting.stage, sitting.projects, sitting.experts, at=MORNING)
    assert (panel.state, panel.slots.filter(locked_at__isnull=False).count()) == ("locked", 2)
    assert panel.stage.assignments.filter(state="done").count() == 4

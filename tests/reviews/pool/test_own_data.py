"""An expert takes along the own entry, ties and rounds; nobody else's."""

import pytest

from accounts.flows.exporting import own_data, paper_of
from reviews.models import ExpertTie
from tests.accounts.factories import make_user
from tests.reviews.pool.factories import NOW, make_expert, make_part
from venture.kernel import clock

pytestmark = pytest.mark.django_db


@clock.at(NOW)
def test_an_expert_takes_the_own_entry_ties_and_rounds_along() -> None:
    part = make_part(make_expert("沈怀远", mobile="+8613800138001"))
    make_part(make_expert("何岚"))
    ExpertTie.objects.create(expert=part.expert, kind="board", name="某社", noted_at=NOW)
    assert part.expert.user is not None
    data = own_data(part.expert.user)

    assert [(row["name"], row["mobile"]) for row in data["expert"]] == [("沈怀远", "+8613800138001")]
    assert [row["organisation"] for row in data["expert_ties"]] == ["某社"]
    assert [row["title"] for row in data["appointments"]] == [part.round.title]
    assert paper_of(data)["sections"]
    stranger = own_data(make_user())
    assert (stranger["expert"], stranger["expert_ties"], stranger["appointments"]) == ([], [], [])

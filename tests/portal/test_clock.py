"""The hour of closing shows at once, whether or not the job that moves the round has run."""

from datetime import timedelta

import pytest
from django.test import Client

from rounds.enums import RoundState
from rounds.models import Round
from rounds.queries import for_home, state_at
from tests.rounds.factories import make_published
from venture.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_() -> Round:
    return make_published()


def test_the_clock_says_open_and_closed_before_the_job_does(round_: Round) -> None:
    opens, closes = round_.opens_at, round_.closes_at
    assert opens is not None
    assert closes is not None
    moment = timedelta(seconds=1)
    for stored in (RoundState.PUBLISHED, RoundState.OPEN):
        round_.state = stored
        said = [state_at(round_, at) for at in (opens - moment, opens, closes - moment, closes)]
        assert said == [RoundState.PUBLISHED, RoundState.OPEN, RoundState.OPEN, RoundState.CLOSED]
    round_.state = RoundState.REVIEWING
    assert state_at(round_, opens) == RoundState.REVIEWING


def test_no_page_says_open_a_minute_after_closing(round_: Round, client: Client) -> None:
    Round.objects.filter(pk=round_.pk).update(state=RoundState.OPEN)
    assert round_.closes_at is not None
    before, after = (round_.closes_at + timedelta(minutes=each) for each in (-1, 1))
    words = {str(RoundState.OPEN.label), str(RoundState.CLOSED.label)}
    for path in ("/", "/calls/", f"/calls/{round_.code}/"):
        for at, right in ((before, str(RoundState.OPEN.label)), (after, str(RoundState.CLOSED.label))):
            with clock.at(at):
                page = client.get(path).content.decode()
            assert {each for each in words if f">{each}<" in page} == {right}, (path, at)


def test_the_home_page_speaks_of_the_round_that_is_open_by_the_clock(round_: Round) -> None:
    assert round_.opens_at is not None
    later = make_published(code="2026", opens_at=round_.opens_at + timedelta(days=400))
    assert for_home(round_.opens_at) == round_
    assert for_home(round_.opens_at - timedelta(days=1)) == later

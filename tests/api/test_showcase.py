"""What the city is shown, by program: published stories, shown events, the years as the public page counts them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from grants.models import PublicEvent, Story
from grants.queries import showing
from tests.accounts.factories import make_user
from tests.api.conftest import Caller, calling
from tests.grants.running.factories import TODAY, make_running, owner_of
from venture.kernel import clock

pytestmark = pytest.mark.django_db
SHOWCASE = "/api/v1/showcase/"


def story(state: str = "published", **fields: Any) -> Story:
    grant = make_running()
    stamps = {} if state != "published" else {"published_by": make_user(), "published_at": TODAY}
    return Story.objects.create(
        grant=grant, title="一桌饭", text="每周三坐到一起。", state=state, written_by=owner_of(grant), written_at=TODAY,
        **stamps, **fields,
    )  # fmt: skip


def event(**fields: Any) -> PublicEvent:
    return PublicEvent.objects.create(
        **{"kind": "event", "title": "开放日", "starts_at": TODAY, "place": "社区", "shown": True} | fields
    )


def reading() -> Caller:
    return calling(make_user())


def asked(caller: Caller, path: str) -> int:
    caller.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert caller.get(path).status_code == 200
    return len(captured)


def test_published_stories_are_read_by_everybody_who_signed_in_and_others_by_nobody() -> None:
    shown, draft = story(), story("offered")
    with clock.at(TODAY):
        program = reading()
        listed = program.get(f"{SHOWCASE}stories/?round={shown.grant.round.code}").json()["results"]
        one = program.get(f"{SHOWCASE}stories/{shown.grant.project.code}/")
        hidden = program.get(f"{SHOWCASE}stories/{draft.grant.project.code}/")
        every = program.get(f"{SHOWCASE}stories/").json()["results"]
        nobody = Client().get(f"{SHOWCASE}stories/")

    assert listed == [one.json()] == every
    assert (one.json()["title"], one.json()["organization"]) == ("一桌饭", shown.grant.organization.name)
    assert (hidden.status_code, nobody.status_code) == (404, 401)


def test_a_number_of_a_person_is_struck_out_of_a_story_as_on_the_page() -> None:
    told = story()
    Story.objects.filter(pk=told.pk).update(text="请联系13800138000。")
    with clock.at(TODAY):
        text = reading().get(f"{SHOWCASE}stories/").json()["results"][0]["text"]

    assert "13800138000" not in text


def test_events_are_told_once_they_are_shown_and_stay_when_called_off() -> None:
    first, off = event(), event(title="路演", called_off=True, starts_at=TODAY + timedelta(days=2))
    event(title="未公布", shown=False)
    with clock.at(TODAY):
        program = reading()
        every = program.get(f"{SHOWCASE}events/").json()["results"]
        later = program.get(f"{SHOWCASE}events/?since={(TODAY + timedelta(days=1)).date()}").json()["results"]
        kinds = program.get(f"{SHOWCASE}events/?kind=broadcast").json()["results"]

    assert [(each["id"], each["called_off"]) for each in every] == [(off.pk, True), (first.pk, False)]
    assert ([each["id"] for each in later], kinds) == ([off.pk], [])


def test_a_year_tells_the_figures_of_the_public_page() -> None:
    shown = story()
    year = shown.grant.round.year
    with clock.at(TODAY):
        program = reading()
        years = program.get(f"{SHOWCASE}years/").json()["results"]
        one = program.get(f"{SHOWCASE}years/{year}/").json()
        wrong = program.get(f"{SHOWCASE}years/1999/").status_code
        counted = next(row for row in showing.years() if row["year"] == year)

    assert [each["year"] for each in years] == [year]
    assert {name: one[name] for name in showing.FIGURES} == {name: counted[name] for name in showing.FIGURES}
    assert (one["projects"], one["amount_fen"], one["counted"]) == (1, 10_000_000, True)
    assert [each["application"] for each in one["stories"]] == [shown.grant.project.code]
    assert (sum(each["amount_fen"] for each in one["fields_of_service"]), wrong) == (10_000_000, 404)


@pytest.mark.parametrize(("path", "make"), [("stories/", story), ("events/", event)])
def test_a_list_costs_the_same_for_one_row_and_for_three(path: str, make: Any) -> None:
    make()
    with clock.at(TODAY):
        caller = reading()
        one = asked(caller, SHOWCASE + path)
        make()
        make()
        three = asked(caller, SHOWCASE + path)

    assert (one, three) == (2, 2)

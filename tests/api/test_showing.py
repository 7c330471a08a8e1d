"""The staff's part of the showcase by program: stories by the rule of two, events entered, changed and called off."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from grants.models import PublicEvent, Story
from tests.accounts.factories import make_user
from tests.api.conftest import Caller, calling
from tests.api.test_showcase import event, story
from tests.grants.running.factories import TODAY
from venture.audit.models import AuditEntry
from venture.kernel import clock

pytestmark = pytest.mark.django_db
DESK = "/api/v1/showcase/desk/"
WORDS = {"kind": "event", "title": "开放日", "starts_at": "2027-06-01T01:00:00Z", "place": "河坊社区"}


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.at(TODAY):
        yield


def stands() -> tuple[Any, ...]:
    rows = (Story, PublicEvent)
    return (*(list(model.objects.order_by("pk").values()) for model in rows), AuditEntry.objects.count())


def refused(program: Caller, path: str, body: Any, *, status: int = 409, method: str = "POST") -> str:
    before = stands()
    answer = program.send(method, f"{DESK}{path}", body)
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert stands() == before
    return str(answer.json()["code"])


def last() -> tuple[str, Any]:
    entry = AuditEntry.objects.order_by("-pk")[0]
    return entry.verb, entry.actor


def test_a_story_is_published_by_another_person_than_wrote_it_and_sent_back_with_remarks() -> None:
    told, clerk = story("offered"), make_user(Role.CLERK)
    program, nobody = calling(clerk), calling(make_user())
    at = f"stories/{told.pk}"

    assert refused(nobody, f"{at}/publish/", {}, status=404) == "not_found"
    assert refused(calling(make_user(Role.OPERATOR)), f"{at}/publish/", {}) == "story_not_yours"
    Story.objects.filter(pk=told.pk).update(written_by=clerk)
    assert refused(program, f"{at}/publish/", {}) == "story_by_two"
    head = make_user(Role.HEAD)
    shown = calling(head).send("POST", f"{DESK}{at}/publish/", {})
    assert (shown.json()["state"], last()) == ("published", ("story.publish", head))

    assert refused(program, f"{at}/return/", {}, status=400) == "invalid"
    assert refused(nobody, f"{at}/return/", {"remarks": "缺同意"}, status=404) == "not_found"
    back = program.send("POST", f"{DESK}{at}/return/", {"remarks": "缺同意"})
    assert (back.json()["state"], back.json()["remarks"], last()) == ("draft", "缺同意", ("story.return", clerk))
    assert program.get(f"{DESK}stories/?state=draft").json()["results"] == [back.json()]
    assert nobody.get(f"{DESK}stories/").json()["results"] == []


def test_an_event_is_entered_shown_and_called_off_and_never_hidden_again() -> None:
    clerk = make_user(Role.CLERK)
    program, nobody, reader = calling(clerk), calling(make_user()), calling(make_user(Role.AUDITOR))

    for other in (nobody, reader):
        assert refused(other, "events/", WORDS, status=404) == "not_found"
    assert refused(program, "events/", {**WORDS, "words": "请拨打13800138000"}) == "event_private"
    assert refused(program, "events/", {**WORDS, "application": "1999-0000"}, status=400) == "invalid"
    assert refused(program, "events/", {**WORDS, "ends_at": "2027-05-01T01:00:00Z"}, status=400) == "invalid"
    made = program.send("POST", f"{DESK}events/", WORDS)
    at = f"events/{made.json()['id']}/"
    assert (made.status_code, made.json()["shown"], last()) == (201, False, ("event.save", clerk))

    assert refused(nobody, at, WORDS, status=404, method="PUT") == "not_found"
    assert refused(reader, at, WORDS, method="PUT") == "event_not_yours"
    assert program.send("PUT", f"{DESK}{at}", {**WORDS, "shown": True, "words": "欢迎"}).json()["words"] == "欢迎"
    assert refused(program, at, WORDS, method="PUT") == "event_was_shown"
    off = program.send("PUT", f"{DESK}{at}", {**WORDS, "shown": True, "called_off": True})
    kept = PublicEvent.objects.get()
    assert (off.json()["called_off"], kept.called_off, kept.words, last()) == (True, True, "", ("event.save", clerk))
    assert program.get(f"{DESK}events/?shown=false").json()["results"] == []
    assert nobody.get(f"{DESK}events/").json()["results"] == []


@pytest.mark.parametrize(("path", "make"), [("stories/", story), ("events/", event)])
def test_a_list_costs_the_same_for_one_row_and_for_three(path: str, make: Any) -> None:
    program, costs = calling(make_user(Role.CLERK)), []
    for more in (1, 2):
        for _each in range(more):
            make()
        program.get(DESK + path)
        with CaptureQueriesContext(connection) as captured:
            assert program.get(DESK + path).status_code == 200
        costs.append(len(captured))

    assert costs[0] == costs[1]

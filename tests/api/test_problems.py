"""Every fault under /api/ is a problem document (RFC 9457) with a status, words and a stable code."""

from base64 import b64encode
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client, override_settings
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response

import venture.urls
from accounts.enums import Scope
from tests.api.conftest import Caller
from venture.doors.api.doors import ApiDoor
from venture.kernel.errors import RuleRefusal

MEMBERS = {"type", "title", "status", "detail", "code"}
PATHS = ("/api/v1/rounds/", "/api/v1/rounds/2027/", "/api/v1/notices/", "/api/v1/notices/general/1/")


class Falling(ApiDoor):
    """A door that only this test has: it fails in the way that is asked for."""

    scope = Scope.ROUNDS

    def get(self, request: Request, how: str) -> Response:
        if how == "refusal":
            raise RuleRefusal("same_person")
        raise ZeroDivisionError


urlpatterns = [path("api/v1/falling/<str:how>/", Falling.as_view()), *venture.urls.urlpatterns]
handler400, handler404, handler500 = venture.urls.handler400, venture.urls.handler404, venture.urls.handler500


def _is_problem(answer: Any, status: int, code: str) -> None:
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    body = answer.json()
    assert set(body) >= MEMBERS
    assert (body["status"], body["code"], body["type"]) == (status, code, "about:blank")
    assert body["title"]
    assert body["detail"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_an_anonymous_caller_gets_401_whatever_the_method(db: None, path: str, method: str) -> None:
    answer = Client().generic(method, path)

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
    if method != "HEAD":
        _is_problem(answer, 401, "not_authenticated")


@pytest.mark.parametrize("path", PATHS[:3])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_method_that_is_not_taken_is_405_and_names_those_that_are(caller: Caller, path: str, method: str) -> None:
    answer = caller.ask(method, path)

    _is_problem(answer, 405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", ["/api/v1/nosuch/", "/api/", "/api/v9/rounds/", "/api/v1/rounds/1999/"])
def test_what_is_not_there_is_404(caller: Caller, path: str) -> None:
    _is_problem(caller.get(path), 404, "not_found")


@pytest.mark.parametrize("path", [PATHS[0], PATHS[2]])
@pytest.mark.parametrize("inside", ["p=bad", "o=-1", "o=many", "p=1&p=2&r=x", "p=9999999999999999999999&r=1"])
def test_a_cursor_that_we_did_not_make_is_missing_and_breaks_nothing(caller: Caller, path: str, inside: str) -> None:
    answer = caller.get(f"{path}?cursor={quote(b64encode(inside.encode()))}")

    if answer.status_code != 200:
        _is_problem(answer, 404, "not_found")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("year=next", "year"),
        ("state=draft", "state"),
        ("yaer=2027", "yaer"),
        ("q=" + "长" * 61, "q"),
        ("year=2027&format=json", "format"),
    ],
)
def test_a_filter_that_cannot_be_read_is_400_and_names_the_field(caller: Caller, query: str, field: str) -> None:
    answer = caller.get(f"/api/v1/rounds/?{query}")

    _is_problem(answer, 400, "invalid")
    assert list(answer.json()["errors"]) == [field]


def test_a_form_of_answer_that_is_not_offered_is_406(caller: Caller) -> None:
    _is_problem(caller.get("/api/v1/rounds/", accept="text/html"), 406, "not_acceptable")


@override_settings(ROOT_URLCONF=__name__)
def test_a_refusal_is_409_with_its_code_and_sentence(caller: Caller) -> None:
    answer = caller.get("/api/v1/falling/refusal/", **{"accept-language": "en"})

    _is_problem(answer, 409, "same_person")
    assert answer.json()["detail"].startswith("This step needs a second person")


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.filterwarnings("ignore")
def test_a_crash_is_500_and_tells_nothing_of_its_cause(caller: Caller) -> None:
    answer = caller.get("/api/v1/falling/crash/")

    _is_problem(answer, 500, "internal_server_error")
    assert "ZeroDivision" not in answer.content.decode()


def test_who_asks_too_often_is_429_and_told_when_to_come_back(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    from venture.doors.api.throttling import CallerThrottle

    monkeypatch.setattr(CallerThrottle, "THROTTLE_RATES", {"api": "3/min"})

    answers = [caller.get("/api/v1/rounds/") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    _is_problem(answers[3], 429, "throttled")
    assert 0 < int(answers[3].headers["Retry-After"]) <= 61


def test_sentences_are_in_the_language_that_is_asked_for(caller: Caller) -> None:
    path = "/api/v1/rounds/1999/"

    english = caller.get(path, **{"accept-language": "en"})
    chinese = caller.get(path, **{"accept-language": "zh-CN"})

    assert english.json()["title"] == "There is nothing here."
    assert "Accept-Language" in english.headers["Vary"]
    assert english.headers["Content-Language"] == "en"
    assert chinese.headers["Content-Language"] == "zh-hans"


def test_pages_keep_their_own_ends(caller: Caller) -> None:
    answer = caller.get("/nosuch/")

    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")


def test_a_fault_deep_in_what_was_sent_is_named_by_its_place(caller: Caller) -> None:
    body = {"organization": "91", "answers": {"brand.story": 9, "people.staff": "all"}}

    answer = caller.send("POST", "/api/v1/assessments/", body, **{"accept-language": "en"})

    _is_problem(answer, 400, "invalid")
    assert {place: len(words) for place, words in answer.json()["errors"].items()} == {
        "answers.brand.story": 1, "answers.people.staff": 1,
    }  # fmt: skip

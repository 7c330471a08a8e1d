"""The OpenAPI document is valid, says nothing twice, and the answers keep what it promises."""

import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from drf_spectacular.validation import validate_schema
from jsonschema import Draft4Validator

from notices.models import Notice
from tests.api.conftest import Caller
from tests.api.test_resources import make_notice

ADDRESSES = {
    "/api/v1/rounds/": "/api/v1/rounds/",
    "/api/v1/rounds/{code}/": "/api/v1/rounds/2027/",
    "/api/v1/notices/": "/api/v1/notices/",
    "/api/v1/notices/{series}/{number}/": "/api/v1/notices/gazette/1/",
}
# What these answer with is held beside what they do: test_applications, test_screening.
APPLICATION, CASE = "/api/v1/applications/{code}/", "/api/v1/screening/{code}/"
GRANT = "/api/v1/grants/{code}/"
BY_ROW = {
    "/api/v1/applications/",
    APPLICATION,
    f"{APPLICATION}sections/{{section}}/",
    f"{APPLICATION}submissions/{{version}}/",
    *(f"{APPLICATION}{act}/" for act in ("submit", "recall", "withdraw", "consents", "submissions")),
    "/api/v1/screening/",
    CASE,
    *(f"{CASE}{act}/" for act in ("begin", "judge", "pass", "correct", "refuse", "confirm", "decline")),
    "/api/v1/experts/",
    "/api/v1/payments/",
    "/api/v1/payments/{number}/",
    "/api/v1/payments/{number}/approve/",
    "/api/v1/payments/{number}/refuse/",
    "/api/v1/payments/{number}/withdraw/",
    "/api/v1/appointments/",
    "/api/v1/tasks/",
    "/api/v1/tasks/{id}/",
    *(f"/api/v1/tasks/{{id}}/{act}/" for act in ("take", "report", "accept", "return", "drop")),
    f"{APPLICATION}linkage/",
    f"{APPLICATION}linkage/gifts/",
    "/api/v1/needs/",
    "/api/v1/needs/{code}/",
    *(f"/api/v1/needs/{{code}}/{act}/" for act in ("support", "interest", "match", "bind", "release", "meet")),
    "/api/v1/needs/{code}/interest/withdraw/",
    "/api/v1/resources/",
    "/api/v1/resources/{code}/",
    *(f"/api/v1/resources/{{code}}/{act}/" for act in ("wish", "wish/withdraw", "engage", "release", "withdraw")),
    *(
        f"/api/v1/desk/notices/{one}"
        for one in ("", "{id}/needs/", "{id}/propose/", "{id}/publish/", "{id}/send-back/")
    ),
    *(f"/api/v1/desk/needs/{one}" for one in ("", "{code}/", "{code}/merge/")),
    *(f"/api/v1/communities/needs/{one}" for one in ("", "{code}/")),
    *(f"/api/v1/communities/projects/{one}" for one in ("", "{id}/satisfaction/")),
    "/api/v1/desk/resources/",
    *(f"/api/v1/desk/resources/{{code}}/{act}/" for act in ("publish", "send-back", "engage", "release")),
    *(f"{APPLICATION}linkage/{act}/" for act in ("shares", "workers", "workers/{id}/end", "gifts/{id}/remove")),
    *(f"/api/v1/social-workers/{act}" for act in ("", "{id}/renew/", "{id}/end/")),
    *(f"/api/v1/contests/{one}" for one in ("", "{id}/", "{id}/propose/", "{id}/send-back/", "{id}/decide/")),
    "/api/v1/judging/",
    "/api/v1/judging/{id}/",
    "/api/v1/ideas/",
    "/api/v1/ideas/{code}/",
    *(f"/api/v1/ideas/{{code}}/{act}/" for act in ("offers", "offer", "withdraw", "carry", "part", "draft")),
    *(f"/api/v1/ideas/{{code}}/offers/{{id}}/{act}/" for act in ("accept", "decline", "take-back")),
    "/api/v1/trainings/",
    "/api/v1/trainings/{id}/",
    *(f"/api/v1/trainings/{{id}}/{act}/" for act in ("sign-up", "leave", "announce", "cancel", "close")),
    *(f"/api/v1/desk/trainings/{one}" for one in ("", "{id}/", "{id}/door/")),
    "/api/v1/places/arrive/",
    *(f"/api/v1/mentors/{{id}}/{act}" for act in ("", "end/")),
    "/api/v1/places/",
    *(f"/api/v1/places/{{id}}/{act}/" for act in ("feedback", "tick", "untick")),
    "/api/v1/assessments/",
    "/api/v1/mentors/",
    "/api/v1/pairings/",
    *(f"/api/v1/pairings/{{id}}/{act}/" for act in ("withdraw", "pair", "refuse", "end", "visits")),
    "/api/v1/pairings/{id}/visits/{visit}/confirm/",
    "/api/v1/donations/",
    "/api/v1/donations/{receipt}/",
    *(f"/api/v1/donations/{{receipt}}/gifts/{{id}}/{act}/" for act in ("confirm", "refuse", "refund")),
    *(f"/api/v1/donations/{{receipt}}/{act}/" for act in ("agree", "decline", "gifts")),
    *(f"/api/v1/rounds/{{code}}/{what}/" for what in ("donations", "refunds", "supports")),
    "/api/v1/funds/",
    "/api/v1/funds/{slug}/",
    *(f"/api/v1/funds/{{slug}}/{act}/" for act in ("open", "close")),
    "/api/v1/supports/",
    *(f"/api/v1/supports/{{id}}/{act}/" for act in ("approve", "refuse", "withdraw")),
    "/api/v1/refunds/",
    *(f"/api/v1/refunds/{{id}}/{act}/" for act in ("approve", "refuse", "pay")),
    GRANT,
    "/api/v1/grants/",
    f"{GRANT}tranches/{{order}}/ask/",
    f"{GRANT}activities/",
    f"{GRANT}activities/{{id}}/take-back/",
    f"{GRANT}expenses/",
    *(f"{GRANT}expenses/{{id}}/{act}/" for act in ("answer", "take-back")),
    *(f"{GRANT}reports/{{kind}}/{{order}}/{act}" for act in ("", "submit/", "files/")),
    *(f"{GRANT}story/{act}" for act in ("", "offer/")),
    *(f"/api/v1/showcase/{what}/" for what in ("stories", "stories/{code}", "events", "years", "years/{year}")),
    *(f"/api/v1/showcase/desk/stories/{act}" for act in ("", "{id}/publish/", "{id}/return/")),
    *(f"/api/v1/showcase/desk/events/{one}" for one in ("", "{id}/")),
    "/api/v1/files/{what}/",
    "/api/v1/files/{key}/",
}


@pytest.fixture
def document(db: None) -> dict[str, Any]:
    answer = Client().get("/api/v1/schema/")
    assert answer.status_code == 200
    return dict(json.loads(answer.content))


def test_the_document_is_made_without_a_warning() -> None:
    call_command("spectacular", "--fail-on-warn", "--validate", stdout=io.StringIO())


def test_the_document_is_valid_and_names_every_address(document: dict[str, Any]) -> None:
    validate_schema(document)

    assert set(document["paths"]) == set(ADDRESSES) | BY_ROW


def test_every_operation_says_its_key_its_problems_and_what_it_is(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            assert operation["summary"], path
            done = {"304"} if method == "get" else {"400", "409", "413", "415"}
            assert {"401", "403", "404", "405", "429"} | done <= set(operation["responses"]), path
            assert {"200", "201"} & set(operation["responses"]), path
            assert {"token": []} in operation["security"], path


@pytest.mark.parametrize("path", sorted(ADDRESSES))
@pytest.mark.parametrize("status", ["200", "401", "405"])
def test_answers_keep_to_the_document(
    city: None, document: dict[str, Any], caller: Caller, path: str, status: str
) -> None:
    if not Notice.objects.filter(series__code="gazette", number=1).exists():
        make_notice(1)
    address = ADDRESSES[path]
    answer = {
        "200": lambda: caller.get(address),
        "401": lambda: Client().get(address),
        "405": lambda: caller.ask("DELETE", address),
    }[status]()
    [(content_type, said)] = document["paths"][path]["get"]["responses"][status]["content"].items()

    assert (answer.status_code, answer.headers["Content-Type"]) == (int(status), content_type)
    faults = list(Draft4Validator(_strict(document, said["schema"])).iter_errors(answer.json()))
    assert faults == []


def _strict(document: dict[str, Any], schema: Any) -> Any:
    """Resolve references and forbid members that the document does not name; OpenAPI's ``nullable`` becomes a type."""
    if isinstance(schema, list):
        return [_strict(document, each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if reference := schema.get("$ref"):
        return _strict(document, document["components"]["schemas"][reference.rpartition("/")[2]])
    made = {key: _strict(document, value) for key, value in schema.items() if key != "nullable"}
    if "properties" in made:
        made.setdefault("additionalProperties", False)
    return {"anyOf": [made, {"type": "null"}]} if schema.get("nullable") else made


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_page_tells_every_address_filter_and_member_of_the_document(
    client: Client, document: dict[str, Any], prefix: str
) -> None:
    answer = client.get(f"{prefix}/api/docs/")

    text = answer.content.decode()
    shown = {operation.path: operation for operation in answer.context["operations"]}
    assert answer.status_code == 200
    assert set(shown) == set(ADDRESSES) | BY_ROW
    assert [path for path in ADDRESSES if path not in text] == []
    assert {each.name for each in shown["/api/v1/rounds/"].parameters} == {"cursor", "page_size", "q", "state", "year"}
    assert {"categories", "categories[].slug", "rules.sha256"} <= {
        each.name for each in shown["/api/v1/rounds/{code}/"].members
    }
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "<script>" not in text

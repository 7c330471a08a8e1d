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
    "/api/v1/notices/{series}/{number}/": "/api/v1/notices/general/1/",
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

    assert set(document["paths"]) == set(ADDRESSES)


def test_every_operation_says_its_key_its_problems_and_what_it_is(document: dict[str, Any]) -> None:
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert operation["summary"], path
            assert {"200", "304", "401", "403", "404", "405", "429"} <= set(operation["responses"]), path
            assert {"token": []} in operation["security"], path


@pytest.mark.parametrize("path", sorted(ADDRESSES))
@pytest.mark.parametrize("status", ["200", "401", "405"])
def test_answers_keep_to_the_document(
    city: None, document: dict[str, Any], caller: Caller, path: str, status: str
) -> None:
    if not Notice.objects.filter(series__code="general", number=1).exists():
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


def test_the_viewer_is_served_from_our_own_files_under_the_strict_policy(client: Client, db: None) -> None:
    answer = client.get("/api/v1/docs/")

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "swagger-ui-bundle.js" in text
    assert "//cdn" not in text

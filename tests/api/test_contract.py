"""Schemathesis asks every address with made-up and misshapen values; whatever comes back keeps to the document."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.conftest import Caller
from venture.wsgi import application

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """A real WSGI call ends by closing old connections; the test's transaction lives on this one."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.one_of
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_no_value_breaks_an_address_or_the_document(mode: GenerationMode, caller: Caller, city: None) -> None:
    document = schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
    operations = [each.ok() for each in document.get_all_operations()]
    asked = []

    for operation in operations:

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        def ask(case: Any) -> None:
            asked.append(case.path)
            case.call_and_validate(headers={"Authorization": f"Bearer {caller.token}"}, checks=CHECKS)

        ask()

    assert len(operations) == 200
    assert set(asked) == {operation.path for operation in operations}

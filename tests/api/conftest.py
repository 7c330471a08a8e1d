"""Callers of the API: somebody's program with a token that may read everything; the city where it is needed."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from accounts.enums import Scope
from accounts.flows.tokens import make_token
from tests.accounts.factories import make_user


class Caller:
    """A program with a token."""

    def __init__(self, token: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.token = token

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path, headers={"authorization": f"Bearer {self.token}", **headers})

    def ask(self, method: str, path: str) -> Any:
        return self.client.generic(method, path, headers={"authorization": f"Bearer {self.token}"})


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load the city once for a module; each test's own transaction lies inside this one."""
    with django_db_blocker.unblock():
        block = transaction.atomic()
        block.__enter__()
        try:
            call_command("load_demo", verbosity=0)
            yield
        finally:
            transaction.set_rollback(True)
            block.__exit__(None, None, None)


@pytest.fixture
def city(_loaded: None, db: None) -> None:
    """The invented city, whole, as every test of the module finds it."""


@pytest.fixture
def caller(db: None) -> Caller:
    _token, text = make_token(actor=make_user(), name="报表", scopes=Scope.values, days=30)
    return Caller(text)

"""Callers of the API: somebody's program with a token that may read everything; the city where it is needed."""

import json
from typing import Any

import pytest
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

    def send(self, method: str, path: str, body: Any, **headers: str) -> Any:
        """Send JSON."""
        return self.raw(method, path, json.dumps(body), **headers)

    def raw(self, method: str, path: str, text: str, **headers: str) -> Any:
        return self.client.generic(
            method, path, text, content_type="application/json",
            headers={"authorization": f"Bearer {self.token}", **headers},
        )  # fmt: skip


def calling(user: Any, *scopes: str) -> Caller:
    """Return a program of ``user`` that may do what ``scopes`` say, or everything."""
    _token, text = make_token(actor=user, name="业务系统", scopes=scopes or Scope.values, days=30)
    return Caller(text)


@pytest.fixture
def caller(db: None) -> Caller:
    _token, text = make_token(actor=make_user(), name="报表", scopes=Scope.values, days=30)
    return Caller(text)

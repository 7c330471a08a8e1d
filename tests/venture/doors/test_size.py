"""A request that is too large is refused in words before anything of it is read."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.test.utils import override_settings

from tests.accounts.factories import make_user

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[3]
MB = 1024 * 1024


class Unread(io.RawIOBase):
    """A body that tells when somebody reads it."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        self.taken += 1
        return b""


def _send(path: str, length: int | str, client: Client | None = None) -> tuple[Any, int]:
    body = Unread()
    answer = (client or Client()).post(
        path, **{"wsgi.input": body, "CONTENT_LENGTH": str(length), "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    )
    return answer, body.taken


@pytest.mark.parametrize("path", ["/account/login/", "/needs/new/", "/nowhere/", "/admin/", "/en/account/login/"])
def test_a_page_refuses_it_in_words_and_reads_nothing(path: str) -> None:
    client = Client()
    client.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")

    for sender in (client, Client()):
        answer, taken = _send(path, settings.REQUEST_MB * MB + 1, sender)
        assert (answer.status_code, taken) == (413, 0)
        assert "60 MB" in answer.content.decode()
        assert "Content-Security-Policy" in answer.headers


def test_the_api_refuses_it_as_a_problem() -> None:
    answer, taken = _send("/api/v1/rounds/", settings.REQUEST_MB * MB + 1)

    assert (answer.status_code, answer.headers["Content-Type"], taken) == (413, "application/problem+json", 0)
    assert answer.json()["code"] == "request_entity_too_large"


def test_at_the_limit_it_is_read() -> None:
    _answer, taken = _send("/account/login/", settings.REQUEST_MB * MB)

    assert taken > 0


@pytest.mark.parametrize("length", ["", "-1", "many"])
def test_a_length_that_is_none_goes_on_to_whoever_judges_it(length: str) -> None:
    assert _send("/account/login/", length)[0].status_code != 413


@override_settings(REQUEST_MB=1)
def test_the_number_is_a_setting() -> None:
    answer, taken = _send("/account/login/", MB + 1)

    assert (answer.status_code, taken) == (413, 0)
    assert "1 MB" in answer.content.decode()


def test_the_proxy_has_the_same_number() -> None:
    told = re.findall(r"client_max_body_size (\d+)m;", (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8"))

    assert {int(number) for number in told} == {settings.REQUEST_MB}

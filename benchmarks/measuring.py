"""One request as the server sees it: the WSGI application alone is measured, without a client around it."""

import io
import json
import statistics
import time
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

WARM_UP = 5
RUNS = 41
# What opens and closes a transaction asks for nothing.
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


class Answer(NamedTuple):
    status: int
    body: bytes
    cookies: dict[str, str]
    cpu_ms: float
    wall_ms: float


class Cost(NamedTuple):
    """What one page costs: the median of many requests, and the queries of one."""

    status: int
    cpu_ms: float
    wall_ms: float
    queries: int
    bytes: int


class Caller:
    """A signed-in browser in front of the application."""

    def __init__(self, user: Any) -> None:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        self.cookies = {name: each.value for name, each in client.cookies.items()}
        self.application, self.factory = get_wsgi_application(), RequestFactory()

    def ask(self, path: str, data: dict[str, Any] | None = None, *, as_json: bool = False, **headers: str) -> Answer:
        """Ask for a page, or post ``data``: percent by percent as a form does, or as JSON, as autosave does."""
        kind = "application/json" if as_json else "application/x-www-form-urlencoded"
        body = (json.dumps(data, ensure_ascii=False) if as_json else urlencode(data or {})).encode()
        environ = self.factory._base_environ(
            PATH_INFO=path.partition("?")[0], QUERY_STRING=path.partition("?")[2], SERVER_NAME="127.0.0.1",
            REQUEST_METHOD="POST" if data is not None else "GET", HTTP_COOKIE=self._cookie(),
            CONTENT_TYPE=kind, CONTENT_LENGTH=str(len(body)), **headers,
        )  # fmt: skip
        environ["wsgi.input"] = io.BytesIO(body)
        told: list[Any] = []
        wall, cpu = time.perf_counter(), time.process_time()
        answer = self.application(environ, lambda status, sent: told.extend((status, sent)))
        content = b"".join(answer)
        answer.close()
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        baked: SimpleCookie = SimpleCookie()
        for name, value in told[1]:
            if name.lower() == "set-cookie":
                baked.load(value)
        cookies = {name: each.value for name, each in baked.items()}
        self.cookies |= cookies
        return Answer(int(told[0].split()[0]), content, cookies, cpu * 1000, wall * 1000)

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())


def cost(ask: Callable[[], Answer]) -> Cost:
    """Ask until warm, then many times, then once more to count the queries."""
    assert not settings.DEBUG, "the pages of a developer cost more than those of people"
    for _ in range(WARM_UP):
        ask()
    answers = [ask() for _ in range(RUNS)]
    with CaptureQueriesContext(connection) as seen:
        last = ask()
    return Cost(
        last.status,
        round(statistics.median(each.cpu_ms for each in answers), 1),
        round(statistics.median(each.wall_ms for each in answers), 1),
        sum(not each["sql"].startswith(CONTROL) for each in seen),
        len(last.body),
    )

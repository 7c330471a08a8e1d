"""While the cache's server is away pages and the API go on, limits still hold, and the doctor says what is wrong."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import translation

from accounts.enums import Scope
from accounts.flows.tokens import make_token
from tests.accounts.factories import make_user
from tests.accounts.people import PASSWORD, inside, known, sign_in
from tools.services import free_port
from venture.cache import REST_SECONDS, ForgivingRedisCache
from venture.doors.api.throttling import CallerThrottle
from venture.health import ground
from venture.health.findings import Level


@pytest.fixture
def away() -> Iterator[None]:
    """A cache whose server nobody started."""
    with _cache_at(free_port()):
        yield


@contextmanager
def _cache_at(port: int) -> Iterator[None]:
    server = f"redis://:hush@127.0.0.1:{port}/0"
    kept = {"default": {"BACKEND": "venture.cache.ForgivingRedisCache", "LOCATION": server}}
    with override_settings(CACHES=kept):
        yield


@contextmanager
def _redis(port: int, folder: Path) -> Iterator[None]:
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    process = subprocess.Popen([*command, "--save", "", "--requirepass", "hush"], stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 20
        while ground.caching().level == Level.FAIL and time.monotonic() < end:
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_pages_and_sign_in_go_on_and_wrong_passwords_are_still_counted(db: None, away: None) -> None:
    known()
    client, guesser = Client(), Client(raise_request_exception=False)

    pages = [client.get(path).status_code for path in ("/", "/calls/", "/account/login/")]
    sign_in(client)
    for _time in range(5):
        sign_in(guesser, password="wrong")
    refused = guesser.post("/account/login/", {"login": "min@city.example", "password": PASSWORD})

    assert pages == [200, 200, 200]
    assert inside(client) is not None
    assert (refused.status_code, inside(guesser)) == (422, None)


def test_calls_of_the_api_go_on_and_are_still_counted(
    db: None, away: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(CallerThrottle, "THROTTLE_RATES", {"api": "3/min"})
    _token, text = make_token(actor=make_user(), name="报表", scopes=Scope.values, days=30)
    client = Client(raise_request_exception=False)

    answers = [client.get("/api/v1/rounds/", headers={"authorization": f"Bearer {text}"}) for _time in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [entry.getMessage() for entry in caplog.records if entry.name == "venture.cache"] == [
        "the cache does not answer (ConnectionError): each process counts for itself"
    ]
    assert "hush" not in caplog.text


def test_the_doctor_asks_the_server_itself_and_the_site_stays_ready(db: None, away: None) -> None:
    cache.set("a", 1)

    with translation.override("en"):
        finding = ground.caching()

    assert cache.get("a") == 1
    assert (finding.level, finding.says) == (Level.FAIL, "The cache does not answer: ConnectionError.")


def test_without_its_server_it_behaves_like_a_cache(away: None) -> None:
    cache.set_many({"a": 1, "b": 2})

    assert cache.add("a", 9) is False
    assert (cache.incr("a"), cache.has_key("b"), "c" in cache) == (2, True, False)
    assert (cache.get_many(["a", "b", "c"]), cache.touch("c")) == ({"a": 2, "b": 2}, False)
    with pytest.raises(ValueError, match="not found"):
        cache.incr("c")
    cache.delete_many(["a"])
    assert (cache.delete("b"), cache.get("a", "gone"), cache.get_or_set("d", 4)) == (True, "gone", 4)
    cache.clear()
    assert cache.get("d") is None


@pytest.mark.redis
@pytest.mark.skipif(shutil.which("redis-server") is None, reason="no redis-server to stop and start")
def test_when_the_server_comes_back_it_is_the_shared_one_again(tmp_path: Path, monkeypatch: Any) -> None:
    port = free_port()
    with _cache_at(port):
        with _redis(port, tmp_path):
            cache.set("a", "shared")
        gone = cache.get("a")
        cache.set("a", "own")
        with _redis(port, tmp_path):
            resting = cache.get("a")
            now = time.monotonic()
            monkeypatch.setattr(time, "monotonic", lambda: now + REST_SECONDS + 1)
            rested = cache.get("a")
            cache.set("a", "shared again")
            monkeypatch.undo()
            seen_by_others = ForgivingRedisCache(f"redis://:hush@127.0.0.1:{port}/0", {}).strict.get("a")

    assert (gone, resting, rested, seen_by_others) == (None, "own", None, "shared again")

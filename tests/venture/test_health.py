"""The probes say one word and no more; each broken part turns readyz, none turns healthz."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings

from venture.settings.reading import storage_of

NO_REDIS = "redis://:hush@127.0.0.1:1/0"


@pytest.fixture
def queue_folder(tmp_path: Path) -> Any:
    options = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path)}
    with override_settings(CELERY_BROKER_URL="filesystem://", CELERY_BROKER_TRANSPORT_OPTIONS=options):
        yield


@pytest.fixture
def files(tmp_path: Path) -> Any:
    from django.conf import settings

    with override_settings(STORAGES={**settings.STORAGES, "default": storage_of(f"file://{tmp_path}/files")}):
        yield


def _ask(path: str) -> tuple[int, Any]:
    answer = Client().get(path)
    return answer.status_code, answer.json()


def test_a_well_installation_is_alive_and_ready(db: None, queue_folder: None, files: None) -> None:
    assert (_ask("/healthz"), _ask("/readyz")) == ((200, {"status": "alive"}), (200, {"status": "ready"}))


def test_the_probes_are_never_cached_and_take_no_other_method(db: None) -> None:
    assert Client().get("/healthz").headers["Cache-Control"] == "no-store"
    assert [Client().post(path).status_code for path in ("/healthz", "/readyz")] == [405, 405]


def test_being_alive_asks_nobody(django_assert_num_queries: Any, db: None) -> None:
    with django_assert_num_queries(0):
        assert _ask("/healthz")[0] == 200


def _waiting_migration() -> None:
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")


@pytest.mark.parametrize("broken", ["queue", "storage", "migrations"])
def test_each_broken_part_makes_it_not_ready_and_is_not_named(
    db: None, queue_folder: None, files: None, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    changes: dict[str, Any] = {}
    match broken:
        case "queue":
            changes["CELERY_BROKER_URL"] = NO_REDIS
        case "storage":
            changes["STORAGES"] = {"default": {"BACKEND": "tests.venture.test_health.Gone"}}
        case "migrations":
            _waiting_migration()
    with override_settings(**changes):
        ready, alive = _ask("/readyz"), _ask("/healthz")

    assert (ready, alive[0]) == ((503, {"status": "not ready"}), 200)
    assert f"not ready: {broken}" in caplog.text
    assert "hush" not in caplog.text


def test_without_the_cache_it_is_ready_all_the_same(db: None, queue_folder: None, files: None) -> None:
    kept = {"default": {"BACKEND": "venture.cache.ForgivingRedisCache", "LOCATION": NO_REDIS}}
    with override_settings(CACHES=kept):
        assert _ask("/readyz") == (200, {"status": "ready"})


class Gone:
    """A storage whose server is away."""

    def exists(self, name: str) -> bool:
        raise ConnectionError(name)


def test_the_probe_leaves_nothing_behind(db: None, queue_folder: None, files: None) -> None:
    _ask("/readyz")

    assert not Path(default_storage.location).exists() or list(Path(default_storage.location).rglob("*.txt")) == []
    assert cache.get("doctor") is None

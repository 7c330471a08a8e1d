"""What the compose file promises: health checks, no default secret, a queue that never forgets, names that are read."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from venture.settings.reading import REQUIRED

ROOT = Path(__file__).resolve().parents[2]
OURS = ("web", "worker", "beat", "migrate")
SECRETS = {"SECRET_KEY", "POSTGRES_PASSWORD", "APP_DATABASE_PASSWORD", "QUEUE_PASSWORD", "CACHE_PASSWORD"}
TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
EXAMPLE = (ROOT / "env.example").read_text(encoding="utf-8")
NAME = re.compile(r"(?<!\$)\$\{([A-Z_]+)(:?[-?][^}]*)?\}")


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return dict(yaml.safe_load(TEXT)["services"])


def _read_by_the_code() -> set[str]:
    files = [*(ROOT / "venture" / "settings").glob("*.py"), *(ROOT / "deploy").glob("*.py")]
    return set(re.findall(r'"([A-Z][A-Z_]{3,})"', "\n".join(file.read_text(encoding="utf-8") for file in files)))


def test_the_services_are_the_ones_of_the_plan(services: dict[str, Any]) -> None:
    assert set(services) == {"web", "worker", "beat", "migrate", "postgres", "queue", "cache", "proxy"}


def test_every_lasting_service_but_beat_has_a_health_check(services: dict[str, Any]) -> None:
    bare = {name for name, each in services.items() if "healthcheck" not in each}
    off = {name for name, each in services.items() if each.get("healthcheck", {}).get("disable")}

    # The image itself holds the web's check; the job that migrates ends; beat is watched by the doctor.
    assert (bare, off) == ({"web"}, {"migrate", "beat"})
    assert "HEALTHCHECK" in DOCKERFILE


def test_no_secret_has_a_default() -> None:
    used = {name: tail or "" for name, tail in NAME.findall(TEXT)}

    assert {name for name in SECRETS if not used[name].startswith(":?")} == set()
    assert [line for line in TEXT.splitlines() if re.match(r"\s*\w*(PASSWORD|SECRET|KEY):\s*[^$\s&*]", line)] == []
    assert all(line.partition("=")[2] == "" for line in EXAMPLE.splitlines() if line and not line.startswith("#"))


def test_every_variable_is_in_the_example_and_the_other_way_round() -> None:
    listed = {line.partition("=")[0] for line in EXAMPLE.splitlines() if line and not line.startswith("#")}

    assert listed == {name for name, _tail in NAME.findall(TEXT)}


def test_every_variable_given_to_our_processes_is_read_by_the_settings(services: dict[str, Any]) -> None:
    given = set(services["web"]["environment"])

    assert given - _read_by_the_code() == set()
    assert set(REQUIRED) - given == set()


def test_our_processes_run_bare(services: dict[str, Any]) -> None:
    for name in OURS:
        assert services[name]["read_only"] is True, name
        assert services[name]["cap_drop"] == ["ALL"], name
        assert "ports" not in services[name], name
    assert re.search(r"^USER (?!root)\w+", DOCKERFILE, re.MULTILINE)
    assert "--require-hashes" in DOCKERFILE
    assert DOCKERFILE.index("USER venture") < DOCKERFILE.index('CMD ["gunicorn"')


def test_only_the_proxy_is_reachable_and_the_stores_are_inside(services: dict[str, Any]) -> None:
    assert {name for name, each in services.items() if each.get("ports")} == {"proxy"}
    assert {name for name in ("postgres", "queue", "cache") if services[name]["networks"] != ["inside"]} == set()
    assert yaml.safe_load(TEXT)["networks"]["inside"] == {"internal": True}


def test_the_queue_never_forgets_and_the_cache_may(services: dict[str, Any]) -> None:
    queue, cache = (" ".join(services[name]["command"]) for name in ("queue", "cache"))

    assert "--appendonly yes" in queue
    assert "--maxmemory-policy noeviction" in queue
    assert services["queue"]["volumes"] == ["queue:/data"]
    assert "--maxmemory-policy allkeys-lru" in cache
    assert "volumes" not in services["cache"]


def test_one_beat_and_the_worker_has_time_to_finish(services: dict[str, Any]) -> None:
    assert "deploy" not in services["beat"]
    assert services["worker"]["stop_grace_period"] == "90s"


def test_the_proxy_sets_what_the_site_believes_and_keeps_the_probes_inside() -> None:
    proxy = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")

    assert "proxy_set_header X-Forwarded-For $remote_addr;" in proxy
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in proxy
    assert "non_idempotent" not in proxy
    for probe in ("readyz", "healthz"):
        assert f"location = /{probe} {{ return 404; }}" in proxy
    log = re.search(r"log_format plain[^;]*;", proxy)
    assert log is not None
    assert not re.search(r"\$(remote_addr|remote_user|request\b|args|http_user_agent|http_referer)", log.group())

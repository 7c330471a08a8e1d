"""The doctor looks at every part, names what is broken with its remedy, and never lets one fault hide the others."""

import io
import json
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.utils import translation

from rounds.flows.calendars import load_announced_years
from rounds.flows.drafting import create_from_preset
from tests.accounts.factories import make_user
from tests.venture.test_health import NO_REDIS, Gone
from venture.audit.flows import record
from venture.audit.models import AuditEntry, AuditHead
from venture.audit.queries import fault_of_last, missing_guards
from venture.health import ground, house
from venture.health.findings import Finding, Level, run
from venture.jobs.enums import JobState
from venture.jobs.models import Job
from venture.kernel import clock
from venture.management.commands.doctor import ALONE, GROUND, STANDS_ON_IT
from venture.settings.reading import storage_of

REDIS = os.environ.get("TEST_REDIS_URL", "")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def _level(finding: Finding, says: str) -> Level:
    assert says in finding.says, finding
    assert bool(finding.remedy) is (finding.level != Level.OK)
    return finding.level


def _doctor() -> tuple[int, dict[str, Any]]:
    out = io.StringIO()
    try:
        call_command("doctor", "--json", stdout=out)
    except SystemExit as end:
        return int(str(end.code)), dict(json.loads(out.getvalue()))
    return 0, dict(json.loads(out.getvalue()))


def _canary(*, created: timedelta, finished: timedelta | None) -> None:
    now = clock.now()
    done = {"state": JobState.DONE, "finished_at": now - finished} if finished is not None else {}
    Job.objects.create(name="jobs.canary", key=str(created), run_at=now - created, created_at=now - created, **done)


def test_every_part_is_looked_at_and_the_exit_code_tells(db: None) -> None:
    code, told = _doctor()

    assert {each["part"] for each in told["findings"]} == {*GROUND, *STANDS_ON_IT, *ALONE}
    assert (code, told["well"]) == (1, False)  # no worker has ever run here
    assert {each["level"] for each in told["findings"]} <= {"ok", "warn", "fail"}


def test_in_lines_each_fault_comes_with_its_remedy(db: None) -> None:
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("doctor", stdout=out)

    lines = out.getvalue().splitlines()
    [place] = [number for number, line in enumerate(lines) if line.startswith("✗ workers")]
    assert "celery -A venture worker" in lines[place + 1]
    assert lines[-1].endswith("must be mended.")


def test_a_check_that_breaks_is_told_and_hides_nothing() -> None:
    def breaks() -> Finding:
        raise RuntimeError("boom")

    assert _level(run("x", breaks), "The check itself failed: RuntimeError: boom.") == Level.FAIL


@pytest.mark.parametrize(
    ("created", "finished", "level", "says"),
    [
        (None, None, Level.FAIL, "have never run here"),
        (timedelta(minutes=1), timedelta(minutes=1), Level.OK, "are alive"),
        (timedelta(hours=3), timedelta(hours=3), Level.FAIL, "silent for 3 h 0 min"),
        (timedelta(minutes=12), None, Level.FAIL, "waiting for 12 min"),
        (timedelta(minutes=2), None, Level.FAIL, "no worker finished anything"),
    ],
)
def test_beat_and_workers_are_told_apart_by_the_canary(
    db: None, created: timedelta | None, finished: timedelta | None, level: Level, says: str
) -> None:
    if created is not None:
        _canary(created=created, finished=finished)

    assert _level(house.workers(), says) == level


def test_parked_jobs_are_a_warning(db: None) -> None:
    _canary(created=timedelta(minutes=1), finished=timedelta(minutes=1))
    now = clock.now()
    Job.objects.create(name="x", key="1", run_at=now, created_at=now, state=JobState.PARKED, attempts=8)

    assert _level(house.workers(), "1 jobs are parked") == Level.WARN


def test_a_storage_that_is_away_or_shut_is_told(tmp_path: Path) -> None:
    with override_settings(STORAGES={"default": {"BACKEND": "tests.venture.test_health.Gone"}}):
        assert Gone
        assert _level(ground.storage(), "Files cannot be kept") == Level.FAIL
    (tmp_path / "files").write_text("a file where the folder should be")
    with override_settings(STORAGES={"default": storage_of(f"file://{tmp_path}/files")}):
        assert _level(ground.storage(), "Files cannot be kept") == Level.FAIL
    with override_settings(STORAGES={"default": storage_of(f"file://{tmp_path}/good")}):
        assert _level(ground.storage(), "written, read and removed") == Level.OK
    assert [path for path in (tmp_path / "good").rglob("*") if path.is_file()] == []


def test_a_queue_that_is_away_is_told_without_its_password() -> None:
    with override_settings(CELERY_BROKER_URL=NO_REDIS):
        finding = ground.queue()

    assert _level(finding, "The queue does not answer") == Level.FAIL
    assert "hush" not in finding.says


@pytest.mark.redis
def test_a_queue_that_may_forget_is_told() -> None:
    server = redis.Redis.from_url(REDIS)
    before = {name: server.config_get(name)[name] for name in ("maxmemory-policy", "appendonly")}
    try:
        with override_settings(CELERY_BROKER_URL=REDIS):
            server.config_set("appendonly", "yes")
            server.config_set("maxmemory-policy", "allkeys-lru")
            evicts = ground.queue()
            server.config_set("maxmemory-policy", "noeviction")
            good = ground.queue()
            server.config_set("appendonly", "no")
            forgets = ground.queue()
    finally:
        for name, value in before.items():
            server.config_set(name, value)
        server.close()

    assert _level(evicts, "its policy is allkeys-lru") == Level.FAIL
    assert _level(good, "evicts nothing") == Level.OK
    assert _level(forgets, "forgets when it is restarted") == Level.FAIL


def test_a_mail_server_that_refuses_is_told() -> None:
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_PORT=1):
        assert _level(house.mail(), "does not take us") == Level.FAIL


def test_a_scanner_that_is_away_is_told(tmp_path: Path) -> None:
    with override_settings(CLAMD_URL="tcp://127.0.0.1:1"):
        assert _level(house.scanner(), "does not answer") == Level.FAIL
    with override_settings(CLAMD_URL=f"unix://{tmp_path}/nosuch.sock"):
        assert _level(house.scanner(), "does not answer") == Level.FAIL


def test_clocks_that_differ_are_told(db: None) -> None:
    agree = ground.clocks()
    with clock.at(clock.now() + timedelta(seconds=10)):
        apart = ground.clocks()
    with clock.at(clock.now() - timedelta(minutes=5)):
        far = ground.clocks()

    assert [_level(agree, "agree"), _level(apart, "apart"), _level(far, "apart")] == [Level.OK, Level.WARN, Level.FAIL]


def test_a_round_that_reaches_into_a_year_without_calendar_is_told(db: None) -> None:
    none = house.calendars()
    load_announced_years()
    loaded = house.calendars()
    create_from_preset(preset="seed", code="2031", year=2031, actor=make_user())

    assert _level(none, "No calendar is loaded") == Level.WARN
    assert _level(loaded, "2004 to 2026") == Level.OK
    assert _level(house.calendars(), "2031") == Level.WARN


def test_static_files_that_were_not_collected_are_told(tmp_path: Path) -> None:
    kept = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES={**settings.STORAGES, **kept}):
        missing = house.static_files()
        (tmp_path / "staticfiles.json").write_text("{}")
        there = house.static_files()

    assert _level(missing, "not collected") == Level.FAIL
    assert _level(there, "are collected") == Level.OK
    assert _level(house.static_files(), "read from the source") == Level.OK


def test_a_catalogue_that_is_missing_or_old_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text("")
    with override_settings(LOCALE_PATHS=[tmp_path]):
        missing = house.catalogue()
        (folder / "django.mo").write_bytes(b"")
        os.utime(folder / "django.mo", (1, 1))
        old = house.catalogue()

    # Changing the folder of the catalogue makes Django forget the language that was active.
    assert [missing.level, old.level, house.catalogue().level] == [Level.FAIL, Level.WARN, Level.OK]


def _write(count: int) -> None:
    person = make_user()
    for number in range(count):
        record(actor=person, verb="test", subject=person, after=str(number))


def test_the_last_entries_of_the_log_are_verified_from_the_middle(db: None) -> None:
    _write(6)

    assert [fault_of_last(count) for count in (1, 3, 6, 1000)] == [None] * 4
    assert missing_guards() == frozenset()
    assert _level(house.audit_log(), "The last 6 entries of the log hold together.") == Level.OK


def test_a_log_whose_head_runs_ahead_is_told(db: None) -> None:
    _write(4)
    AuditHead.objects.update(seq=5)

    assert _level(house.audit_log(), "broken at entry 5") == Level.FAIL
    assert AuditEntry.objects.count() == 4


@pytest.mark.postgres
def test_guards_that_somebody_took_away_are_told(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER audit_auditentry_stays")

    assert _level(house.audit_log(), "does not guard the log: audit_auditentry_stays") == Level.FAIL

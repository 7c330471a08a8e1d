"""Production refuses to start for each thing it lacks, in a sentence that names it; what it starts with is tight."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from venture.logs import JsonLines, without_persons
from venture.settings import reading

ROOT = Path(__file__).resolve().parents[2]
KEY = "kT9-vQ2mXz7Lr4WbN8sYd1HfJ6cPa3Ge5uRoViKwMtBnZxCyQhLj"
WHOLE = {
    "SECRET_KEY": KEY,
    "DATABASE_URL": "postgres://venture:x@127.0.0.1:5432/venture",
    "REDIS_URL": "redis://:x@queue:6379/0",
    "CACHE_URL": "redis://:x@cache:6379/0",
    "STORAGE_URL": "file:///srv/files",
    "ALLOWED_HOSTS": "venture.example.gov, www.venture.example.gov",
    "EMAIL_URL": "smtp://site:p%40ss@mail.example.gov:587?tls=1",
    "EMAIL_FROM": "venture@example.gov",
}


def _run(env: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    clean = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "VAR_DIR"}}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT, env={**clean, **env, "DJANGO_SETTINGS_MODULE": "venture.settings.production"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def _read(env: dict[str, str], *names: str) -> dict[str, Any]:
    code = (
        "import json, django.conf; s = django.conf.settings; "
        f"print(json.dumps({{name: getattr(s, name, None) for name in {names!r}}}, default=str))"
    )
    answer = _run(env, "-c", code)
    assert answer.returncode == 0, answer.stderr
    return dict(json.loads(answer.stdout))


def test_a_whole_environment_has_no_fault() -> None:
    assert reading.faults(WHOLE) == []


@pytest.mark.parametrize("name", sorted(reading.REQUIRED))
@pytest.mark.parametrize("empty", [True, False])
def test_each_missing_variable_is_named(name: str, empty: bool) -> None:
    env = {key: value for key, value in WHOLE.items() if key != name} | ({name: ""} if empty else {})

    assert reading.faults(env) == [f"Set {name}: {reading.REQUIRED[name]}."]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY is too weak"),
        ("SECRET_KEY", "a" * 60, "SECRET_KEY is too weak"),
        ("SECRET_KEY", "django-insecure-" + KEY, "SECRET_KEY is too weak"),
        ("SECRET_KEY_FALLBACKS", f"{KEY},short", "SECRET_KEY_FALLBACKS is too weak"),
        ("DATABASE_URL", "sqlite:////srv/venture.sqlite3", "DATABASE_URL names sqlite"),
        ("REDIS_URL", "filesystem://", "REDIS_URL is not redis://"),
        ("CACHE_URL", "memcache://cache", "CACHE_URL is not redis://"),
        ("CACHE_URL", "redis://queue/1", "name the same server"),
        ("STORAGE_URL", "file://relative", "STORAGE_URL is not file:///folder or s3://"),
        ("STORAGE_URL", "s3://host/bucket", "STORAGE_URL is not file:///folder or s3://"),
        ("STORAGE_URL", "ftp://host/bucket", "STORAGE_URL is not file:///folder or s3://"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS holds a star"),
        ("ALLOWED_HOSTS", "a.example,*.example", "ALLOWED_HOSTS holds a star"),
        ("CSRF_TRUSTED_ORIGINS", "http://a.example", "CSRF_TRUSTED_ORIGINS: http://a.example"),
        ("SITE_URL", "http://a.example", "SITE_URL: http://a.example"),
        ("SMS_URL", "http://sms.example/send", "SMS_URL does not begin with https://"),
        ("SMS_URL", "https://sms.example/send", "Set SMS_TOKEN"),
        ("SMS_CHANNEL", "venture.notify.channels.TraySms", "Take SMS_CHANNEL away"),
        ("CLAMD_URL", "clamav:3310", "CLAMD_URL is not tcp://"),
        ("EMAIL_URL", "console://", "EMAIL_URL is not smtp://"),
        ("EMAIL_FROM", "nobody", "EMAIL_FROM is no e-mail address"),
        ("TRUSTED_PROXIES", "yes", "TRUSTED_PROXIES is no number"),
        ("SECOND_FACTOR_REQUIRED", "off", "Take SECOND_FACTOR_REQUIRED away"),
        ("SECOND_FACTOR_REQUIRED", "0", "Take SECOND_FACTOR_REQUIRED away"),
        ("CLOCK_MOVABLE", "1", "Take CLOCK_MOVABLE away"),
        ("DEMO_TRAY", "true", "Take DEMO_TRAY away"),
        ("DEMO", "on", "Take DEMO away"),
        ("DEBUG", "True", "Take DEBUG away"),
    ],
)
def test_each_wrong_value_is_refused_in_one_sentence_that_names_it(name: str, value: str, says: str) -> None:
    [fault] = reading.faults({**WHOLE, name: value})

    assert says in fault
    assert fault.endswith(".")


@pytest.mark.parametrize(
    ("name", "value"), [("CLOCK_MOVABLE", "off"), ("DEBUG", "0"), ("SECOND_FACTOR_REQUIRED", "on")]
)
def test_saying_no_to_what_is_off_anyway_is_no_fault(name: str, value: str) -> None:
    assert reading.faults({**WHOLE, name: value}) == []


def test_every_fault_is_told_at_once_and_no_value_is_repeated() -> None:
    answer = _run({"SECRET_KEY": "hunter2-very-secret", "DEMO_TRAY": "1"}, "manage.py", "check")

    assert answer.returncode == 1
    assert "Production cannot start." in answer.stderr
    for name in (set(reading.REQUIRED) - {"SECRET_KEY"}) | {"DEMO_TRAY"}:
        assert name in answer.stderr
    assert "SECRET_KEY is too weak" in answer.stderr
    assert "hunter2" not in answer.stderr


def test_the_deployment_check_of_django_has_nothing_to_say() -> None:
    answer = _run({**WHOLE, "TRUSTED_PROXIES": "1"}, "manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert (answer.returncode, answer.stderr) == (0, "")
    assert "no issues" in answer.stdout


def test_what_protects_people_is_on() -> None:
    read = _read(
        WHOLE, "DEBUG", "CLOCK_MOVABLE", "DEMO", "DEMO_TRAY", "SECOND_FACTOR_REQUIRED", "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE", "SESSION_COOKIE_NAME", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "ALLOWED_HOSTS",
        "CSRF_TRUSTED_ORIGINS", "SECURE_PROXY_SSL_HEADER", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS", "EMAIL_PORT",
    )  # fmt: skip

    assert read == {
        "DEBUG": False, "CLOCK_MOVABLE": False, "DEMO": False, "DEMO_TRAY": False, "SECOND_FACTOR_REQUIRED": True,
        "SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True, "SESSION_COOKIE_NAME": "__Host-session",
        "SECURE_SSL_REDIRECT": True, "SECURE_HSTS_SECONDS": 31536000,
        "ALLOWED_HOSTS": ["venture.example.gov", "www.venture.example.gov"],
        "CSRF_TRUSTED_ORIGINS": ["https://venture.example.gov", "https://www.venture.example.gov"],
        "SECURE_PROXY_SSL_HEADER": None, "EMAIL_HOST_PASSWORD": "p@ss", "EMAIL_USE_TLS": True, "EMAIL_PORT": 587,
    }  # fmt: skip


def test_a_proxy_is_believed_only_where_one_is_declared() -> None:
    read = _read({**WHOLE, "TRUSTED_PROXIES": "2"}, "SECURE_PROXY_SSL_HEADER", "ALLAUTH_TRUSTED_PROXY_COUNT")

    assert read == {"SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"], "ALLAUTH_TRUSTED_PROXY_COUNT": 2}


def test_storage_addresses_become_storages() -> None:
    folder = reading.storage_of("file:///srv/files")
    bucket = reading.storage_of("s3://key:se%2Fcret@files.example:9000/venture?region=cn&secure=0")

    assert (folder["OPTIONS"]["location"], folder["OPTIONS"]["base_url"]) == (Path("/srv/files"), None)
    assert bucket["OPTIONS"] == {
        "bucket_name": "venture", "access_key": "key", "secret_key": "se/cret", "region_name": "cn",
        "endpoint_url": "http://files.example:9000", "default_acl": None, "file_overwrite": False,
        "querystring_auth": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("mail to 陈立 <chen.li@yunxi.example> failed", "mail to 陈立 <[e-mail]> failed"),
        ("code for 13800138000 sent", "code for [mobile] sent"),
        ("code for +86 138-0013-8000 sent", "code for [mobile] sent"),
        ("id 11010519491231002X refused", "id [id number] refused"),
        ("account 6222021234567890123 held", "account [card] held"),
        ("GET /notices/?q=张三&page=2", "GET /notices/?q=[…]&page=[…]"),
        ("Invalid request from ip=10.1.2.3: GET /", "Invalid request from ip=[…]: GET /"),
        ("Bearer vt_abcdefgh_0123456789-_abc", "Bearer [token]"),
        ("duplicate key\nDETAIL:  Key (email)=(a@b.cn) already exists.", "duplicate key\nDETAIL: [row]"),
        ("job 1234567 of round 2027 ran in 13800 ms", "job 1234567 of round 2027 ran in 13800 ms"),
    ],
)
def test_log_lines_name_nobody(text: str, kept: str) -> None:
    assert without_persons(text) == kept


def test_a_log_line_is_one_json_object_and_a_crash_tells_places_not_values() -> None:
    try:
        raise ValueError("wrong mobile 13800138000")
    except ValueError:
        record = logging.LogRecord("venture", logging.ERROR, "x.py", 1, "failed for %s", ("a@b.cn",), sys.exc_info())

    line = json.loads(JsonLines().format(record))

    assert (line["level"], line["logger"], line["message"]) == ("error", "venture", "failed for [e-mail]")
    assert line["error"] == "ValueError: wrong mobile [mobile]"
    assert line["trace"][0].endswith("test_a_log_line_is_one_json_object_and_a_crash_tells_places_not_values")
    assert line["at"].endswith("+00:00")

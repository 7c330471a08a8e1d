"""Reading the environment: each fault in one sentence that names the variable and says what to write."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

KEY_LENGTH = 50
KEY_LETTERS = 20
TRUE, FALSE = frozenset({"1", "on", "yes", "true"}), frozenset({"", "0", "off", "no", "false"})
# Production refuses these whatever their value but "off": they belong to the demonstration and to tests.
DEMO_ONLY = {
    "CLOCK_MOVABLE": "the clock of a real round is the database's and cannot be moved",
    "DEMO": "the demonstration's accounts and data are known to everybody",
    "DEMO_TRAY": "the tray shows all mail and all codes to everybody",
    "DEBUG": "error pages would show settings and data",
}
REQUIRED = {
    "SECRET_KEY": "a random string of at least 50 characters",
    "DATABASE_URL": "postgres://user:password@host:5432/name",
    "REDIS_URL": "redis://:password@host:6379/0, the queue (AOF on, noeviction)",
    "CACHE_URL": "redis://:password@host:6379/0, the cache, another server than the queue",
    "STORAGE_URL": "file:///srv/files or s3://key:secret@host/bucket",
    "ALLOWED_HOSTS": "the host names of the site, separated by commas",
    "EMAIL_URL": "smtp://user:password@host:587?tls=1",
    "EMAIL_FROM": "the sender's address of the site's mail",
}


def words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def is_on(text: str) -> bool:
    return text.strip().lower() not in FALSE


def faults(env: Mapping[str, str]) -> list[str]:
    """Return every reason why production cannot start in this environment, as sentences."""
    found = [f"Set {name}: {hint}." for name, hint in REQUIRED.items() if not env.get(name)]
    found += [f"Take {name} away: {why}." for name, why in DEMO_ONLY.items() if is_on(env.get(name, ""))]
    if not is_on(env.get("SECOND_FACTOR_REQUIRED", "on")):
        found.append(
            "Take SECOND_FACTOR_REQUIRED away: it cannot be switched off; who holds a part in the round proves a "
            "second factor."
        )
    for check in (_key, _database, _redis, _storage, _hosts, _origins, _mail, _sms, _scanner, _proxies):
        found += check(env)
    return found


def _key(env: Mapping[str, str]) -> list[str]:
    keys = {"SECRET_KEY": [env["SECRET_KEY"]] if env.get("SECRET_KEY") else []}
    keys["SECRET_KEY_FALLBACKS"] = words(env.get("SECRET_KEY_FALLBACKS", ""))
    return [
        f"{name} is too weak: at least {KEY_LENGTH} random characters, {KEY_LETTERS} of them different. "
        'Make one: python -c "import secrets; print(secrets.token_urlsafe(48))".'
        for name, given in keys.items()
        if any(_weak(key) for key in given)
    ]


def _weak(key: str) -> bool:
    return len(key) < KEY_LENGTH or len(set(key)) < KEY_LETTERS or "change" in key.lower() or "insecure" in key.lower()


def _database(env: Mapping[str, str]) -> list[str]:
    scheme = urlsplit(env.get("DATABASE_URL", "")).scheme
    if scheme and scheme not in {"postgres", "postgresql"}:
        return [f"DATABASE_URL names {scheme}: production runs on PostgreSQL; SQLite is for the demonstration."]
    return []


def _redis(env: Mapping[str, str]) -> list[str]:
    queue, cache = env.get("REDIS_URL", ""), env.get("CACHE_URL", "")
    found = [
        f"{name} is not redis:// or rediss://."
        for name, url in (("REDIS_URL", queue), ("CACHE_URL", cache))
        if url and urlsplit(url).scheme not in {"redis", "rediss"}
    ]
    if queue and cache and _server(queue) == _server(cache):
        found.append(
            "REDIS_URL and CACHE_URL name the same server: the queue must never forget (noeviction), the cache must "
            "be able to. Use two."
        )
    return found


def _server(url: str) -> tuple[str | None, int]:
    split = urlsplit(url)
    return split.hostname, split.port or 6379


def _storage(env: Mapping[str, str]) -> list[str]:
    url = env.get("STORAGE_URL", "")
    if url:
        try:
            storage_of(url)
        except ValueError as fault:
            return [f"STORAGE_URL {fault}."]
    return []


def _hosts(env: Mapping[str, str]) -> list[str]:
    if any("*" in host for host in words(env.get("ALLOWED_HOSTS", ""))):
        return ["ALLOWED_HOSTS holds a star: name the hosts of the site."]
    return []


def _origins(env: Mapping[str, str]) -> list[str]:
    return [
        f"{name}: {each} does not begin with https://."
        for name in ("CSRF_TRUSTED_ORIGINS", "SITE_URL")
        for each in words(env.get(name, ""))
        if not each.startswith("https://")
    ]


def _mail(env: Mapping[str, str]) -> list[str]:
    url = env.get("EMAIL_URL", "")
    if url and (urlsplit(url).scheme not in {"smtp", "smtps"} or not urlsplit(url).hostname):
        return ["EMAIL_URL is not smtp:// or smtps:// with a host."]
    if env.get("EMAIL_FROM") and "@" not in env["EMAIL_FROM"]:
        return ["EMAIL_FROM is no e-mail address."]
    return []


def _sms(env: Mapping[str, str]) -> list[str]:
    url = env.get("SMS_URL", "")
    if url and not url.startswith("https://"):
        return ["SMS_URL does not begin with https://: codes would travel in the open."]
    if env.get("SMS_CHANNEL", "").endswith("TraySms"):
        return ["Take SMS_CHANNEL away: the tray keeps codes for everybody to read."]
    if url and not env.get("SMS_TOKEN"):
        return ["Set SMS_TOKEN: the gateway's token, beside SMS_URL."]
    return []


def _scanner(env: Mapping[str, str]) -> list[str]:
    url = env.get("CLAMD_URL", "")
    if url and urlsplit(url).scheme not in {"tcp", "unix"}:
        return ["CLAMD_URL is not tcp://host:3310 or unix:///path."]
    return []


def _proxies(env: Mapping[str, str]) -> list[str]:
    if not env.get("TRUSTED_PROXIES", "0").isdigit():
        return ["TRUSTED_PROXIES is no number: 0, or how many proxies of yours stand before the site."]
    return []


def storage_of(url: str) -> dict[str, Any]:
    """Return Django's storage for ``file:///folder`` or ``s3://key:secret@host/bucket?region=…&secure=0``.

    Raise ``ValueError`` for anything else. Files are never public: links are the site's own, behind a right.
    """
    split = urlsplit(url)
    if split.scheme == "file" and split.path.startswith("/"):
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": Path(split.path), "base_url": None, "file_permissions_mode": 0o640},
        }
    if split.scheme == "s3" and split.hostname and split.path.strip("/") and split.username and split.password:
        more = {key: values[-1] for key, values in parse_qs(split.query).items()}
        port = f":{split.port}" if split.port else ""
        secure = is_on(more.get("secure", "on"))
        return {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": split.path.strip("/"),
                "access_key": unquote(split.username),
                "secret_key": unquote(split.password),
                "endpoint_url": f"{'https' if secure else 'http'}://{split.hostname}{port}",
                "region_name": more.get("region"),
                "default_acl": None,
                "file_overwrite": False,
                "querystring_auth": True,
            },
        }
    raise ValueError("is not file:///folder or s3://key:secret@host/bucket")


def mail_of(url: str) -> dict[str, Any]:
    """Return Django's mail settings for ``smtp://user:password@host:587?tls=1`` or ``smtps://…``."""
    split = urlsplit(url)
    more = {key: values[-1] for key, values in parse_qs(split.query).items()}
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": split.hostname,
        "EMAIL_PORT": split.port or (465 if split.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(split.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(split.password or ""),
        "EMAIL_USE_SSL": split.scheme == "smtps",
        "EMAIL_USE_TLS": split.scheme == "smtp" and is_on(more.get("tls", "")),
        "EMAIL_TIMEOUT": 15,
    }

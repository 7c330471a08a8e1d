"""The ground: database, migrations, clock, queue, cache, storage. What a request needs to be answered at all."""

import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import redis
from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import Error as DatabaseFault
from django.utils.translation import gettext as _

from venture.health.findings import Finding, fail, ok, warn
from venture.kernel import clock

PATIENCE = 3
CLOCK_WARN, CLOCK_FAIL = 2.0, 60.0
TRACE = b"venture doctor"


def database() -> Finding:
    """Say whether the database answers; a rule about money, deadlines or races is proven on PostgreSQL only."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            version = _version(cursor)
    except DatabaseFault as error:
        first = str(error).strip().partition("\n")[0]
        return fail(
            "database",
            _("The database does not answer: %(error)s."),
            _("Start it, or mend DATABASE_URL (host, port, name, user, password)."),
            error=first,
        )
    if connection.vendor != "postgresql" and not settings.DEBUG and not getattr(settings, "CLOCK_MOVABLE", False):
        return fail(
            "database",
            _("The database is %(vendor)s."),
            _("Use PostgreSQL for a real round."),
            vendor=connection.vendor,
        )
    return ok("database", _("%(version)s answers."), version=version)


def _version(cursor: Any) -> str:
    if connection.vendor == "postgresql":
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"
    cursor.execute("SELECT sqlite_version()")
    return f"SQLite {cursor.fetchone()[0]}"


def role() -> Finding:
    """Say whether the site works as a role that owns nothing: an owner could switch the ledger's guards off."""
    if connection.vendor != "postgresql":
        return ok("role", _("SQLite knows no roles: the guards are triggers only."))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, EXISTS (SELECT 1 FROM pg_roles WHERE rolname = current_user AND rolsuper) OR EXISTS "
            "(SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tableowner = current_user)"
        )
        name, owns = cursor.fetchone()
    if owns:
        return warn(
            "role",
            _("The site works as %(name)s, who owns the tables and could switch their guards off."),
            _("Run manage.py grant_rights as the owner and let DATABASE_URL name venture_app."),
            name=name,
        )
    return ok("role", _("The site works as %(name)s, who owns nothing."), name=name)


def migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        names = ", ".join(f"{each.app_label}.{each.name}" for each, _backwards in waiting[:3])
        names += " …" if len(waiting) > 3 else ""
        return fail(
            "migrations",
            _("%(count)s migrations wait: %(names)s."),
            _("Run: manage.py migrate"),
            count=len(waiting),
            names=names,
        )
    return ok("migrations", _("Every migration is applied."))


def clocks() -> Finding:
    """Compare this machine's clock with the database's, which decides about deadlines."""
    apart = abs(time.time() - clock.now().timestamp())
    remedy = _("Let both machines follow the same time server (chrony, NTP).")
    if apart > CLOCK_FAIL:
        return fail("clock", _("This machine and the database are %(seconds).0f s apart."), remedy, seconds=apart)
    if apart > CLOCK_WARN:
        return warn("clock", _("This machine and the database are %(seconds).1f s apart."), remedy, seconds=apart)
    return ok("clock", _("This machine and the database agree (%(seconds).2f s)."), seconds=apart)


def queue() -> Finding:  # noqa: PLR0911 -- one line per fault
    """The queue must not forget: append-only file on, nothing evicted."""
    url = settings.CELERY_BROKER_URL
    if url.startswith("filesystem"):
        folder = Path(str(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_out"]))
        if not folder.is_dir():
            return fail("queue", _("The queue's folder is not there."), _("Run: manage.py demo, or set REDIS_URL."))
        return ok("queue", _("The queue is a folder of this machine."))
    try:
        with _redis(url) as server:
            info: dict[str, Any] = server.info()
            policy = info.get("maxmemory_policy", "")
    except redis.RedisError as error:
        return fail(
            "queue",
            _("The queue does not answer: %(error)s."),
            _("Start it, or mend REDIS_URL."),
            error=_without_secret(error, url),
        )
    if policy != "noeviction":
        return fail(
            "queue",
            _("The queue may forget: its policy is %(policy)s."),
            _("Set maxmemory-policy noeviction."),
            policy=policy,
        )
    if not info.get("aof_enabled"):
        return fail("queue", _("The queue forgets when it is restarted."), _("Set appendonly yes."))
    if info.get("aof_last_write_status", "ok") != "ok":
        return fail("queue", _("The queue could not write its file."), _("Free space on its disk."))
    return ok(
        "queue",
        _("Redis %(version)s answers, writes its file and evicts nothing."),
        version=info.get("redis_version"),
    )


def caching() -> Finding:
    """Ask the server itself: pages go on without it, each process with a cache of its own."""
    kept: BaseCache = getattr(cache, "strict", cache)
    key, value = f"doctor-{uuid4().hex}", uuid4().hex
    try:
        kept.set(key, value, 30)
        same = kept.get(key) == value
        kept.delete(key)
    except (redis.RedisError, OSError) as error:
        return fail(
            "cache",
            _("The cache does not answer: %(kind)s."),
            _("Start it, or mend CACHE_URL."),
            kind=type(error).__name__,
        )
    if not same:
        return fail(
            "cache", _("The cache does not give back what was put in."), _("Look at its memory limit and policy.")
        )
    shared = "redis" in settings.CACHES["default"]["BACKEND"].lower()
    if not shared and not getattr(settings, "CLOCK_MOVABLE", False):
        return warn(
            "cache", _("Each process has a cache of its own."), _("Set CACHE_URL: limits are counted in the cache.")
        )
    return ok("cache", _("The cache keeps and gives back."))


def storage() -> Finding:
    """Write a file, read it, remove it."""
    name = f"doctor/{uuid4().hex}.txt"
    try:
        kept = default_storage.save(name, ContentFile(TRACE))
        with default_storage.open(kept) as file:
            same = file.read() == TRACE
        default_storage.delete(kept)
    except Exception as error:  # each kind of storage has its own errors
        return fail(
            "storage",
            _("Files cannot be kept: %(kind)s."),
            _("Look at STORAGE_URL: the folder's owner and space, or the bucket, its key and its address."),
            kind=type(error).__name__,
        )
    if not same:
        return fail("storage", _("A file came back changed."), _("Do not go on: look at the storage and its proxy."))
    return ok("storage", _("A file was written, read and removed."))


def storage_is_there() -> Finding:
    """The probe's question: cheap, it writes nothing."""
    try:
        default_storage.exists("doctor")
    except Exception:  # each kind of storage has its own errors
        return fail("storage", _("The storage does not answer."), _("Look at STORAGE_URL."))
    return ok("storage", _("The storage answers."))


def _redis(url: str) -> "redis.Redis":
    return redis.Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)


def _without_secret(error: Exception, url: str) -> str:
    said = str(error).partition("\n")[0].rstrip(".")
    secret = urlsplit(url).password
    return said.replace(secret, "…") if secret else said

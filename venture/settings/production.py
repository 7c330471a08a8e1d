"""Production. Everything it needs comes from the environment; it refuses to start without it, in words."""

import os

from django.core.exceptions import ImproperlyConfigured

from venture.settings.base import *

REQUIRED = {
    "SECRET_KEY": "a random string of at least 50 characters",
    "DATABASE_URL": "postgres://user:password@host:5432/name",
    "REDIS_URL": "redis://:password@host:6379/0, the queue (AOF on, noeviction)",
    "CACHE_URL": "redis://:password@host:6379/0, the cache",
    "STORAGE_URL": "file:///srv/files or s3://key:secret@host/bucket",
    "ALLOWED_HOSTS": "the host names of the site, separated by commas",
}
_missing = [f"{name} ({hint})" for name, hint in REQUIRED.items() if not os.environ.get(name)]
if _missing:
    raise ImproperlyConfigured("Production cannot start. Set in the environment: " + "; ".join(_missing))

SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = [host.strip() for host in os.environ["ALLOWED_HOSTS"].split(",")]

"""Settings of the tests. The database, Redis and the browser come from the fixtures."""

from venture.settings.base import *
from venture.settings.base import STORAGES, VAR_DIR
from venture.settings.city import SITE  # noqa: F401

CLOCK_MOVABLE = DEMO_TRAY = True
DESK_COUNTS_SECONDS = 0  # what a test lays down counts at once
DEMO_SCALE = "small"
SMS_CHANNEL = "venture.notify.channels.TraySms"
SECOND_FACTOR_REQUIRED = False
SECRET_KEY = "test"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# What the demonstration uploads is gone with the process.
STORAGES = {**STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
STATIC_ROOT = VAR_DIR / "static-of-tests"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

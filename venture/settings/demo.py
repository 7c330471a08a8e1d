"""The demonstration: one command, SQLite, no server to start, a fictional city. Never for real data."""

from venture.settings.base import *
from venture.settings.base import MIDDLEWARE, VAR_DIR
from venture.settings.city import SITE  # noqa: F401

DEMO = DEMO_TRAY = True
EMAIL_BACKEND = "venture.notify.channels.TrayMail"
SMS_CHANNEL = "venture.notify.channels.TraySms"
SECOND_FACTOR_REQUIRED = False
CLOCK_MOVABLE = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
SECRET_KEY = "demonstration-only"  # noqa: S105 -- the demonstration listens on this machine alone and holds invented data
MIDDLEWARE = [*MIDDLEWARE, "venture.doors.loading.LoadingMiddleware"]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
VAR_DIR.mkdir(parents=True, exist_ok=True)

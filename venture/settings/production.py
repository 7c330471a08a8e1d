"""Production. Everything it needs comes from the environment; it refuses to start without it, in words."""

import os

from django.core.exceptions import ImproperlyConfigured

from venture.settings.reading import faults, mail_of, words

if _found := faults(os.environ):
    raise ImproperlyConfigured("Production cannot start. " + " ".join(_found))

# Only now: the environment is judged before anything is read from it.
from venture.settings.base import *
from venture.settings.base import DATABASES, SILENCED_SYSTEM_CHECKS, STORAGES

CLOCK_MOVABLE = DEMO = DEMO_TRAY = DEBUG = False
SECOND_FACTOR_REQUIRED = True

SECRET_KEY = os.environ["SECRET_KEY"]
SECRET_KEY_FALLBACKS = words(os.environ.get("SECRET_KEY_FALLBACKS", ""))
ALLOWED_HOSTS = words(os.environ["ALLOWED_HOSTS"])
SITE_URL = os.environ.get("SITE_URL") or f"https://{ALLOWED_HOSTS[0]}"
CSRF_TRUSTED_ORIGINS = words(os.environ.get("CSRF_TRUSTED_ORIGINS", "")) or [f"https://{h}" for h in ALLOWED_HOSTS]

# --- Transport --------------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = int(os.environ.get("HSTS_SECONDS", str(365 * 86400)))
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# Whether a whole domain enters the browsers' lists is for its owner to say, not for one site below it.
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "security.W021"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
# A proxy's word about the protocol is believed only where somebody said that there is one.
if int(os.environ.get("TRUSTED_PROXIES", "0")):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- What stands behind -----------------------------------------------------------------------------------------------
DATABASES["default"].setdefault("OPTIONS", {}).update({"connect_timeout": 5, "application_name": "venture"})
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
globals().update(mail_of(os.environ["EMAIL_URL"]))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ["EMAIL_FROM"]

# --- Logs: one JSON object per line, to the standard output, without personal data ------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "venture.logs.JsonLines"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stdout"}},
    "root": {"handlers": ["out"], "level": os.environ.get("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": ["out"], "level": "INFO", "propagate": False},
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        "fontTools": {"level": "WARNING"},
    },
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

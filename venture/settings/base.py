"""Settings that hold everywhere. What differs comes from the environment, by name, in one place."""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from venture.settings.people import *
from venture.settings.reading import storage_of

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))

DEBUG = False
DEMO = False
DEMO_SCALE = os.environ.get("DEMO_SCALE", "full")  # "small": a few of each kind, for tests
ROOT_URLCONF = "venture.urls"
WSGI_APPLICATION = "venture.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
CLOCK_MOVABLE = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "cockpit.admin_config.VentureAdminConfig",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "guardian",
    "rest_framework",
    "venture",
    "venture.doors",
    "venture.audit",
    "venture.jobs",
    "venture.notify",
    "venture.files",
    "accounts",
    "organizations",
    "rounds",
    "projects",
    "notices",
    "reviews",
    "grants",
    "portal",
    "cockpit",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "venture.files.limits.BodyLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "venture.doors.size.SizeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.views.gate.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "venture.doors.web.RefusalMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "portal.context.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": dj_database_url.parse(os.environ.get("DATABASE_URL", f"sqlite:///{VAR_DIR / 'venture.sqlite3'}")),
}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# To open the database anew for each request is a seventh of what a save costs, in a file as over a line.
DATABASES["default"]["CONN_MAX_AGE"] = 60

# Where messages lead to; pages know their own address.
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000")
SITE = {
    "name": {
        "zh-hans": os.environ.get("SITE_NAME") or "公益创投平台",
        "en": os.environ.get("SITE_NAME_EN") or "Venture",
    },
    "organisers": {"zh-hans": os.environ.get("SITE_ORGANISERS", ""), "en": os.environ.get("SITE_ORGANISERS_EN", "")},
    "enquiry": os.environ.get("SITE_ENQUIRY_PHONE", ""),
    "supervision": os.environ.get("SITE_SUPERVISION_PHONE", ""),
}

# --- Messages ---------------------------------------------------------------------------------------------------------
# A gateway for SMS is asked for by SMS_URL; without one a text is only noted, and people sign in by e-mail.
SMS_URL, SMS_TOKEN = os.environ.get("SMS_URL", ""), os.environ.get("SMS_TOKEN", "")
SMS_CHANNEL = os.environ.get("SMS_CHANNEL") or (f"venture.notify.channels.{'GatewaySms' if SMS_URL else 'ConsoleSms'}")
# From nine in the evening to eight in the morning telephones stay silent, but for an account at risk.
SMS_QUIET_HOURS = (21, 8)
DEMO_TRAY = False

# --- Language and time ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
FORMAT_MODULE_PATH = ["venture.formats"]

# --- Static files, uploads --------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", BASE_DIR / "staticfiles"))
STORAGES: dict[str, dict[str, Any]] = {
    "default": storage_of(os.environ.get("STORAGE_URL", f"file://{VAR_DIR / 'files'}")),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CLAMD_URL = os.environ.get("CLAMD_URL", "")  # tcp://host:3310 or unix:///run/clamav/clamd.ctl; empty: no scanner
FILES_ORPHAN_HOURS = 24
FILE_UPLOAD_HANDLERS = [  # the first one lets go of a file that is over its limit
    "venture.files.limits.StopAtTheLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
REQUEST_MB = 60  # a form with all its files; the proxy has the same number (deploy/nginx.conf)

# Weekdays between the confirmation of a changed bank account and the first payment to it.
BANK_ACCOUNT_HOLD_DAYS = 3

# --- Content security: nothing inline, nothing from elsewhere, on every page ------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# --- Queue ------------------------------------------------------------------------------------------------------------
AUDIT_ALGORITHM = "sha256"
JOBS_SWEEP_SECONDS = 60
CELERY_BEAT_SCHEDULE = {"sweep": {"task": "venture.jobs.sweep", "schedule": JOBS_SWEEP_SECONDS}}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
_redis = os.environ.get("REDIS_URL")
if _redis:
    CELERY_BROKER_URL = _redis
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {"visibility_timeout": 3600, "unacked_restore_throttle": 1}
else:
    CELERY_BROKER_URL = "filesystem://"
    CELERY_BROKER_TRANSPORT = "venture.broker:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(VAR_DIR / "queue"),
        "data_folder_out": str(VAR_DIR / "queue"),
        "control_folder": str(VAR_DIR / "queue-control"),
        "polling_interval": 0.1,
        "store_processed": False,
    }

_cache = os.environ.get("CACHE_URL")
CACHES = {
    "default": (
        {"BACKEND": "venture.cache.ForgivingRedisCache", "LOCATION": _cache}
        if _cache
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    ),
}

# How long the staff's menu shows a count that colleagues may have changed; 0 counts on every page.
DESK_COUNTS_SECONDS = 30

# --- API --------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK: dict[str, object] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["venture.doors.api.throttling.CallerThrottle"],
    "DEFAULT_THROTTLE_RATES": {"api": os.environ.get("API_RATE", "300/min")},
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "venture.doors.api.problems.handle",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS: dict[str, object] = {
    "TITLE": "Venture",
    "DESCRIPTION": "Rounds, notices and applications of a public-benefit venture fund. Money is whole fen; times carry"
    " their offset.",
    "VERSION": "1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "venture.doors.api.schema.with_problems",
    ],
    "ENUM_NAME_OVERRIDES": {
        "RoundState": "rounds.api.rounds.PUBLIC_STATES",
        "NoticeState": "notices.api.PUBLIC_STATES",
        "AnyNoticeState": "notices.enums.NoticeState",
        "AnyNeedState": "projects.enums.NeedState",
        "ContestState": "projects.enums.ContestState",
        "StageKind": "rounds.enums.StageKind",
        "NoticeKind": "notices.enums.NoticeKind",
        "Field": "rounds.enums.Field",
        "Nature": "rounds.enums.Nature",
        "Section": "rounds.enums.Section",
        "ProjectState": "projects.enums.ProjectState",
        "ConsentState": "projects.enums.ConsentState",
        "ScreeningState": "reviews.enums.ScreeningState",
        "TaskState": "rounds.enums.TaskState",
        "TrainingKind": "organizations.enums.TrainingKind",
        "TrainingState": "organizations.enums.TrainingState",
        "SeatState": "organizations.enums.SeatState",
        "Ability": "organizations.enums.Ability",
        "DonationState": "grants.enums.DonationState",
        "GiftKind": "grants.enums.GiftKind",
        "GiftState": "grants.enums.GiftState",
        "FundState": "grants.enums.FundState",
        "AskState": "grants.enums.AskState",
        "RefundState": "grants.enums.RefundState",
        "Finding": "reviews.api.shapes.FINDINGS",
        "GrantState": "grants.enums.GrantState",
        "TrancheState": "grants.api.own.TRANCHE_STATES",
        "PaymentState": "grants.enums.PaymentState",
        "ReportState": "grants.enums.ReportState",
        "ReportKind": "grants.enums.ReportKind",
        "ExpenseState": "grants.enums.ExpenseState",
        "StoryState": "grants.enums.StoryState",
        "EventKind": "grants.enums.EventKind",
        "PairingState": "organizations.enums.PairingState",
        "ResourceKind": "projects.enums.ResourceKind",
        "ResourceState": "projects.enums.ResourceState",
        "PublicResourceState": "projects.api.resources.RESOURCE_STATES",
        "CharityKind": "projects.enums.CharityKind",
        "FileState": "venture.files.enums.FileState",
    },
}

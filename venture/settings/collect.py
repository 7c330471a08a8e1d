"""Only for building the image: static files are collected as production serves them, without a secret or a server."""

from venture.settings.base import *
from venture.settings.base import STORAGES

SECRET_KEY = "building-the-image"  # noqa: S105 -- signs nothing: no request is ever answered with these settings
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

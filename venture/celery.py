"""The queue. The broker carries ids only; the record is the table of ``venture.jobs``."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "venture.settings.production")

app = Celery("venture")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

"""The demonstration as WSGI and as a worker, its clock moved by ``CITY_BEHIND`` seconds: the city's own day."""

import os
from datetime import UTC, datetime, timedelta

from venture.celery import app
from venture.kernel import clock
from venture.wsgi import application

__all__ = ["app", "application"]

# It stays moved as long as the process lives.
_behind = timedelta(seconds=float(os.environ["CITY_BEHIND"]))
_moved = clock.at(datetime.now(UTC) - _behind, going=True)
_moved.__enter__()

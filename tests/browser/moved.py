"""The demonstration as WSGI, with its clock moved to the instant in ``CITY_AT``: what a city looks like later on."""

import os
from datetime import datetime

from venture.kernel import clock
from venture.wsgi import application

__all__ = ["application"]

# It stays moved as long as the process lives.
_moved = clock.at(datetime.fromisoformat(os.environ["CITY_AT"]))
_moved.__enter__()

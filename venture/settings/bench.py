"""The benchmarks: the demonstration's city, each request served as in production. Never for people."""

from venture.settings.demo import *
from venture.settings.demo import VAR_DIR

# The demonstration looks for a changed file of the pages' dress on every request; production does not.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = False
STATIC_ROOT = VAR_DIR / "static-of-benchmarks"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

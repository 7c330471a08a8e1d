"""While the demonstration's city is still being laid out: everything can be read and signed in to, nothing changed.

The site answers before the whole city stands, and says how far it is. A file beside the data holds the per cent; the
one that starts the demonstration writes it and takes it away. Production never looks.
"""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from venture.doors.api import problems

UNAVAILABLE = 503
RETRY_SECONDS = 60
READS = frozenset({"GET", "HEAD", "OPTIONS"})
# What a reader posts: coming in, going out, larger letters.
READERS = ("account_login", "account_logout", "portal:display")


def marker() -> Path:
    return Path(settings.VAR_DIR) / "loading"


def percent() -> int | None:
    """Return how much of the city stands, in per cent; ``None`` once all of it does."""
    if not settings.DEMO:
        return None
    try:
        told = marker().read_text(encoding="ascii").strip()
    except OSError:
        return None
    return int(told) if told.isdecimal() else 0


class LoadingMiddleware:
    """Stands in the demonstration only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in READS or percent() is None or request.path in {reverse(name) for name in READERS}:
            return self.get_response(request)
        api = request.path.startswith("/api/")
        answer = problems.answer(UNAVAILABLE) if api else render(request, "loading.html", status=UNAVAILABLE)
        answer["Retry-After"] = str(RETRY_SECONDS)
        return answer

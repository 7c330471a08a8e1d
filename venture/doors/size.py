"""A request that is too large is refused by its head: nothing of the body is read, kept or looked through."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from venture.doors.api import problems

TOO_LARGE = 413
MB = 1024 * 1024


class SizeMiddleware:
    """Stands before whatever reads the form. A body without a length is empty to the server behind (WSGI)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) <= settings.REQUEST_MB * MB:
            return self.get_response(request)
        if request.path.startswith("/api/"):
            return problems.answer(TOO_LARGE)
        return render(request, "413.html", {"limit": settings.REQUEST_MB}, status=TOO_LARGE)


def _length(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isdecimal() else 0

"""The only way to a file's content: by its random key, under a right, as an attachment that no browser runs.

``?view=1`` shows papers and pictures inside our own pages instead, for desks that check them against a list.
"""

import logging
from io import BytesIO
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views import View

from venture.doors.kept import to_sign_in
from venture.doors.web import RowDoor
from venture.files.enums import FileState, Kind
from venture.files.flows import note_reading
from venture.files.models import StoredFile
from venture.files.registry import purposes

# What a browser draws by itself and what runs nothing: examined on arrival, pictures written anew.
SHOWN = frozenset({Kind.PDF, Kind.JPG, Kind.PNG})
WAITING, GONE, MISSING = 409, 410, 503

logger = logging.getLogger(__name__)


class Download(RowDoor, View):
    """Deliver the file. One that waits for the scanner, was held back or removed is answered in words."""

    permission = "files.view"
    public = True
    lookup = {"key": "key"}
    http_method_names = ["get", "head", "options"]

    def rows(self) -> QuerySet[StoredFile]:
        return StoredFile.objects.all()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            # Every key answers a stranger alike: whether there is such a file shows after the sign-in, if at all.
            if not request.user.is_authenticated:
                return to_sign_in(request)
            raise

    def get(self, request: HttpRequest, key: str) -> HttpResponseBase:
        file: StoredFile = self.row
        if file.state != FileState.READY:
            return self._in_words(file.state, WAITING if file.state == FileState.WAITING else GONE)
        try:
            content = self._content(file)
        except Exception:
            logger.exception("the content of file %s cannot be read", file.pk)
            return self._in_words("missing", MISSING)
        if request.method == "GET" and self._sensitive(file):
            note_reading(file, reader=request.user if request.user.is_authenticated else None)
        shown = request.GET.get("view") == "1" and file.kind in SHOWN
        answer = FileResponse(
            content, as_attachment=not shown, filename=self._name(file), content_type=file.content_type
        )
        answer.headers["Content-Length"] = str(file.size)
        frames = "'self'" if shown else "'none'"
        answer.headers["Content-Security-Policy"] = f"sandbox; default-src 'none'; frame-ancestors {frames}"
        if shown:
            answer.headers["X-Frame-Options"] = "SAMEORIGIN"
        answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return _kept_nowhere(answer)

    def _content(self, file: StoredFile) -> Any:
        if self.request.method == "GET":
            return default_storage.open(file.place)
        # Who only asks about the file gets its headers; nothing is fetched for that.
        if not default_storage.exists(file.place):
            raise FileNotFoundError(file.place)
        return BytesIO()

    def _sensitive(self, file: StoredFile) -> bool:
        return any(purpose.sensitive for purpose in purposes() if purpose.name == file.purpose)

    def _name(self, file: StoredFile) -> str:
        """Return the name to save it by. What strangers may see loses the name it came with: that may name persons."""
        public = any(purpose.public for purpose in purposes() if purpose.name == file.purpose)
        return f"{file.key[:8]}.{file.kind}" if public else file.name

    def _in_words(self, why: str, status: int) -> HttpResponseBase:
        answer = render(self.request, "files/undelivered.html", {"file": self.row, "why": why}, status=status)
        if status in {WAITING, MISSING}:
            answer.headers["Retry-After"] = "30"
        return _kept_nowhere(answer)


def _kept_nowhere(answer: HttpResponseBase) -> HttpResponseBase:
    answer.headers["Cache-Control"] = "private, no-store"
    return answer

"""A body that is too large is refused before it is read; inside one that may come, a file has its own limit.

The door's general limit (``venture.doors.size``) holds for whole forms. Beyond a file's own limit nothing more of it is
written down: it is read past, and the form says in words what was wrong.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from venture.files.registry import PICTURES, Purpose, purposes
from venture.kernel.errors import RuleRefusal, sentence_of

TOO_LARGE = 413
# What a form carries beside its file: names, a few fields, the marks between them.
BESIDE = 64 * 1024


class BodyLimitMiddleware:
    """Addresses that name a purpose take no more than its files may have.

    Stands before whatever reads a body first: the guard against forged forms.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, arguments: Any, keywords: dict[str, Any]
    ) -> HttpResponse | None:
        purpose, announced = keywords.get("purpose"), request.META.get("CONTENT_LENGTH") or ""
        if not isinstance(purpose, Purpose) or not announced.isdecimal():
            return None
        try:
            # Nothing of the file is known yet: where only pictures are taken it is a photo.
            purpose.check_size(int(announced) - BESIDE, picture=not purpose.kinds - PICTURES)
        except RuleRefusal as refusal:
            return _refused(request, refusal, purpose)
        return None


def _refused(request: HttpRequest, refusal: RuleRefusal, purpose: Purpose) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"code": refusal.code, "words": sentence_of(refusal)}, status=TOO_LARGE)
    return render(request, "413.html", {"limit": purpose.max_mb}, status=TOO_LARGE)


def wants_json(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


class StopAtTheLimit(FileUploadHandler):
    """The first of the upload handlers: lets a file through up to its limit, then lets go of it.

    What comes out then is an empty file that knows its true length, so that ``examine`` refuses it by its size.
    """

    def new_file(self, *arguments: Any, **keywords: Any) -> None:
        super().new_file(*arguments, **keywords)
        match = getattr(self.request, "resolver_match", None)
        purpose = match.kwargs.get("purpose") if match else None
        known = [purpose] if isinstance(purpose, Purpose) else purposes()
        self._limit = max((each.max_bytes for each in known), default=0)
        self._over = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self._over = self._over or start + len(raw_data) > self._limit
        return None if self._over else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self._over:
            return None
        for handler in self.request.upload_handlers:  # type: ignore[union-attr]
            handler.upload_interrupted()
        return InMemoryUploadedFile(
            BytesIO(), self.field_name, self.file_name or "", self.content_type or "", file_size, self.charset
        )

"""A PDF beside the checklist: the one place where a paper is shown within a page, to staff who may see it."""

from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views import View

from organizations.models import OrganizationDocument
from venture.doors.admin import StaffRowDoor
from venture.files.enums import FileState, Kind
from venture.files.flows import note_reading

# The browser's own viewer draws it; nothing in it may fetch, run or send, and only our pages may frame it.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; form-action 'none'; frame-ancestors 'self'"


class Paper(StaffRowDoor, View):
    """Deliver a PDF for the frame of the desk; every other kind goes the ordinary way, as a download."""

    permission = "documents.view_staff"
    http_method_names = ["get", "head", "options"]
    row: OrganizationDocument

    def rows(self) -> Any:
        return OrganizationDocument.objects.select_related("file")

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        file = self.row.file
        if file.kind != Kind.PDF or file.state != FileState.READY or not default_storage.exists(file.place):
            return HttpResponseRedirect(reverse("files:download", args=[file.key]))
        if request.method == "GET":
            note_reading(file, reader=request.user)
        answer = FileResponse(default_storage.open(file.place), filename=file.name, content_type=file.content_type)
        answer.headers["Content-Security-Policy"] = POLICY
        answer.headers["X-Frame-Options"] = "SAMEORIGIN"
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

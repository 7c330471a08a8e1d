"""One's own data, to take along."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from accounts.flows.exporting import note_export, own_data, paper_of
from accounts.views.own import OwnPage
from venture.doors.proof import FreshDoor
from venture.doors.web import SIGNED_IN, Door
from venture.files.printing import render
from venture.kernel import clock

TYPES = {"json": "application/json; charset=utf-8", "pdf": "application/pdf"}


class Export(OwnPage):
    template_name = "account/export.html"


@method_decorator(never_cache, name="dispatch")
class ExportFile(FreshDoor, Door, View):
    """The file, made at once: one person's data is small. A POST, so that a link cannot make it."""

    permission = SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, form: str) -> HttpResponse:
        user: Any = request.user
        data = own_data(user)
        content = render("export", paper_of(data), at=clock.now()).pdf if form == "pdf" else _json(data)
        note_export(user, form)
        answer = HttpResponse(content, content_type=TYPES[form])
        answer.headers["Content-Disposition"] = f'attachment; filename="my-data.{form}"'
        return answer


def _json(data: dict[str, Any]) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=2).encode()

"""One's own data, to take along."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from accounts.flows.exporting import note_export, own_data
from accounts.views.own import OwnPage
from venture.doors.proof import FreshDoor
from venture.doors.web import SIGNED_IN, Door


class Export(OwnPage):
    template_name = "account/export.html"


@method_decorator(never_cache, name="dispatch")
class ExportFile(FreshDoor, Door, View):
    """The file, made at once: one person's data is small. A POST, so that a link cannot make it."""

    permission = SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, form: str) -> HttpResponse:
        user: Any = request.user
        if form == "pdf":
            raise Http404
        text = json.dumps(own_data(user), ensure_ascii=False, indent=2)
        note_export(user, "json")
        answer = HttpResponse(text, content_type="application/json; charset=utf-8")
        answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
        return answer

"""Files that come before their form: one by one, with progress, from the page's script. Answers are JSON, in words."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from venture.doors.web import PUBLIC, Door, RowDoor
from venture.files import flows, tickets
from venture.files.examining import examine
from venture.files.limits import wants_json
from venture.files.models import StoredFile
from venture.files.registry import Purpose
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of

CREATED, SIGNED_OUT, REFUSED = 201, 401, 422


def told(file: StoredFile) -> Mapping[str, Any]:
    """Return what the page shows of a file."""
    return {
        "key": file.key,
        "name": file.name,
        "size": file.size,
        "words": f"{filesizeformat(file.size)} · {file.get_state_display()}",
        "state": file.state,
        "kind": file.kind,
        "address": reverse("files:state", kwargs={"key": file.key}) if file.owner_id else "",
    }


class _Bringing(Door, View):
    """For whoever may do the purpose's act, or holds a ticket for it. To anybody else it looks missing."""

    permission = PUBLIC
    http_method_names = ["post", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        purpose: Purpose = kwargs["purpose"]
        self.ticket = tickets.held(request.session, purpose)
        self.actor: Any = None if self.ticket else request.user
        if not self.ticket:
            if not request.user.is_authenticated:
                return _signed_out(request)
            if not purpose.may_upload or not policy.may(request.user, purpose.may_upload):
                raise Http404
        try:
            return super().dispatch(request, *args, **kwargs)
        except RuleRefusal as refusal:
            return JsonResponse({"code": refusal.code, "words": sentence_of(refusal)}, status=REFUSED)


class Upload(_Bringing):
    """Take one file."""

    def post(self, request: HttpRequest, purpose: Purpose) -> HttpResponse:
        upload = request.FILES.get("file")
        if upload is None:
            raise RuleRefusal("file_missing")
        file = flows.store(examine(upload, purpose), actor=self.actor, ticket=self.ticket)
        return JsonResponse(told(file), status=CREATED)


class State(RowDoor, View):
    """Tell where a file stands: the page asks while the scanner looks at it."""

    permission = "files.view"
    lookup = {"key": "key"}
    http_method_names = ["get", "head", "options"]

    def rows(self) -> QuerySet[StoredFile]:
        return StoredFile.objects.all()

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        answer = JsonResponse(told(self.row))
        answer.headers["Cache-Control"] = "private, no-store"
        return answer


def _signed_out(request: HttpRequest) -> HttpResponse:
    """A script is told in words, and the page stays; nothing is kept of a file."""
    if not wants_json(request):
        return redirect_to_login(request.get_full_path())
    words = _("You were signed out. Sign in again in another tab, then press “Try again” here: nothing is lost.")
    return JsonResponse({"code": "signed_out", "words": words}, status=SIGNED_OUT)

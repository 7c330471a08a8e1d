"""One's inbox, the count beside the bell, and the demonstration's tray."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language_from_path, ngettext
from django.views import View
from django.views.generic import TemplateView

from venture.doors.web import PUBLIC, SIGNED_IN, Door, RowDoor
from venture.notify import flows, queries
from venture.notify.models import Message, TrayItem

PER_PAGE = 20
MOST_SHOWN = 99


class Inbox(Door, TemplateView):
    """What I was told, the newest first."""

    permission = SIGNED_IN
    template_name = "notify/inbox.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        unread = self.request.GET.get("show") == "unread"
        rows = queries.inbox_of(self.request.user, unread=unread)
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page, unread_only=unread, unread=queries.unread_count(self.request.user), **given
        )


class Unread(Door, View):
    """The count beside the bell, in the reader's language, for the script that asks for it."""

    permission = SIGNED_IN
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        count = queries.unread_count(request.user)
        short = str(count) if count <= MOST_SHOWN else f"{MOST_SHOWN}+"
        words = ngettext("%(count)s unread message", "%(count)s unread messages", count) % {"count": count}
        response = JsonResponse({"unread": count, "short": short, "words": words if count else ""})
        patch_cache_control(response, no_store=True)
        return response


class ReadAll(Door, View):
    permission = SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        flows.read_all(person=request.user)
        return HttpResponseRedirect(reverse("notify:inbox"))


class Open(RowDoor, View):
    """Open a message: it counts as read, and its page opens where it has one."""

    permission = "notify.read"
    http_method_names = ["post"]
    row: Message

    def rows(self) -> QuerySet[Message]:
        return Message.objects.all()

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        flows.read(message_id=pk)
        return HttpResponseRedirect(_in_language(request, self.row.path) or reverse("notify:inbox"))


class Tray(Door, TemplateView):
    """Everything that the demonstration would have sent. Nowhere else does this page exist."""

    permission = PUBLIC
    template_name = "notify/tray.html"
    http_method_names = ["get", "head", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO_TRAY:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        page = Paginator(TrayItem.objects.all(), PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, **given)


def _in_language(request: HttpRequest, path: str) -> str:
    """Return ``path`` below the language that the reader reads in. Only pages of this site are ever stored."""
    language = get_language_from_path(request.path_info)
    return f"/{language}{path}" if path and language and language != settings.LANGUAGE_CODE else path

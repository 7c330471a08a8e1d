"""Doors of the staff's own pages about one row: what may be done is asked per permission, what is done is a flow."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from html import escape
from operator import attrgetter
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import get_urlconf, reverse
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from venture.doors.admin import READ, StaffAdmin, StaffRowDoor
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of

Act = tuple[str, Callable[..., Any], Any]


def label_of(model: type[Model], name: str) -> str:
    """Return the name of a field as a form shows it."""
    return capfirst(str(getattr(model._meta.get_field(name), "verbose_name", name)))


def may(user: Any, acts: Mapping[str, Act], row: Model) -> dict[str, bool]:
    """Return for each verb whether ``user`` may do it to ``row`` now. One query for all."""
    held = policy.rights(user, {permission for permission, _flow, _words in acts.values()}, row)
    return {verb: permission in held for verb, (permission, _flow, _words) in acts.items()}


class RowDesk(StaffRowDoor):
    """A page of one row; ``acts`` maps a verb to the permission, the flow and what is said afterwards."""

    acts: Mapping[str, Act] = {}
    desk = ""
    key = "pk"

    @property
    def asked(self) -> Model:
        """The row whose rights are asked: the page's own unless another carries them."""
        return self.row

    def allows(self, permission: str) -> bool:
        return policy.allows(self.request.user, permission, self.asked)

    def may(self) -> dict[str, bool]:
        """Return for each verb whether this person may do it now. One query for all."""
        return may(self.request.user, self.acts, self.asked)

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse(f"admin:{self.desk}", args=[getattr(self.row, self.key)]))


class DeskPage(RowDesk, TemplateView):
    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(**{"row": self.row, "may": self.may(), **given})


class DeskAct(RowDesk, View):
    """A button of the desk: POST only; a refusal becomes a message and nothing moves."""

    http_method_names = ["post"]

    def given(self, verb: str) -> dict[str, Any]:
        """Return what the flow needs besides the actor, from the form."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verb = kwargs["verb"]
        if verb not in self.acts:
            raise Http404
        permission, flow, words = self.acts[verb]
        if not self.allows(permission):
            messages.error(request, _("This step is not yours, or the case has moved on. Reload the page."))
            return self.back()
        try:
            done = flow(actor=request.user, **self.given(verb))
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            messages.success(request, str(self.said(words, done)))
        return self.back()

    def said(self, words: Any, done: Any) -> Any:
        """Return what is said of what the flow returned: the words of the act, unless a desk knows better."""
        return words


class DeskAdmin(StaffAdmin):
    """A list whose rows open on a desk of their own instead of the stock form.

    ``key`` is what the desk's address names of a row: a field, or a path of fields (``round.code``).
    """

    desk = ""
    key = "pk"
    list_display_links = None

    def address(self, row: Any) -> str:
        """Return where the row opens, from its link and from the stock address alike."""
        return _address(f"admin:{self.desk}", attrgetter(self.key)(row))

    def opens(self, row: Any, words: str) -> str:
        """Return the link to where the row opens."""
        url = escape(self.address(row))
        return mark_safe(f'<a href="{url}">{escape(words)}</a>')  # noqa: S308 -- both values are escaped here

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = self._closed(request, self.has_view_permission(request), READ, object_id)
        if refused is not None:
            return refused
        row = self.get_object(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return HttpResponseRedirect(self.address(row))


# Stands for the row in an address that is kept: no row has this key.
ANY_ROW = 99_999_999_999


def _address(name: str, key: Any) -> str:
    """Return the address ``name`` of a row. A list asks for a hundred that differ in nothing but the row."""
    marker = str(ANY_ROW) if isinstance(key, str) else ANY_ROW
    return _pattern(name, marker, get_urlconf(), get_language()).replace(str(ANY_ROW), quote(str(key), safe=""))


@lru_cache(maxsize=256)
def _pattern(name: str, marker: str | int, urlconf: str | None, language: str | None) -> str:
    return reverse(name, args=[marker])

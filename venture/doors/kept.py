"""What was typed outlives the session: a form that comes too late is kept, shown, and sent again after the sign-in."""

import re
import time
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

SESSION = "kept_form"
KEPT_SECONDS = 2 * 3600
LARGEST = 400_000
FIELDS_AT_MOST = 1000
# Never kept and never shown: secrets, and the token that has just failed.
SECRET = re.compile(r"password|passwort|secret|token|credential|csrf|(?:^|[_-])code$", re.IGNORECASE)

Fields = list[tuple[str, str]]


def fields_of(request: HttpRequest) -> tuple[Fields, bool]:
    """Return what was typed, field by field and in order, and whether a secret had to be left out."""
    fields: Fields = []
    left_out = False
    for name, values in request.POST.lists():
        if SECRET.search(name):
            left_out = left_out or name != "csrfmiddlewaretoken"
            continue
        fields += [(name, value) for value in values]
    return fields, left_out


def keep(request: HttpRequest) -> bool:
    """Keep the posted form in the session; say whether there was something to keep and room for it.

    A form that another site sent is not kept: nobody should be led to confirm it.
    """
    fields, left_out = fields_of(request)
    if left_out or not fields or len(fields) > FIELDS_AT_MOST or not from_here(request):
        return False
    if sum(len(name) + len(value) for name, value in fields) > LARGEST:
        return False
    request.session[SESSION] = {
        "path": request.get_full_path(),
        "fields": fields,
        "files": sorted(request.FILES),
        "at": time.time(),
    }
    return True


def from_here(request: HttpRequest) -> bool:
    """Say whether the browser names our own site as the sender. Without ``Origin`` and ``Referer`` it does not."""
    named = request.headers.get("Origin") or request.headers.get("Referer", "")
    sender = urlsplit(named)
    return (sender.scheme, sender.netloc) == (request.scheme, request.get_host())


def to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """Send an anonymous visitor to the sign-in; a posted form waits in the session and is shown right after it."""
    if request.method == "POST" and keep(request):
        return redirect_to_login(reverse("account_kept"))
    return redirect_to_login(request.get_full_path())


def expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is not valid any more: the text stays, with the way to send it again.

    A script that asks for JSON is told in one line: it keeps the text itself and fetches a fresh token.
    """
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"code": "stale_form", "words": ""}, status=403)
    fields, left_out = fields_of(request) if from_here(request) else ([], True)
    kept = not request.user.is_authenticated and keep(request)
    context = {
        "fields": _texts(fields),
        "all_fields": fields,
        "files": sorted(request.FILES),
        "path": request.get_full_path(),
        "may_send": request.user.is_authenticated and bool(fields) and not left_out,
        "sign_in": f"{reverse('account_login')}?next={reverse('account_kept')}" if kept else "",
    }
    return render(request, "expired.html", context, status=403)


def _texts(fields: Fields) -> list[str]:
    """Return what a person may want to read or copy: words, not the marks of boxes and buttons."""
    return [value for _name, value in fields if len(value.strip()) > 1 and value != "on"]


@method_decorator(never_cache, name="dispatch")
class Kept(View):
    """The form that waited, after the sign-in: seen, and sent by the person, to the page it was meant for.

    A door stands in front of it where it is mounted.
    """

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        waiting: Any = request.session.get(SESSION)
        if not waiting or time.time() - waiting["at"] > KEPT_SECONDS:
            request.session.pop(SESSION, None)
            return HttpResponseRedirect(reverse("portal:desk"))
        fields = [(name, value) for name, value in waiting["fields"]]
        context = {
            "fields": _texts(fields),
            "all_fields": fields,
            "files": waiting["files"],
            "path": waiting["path"],
            "may_send": True,
            "kept": True,
        }
        return render(request, "expired.html", context)

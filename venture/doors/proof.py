"""A fresh proof before a sensitive act: a sign-in of the last minutes counts, otherwise one proves who one is again."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse


def proved_lately(request: HttpRequest) -> bool:
    """Say whether this session proved who it is within the last minutes (``ACCOUNT_REAUTHENTICATION_TIMEOUT``)."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


def fresh(view: Callable[..., Any]) -> Callable[..., Any]:
    """Ask for a fresh proof before ``view``; what was posted is done after the proof."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not proved_lately(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return guarded


class FreshDoor:
    """Put before ``Door`` in the bases: the page opens after a fresh proof only."""

    def early(self, request: HttpRequest) -> HttpResponse | None:
        if not proved_lately(request):
            raise ReauthenticationRequired
        answer: HttpResponse | None = super().early(request)  # type: ignore[misc]
        return answer

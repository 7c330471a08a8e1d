"""Writing a refused proof down, with what the request tells about where it came from."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from accounts.enums import SignInOutcome
from accounts.flows.signing import record_sign_in


def trace_refusal(request: HttpRequest, user: Any, method: str) -> None:
    record_sign_in(
        user,
        SignInOutcome.WRONG,
        method=method,
        address=get_adapter().get_client_ip(request),
        user_agent=request.headers.get("User-Agent", ""),
    )

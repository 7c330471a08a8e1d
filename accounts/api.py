"""How a program says who it is: ``Authorization: Bearer vt_…``."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.domain import tokens
from accounts.models import ApiToken, User
from venture.kernel import clock

KEYWORD = "Bearer"
USED_EVERY = timedelta(minutes=1)


class TokenAuthentication(BaseAuthentication):
    """Take the person of a live token; one query, and at most once a minute a second that notes the use.

    An unknown, an expired and a revoked token get the same answer: nothing tells which prefixes exist.
    """

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != KEYWORD.lower().encode():
            return None
        text = words[1].decode("ascii", "replace") if len(words) == 2 else ""
        now = clock.now()
        token = self._find(text, now)
        if token is None:
            raise AuthenticationFailed(_("This token is not valid, has expired or was revoked."), code="token_invalid")
        stale = Q(last_used_at=None) | Q(last_used_at__lt=now - USED_EVERY)
        if token.last_used_at is None or token.last_used_at < now - USED_EVERY:
            ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
        return token.user, token

    def _find(self, text: str, now: Any) -> ApiToken | None:
        if not tokens.looks_like_one(text):
            return None
        live = ApiToken.objects.live(now).filter(user__is_active=True).select_related("user")
        return live.filter(digest=tokens.digest_of(text)).first()

    def authenticate_header(self, request: Request) -> str:
        return f'{KEYWORD} realm="api"'


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.api.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "description": "vt_… of /account/tokens/"}

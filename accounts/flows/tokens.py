"""API tokens: made once, shown once, revoked at once."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import transaction

from accounts.domain import tokens
from accounts.enums import Scope
from accounts.models import ApiToken, User
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

LIVE_AT_MOST = 10
DAYS_AT_MOST = 365


@transaction.atomic
def make_token(*, actor: Any, name: str, scopes: Collection[str], days: int) -> tuple[ApiToken, str]:
    """Make a token for ``actor`` and return its row and its text; the text is kept nowhere.

    ``days`` is how long it is valid. Raise ``RuleRefusal`` ``token_scope_missing``, ``token_too_long`` or
    ``token_too_many``.
    """
    if not scopes or not set(scopes) <= set(Scope.values):
        raise RuleRefusal("token_scope_missing")
    if not 1 <= days <= DAYS_AT_MOST:
        raise RuleRefusal("token_too_long", days=DAYS_AT_MOST)
    User.objects.select_for_update().get(pk=actor.pk)  # two windows may not both take the last place
    now = clock.now()
    if ApiToken.objects.live(now).filter(user=actor).count() >= LIVE_AT_MOST:
        raise RuleRefusal("token_too_many", count=LIVE_AT_MOST)
    made = tokens.fresh()
    token = ApiToken.objects.create(
        user=actor,
        name=name,
        prefix=made.prefix,
        digest=made.digest,
        scopes=sorted(scopes),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    record(actor=actor, verb="token.make", subject=token, after=made.prefix, scopes=token.scopes, days=days)
    return token, made.text


@transaction.atomic
def revoke_token(*, token_id: int, actor: Any) -> ApiToken:
    """End a token. One that was ended before stays as it was."""
    token = ApiToken.objects.select_for_update().get(pk=token_id)
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
        record(actor=actor, verb="token.revoke", subject=token, before=token.prefix)
    return token

from typing import Any

from django.db.models import QuerySet

from accounts.models import ApiToken


def tokens_of(user: Any) -> QuerySet[ApiToken]:
    """Return every token that the person ever made, the newest first. One query."""
    return ApiToken.objects.filter(user=user)

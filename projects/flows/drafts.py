"""What is typed is kept, valid or not, until it has become a need."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from projects.models import NeedDraft
from venture.kernel import clock


@transaction.atomic
def keep_draft(*, user: User, typed: Mapping[str, str]) -> NeedDraft:
    """Keep the text of the form as it is. No audit entry: a draft is nobody's act yet."""
    draft, _made = NeedDraft.objects.update_or_create(
        user=user, defaults={"typed": dict(typed), "saved_at": clock.now()}
    )
    return draft


@transaction.atomic
def drop_draft(*, user: User) -> None:
    NeedDraft.objects.filter(user=user).delete()

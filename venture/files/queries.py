"""The read side of files."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from venture.files.enums import FileState
from venture.files.models import StoredFile


def orphans(before: datetime) -> QuerySet[StoredFile]:
    """Return uploads from before ``before`` that no row took up."""
    return StoredFile.objects.filter(attached_at=None, created_at__lt=before).exclude(state=FileState.REMOVED)


def loose_of(actor: Any, ticket: str) -> QuerySet[StoredFile]:
    """Return what a person, or the holder of a ticket, brought and no row took up. Nobody's is nothing."""
    if actor is None and not ticket:
        return StoredFile.objects.none()
    whose = {"owner": actor} if actor is not None else {"owner": None, "ticket": ticket}
    return StoredFile.objects.filter(**whose, attached_at=None).exclude(state=FileState.REMOVED)


def files_for_list() -> QuerySet[StoredFile]:
    """Return the register with who uploaded. One query."""
    return StoredFile.objects.select_related("owner")

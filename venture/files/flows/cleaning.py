"""What nobody took up, what was removed, and what lies in the storage without a row."""

import logging
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.files.storage import default_storage

from venture.files.enums import FileState
from venture.files.flows.keeping import remove
from venture.files.models import StoredFile
from venture.files.queries import orphans
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

DAYS_LOOKED_BACK = 7

logger = logging.getLogger(__name__)


def clean_away() -> tuple[int, int]:
    """Remove uploads that no row took up, and contents of the last week that no row knows.

    Return how many of either. Both are given the hours of ``FILES_ORPHAN_HOURS``: somebody may still be writing.
    """
    before = clock.now() - timedelta(hours=settings.FILES_ORPHAN_HOURS)
    removed = 0
    for file_id in orphans(before).values_list("pk", flat=True):
        try:
            remove(file_id, actor=None, reason="never taken up")
        except RuleRefusal:
            continue
        removed += 1
    return removed, _strays(before)


def _strays(before: datetime) -> int:
    """Delete contents without a row, day by day: a process that died between content and row left them."""
    gone = 0
    last = before.astimezone(UTC).date() - timedelta(days=1)
    for back in range(DAYS_LOOKED_BACK):
        day = f"{last - timedelta(days=back):%Y/%m/%d}"
        try:
            _folders, lying = default_storage.listdir(day)
        except FileNotFoundError:
            continue
        known = set(StoredFile.objects.filter(key__in=lying).values_list("key", flat=True))
        for key in sorted(set(lying) - known):
            default_storage.delete(f"{day}/{key}")
            gone += 1
    if gone:
        logger.warning("%s contents without a row were deleted", gone)
    return gone


def erase(file_id: int) -> None:
    """Delete the content of a removed file. Done twice it does no harm."""
    file = StoredFile.objects.get(pk=file_id)
    if file.state == FileState.REMOVED:
        default_storage.delete(file.place)

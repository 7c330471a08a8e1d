"""Keeping what a person brought, taking it up into a row, taking it away."""

import logging
import secrets
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from venture.audit.flows import record
from venture.files import scanner
from venture.files.enums import FileState
from venture.files.examining import Examined
from venture.files.flows.moving import move
from venture.files.models import StoredFile
from venture.files.queries import loose_of
from venture.jobs.flows import defer
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

# What one person may leave lying: two large applications' worth. A row that takes a file up makes room.
MOST_LOOSE = 200

logger = logging.getLogger(__name__)


def store(examined: Examined, *, actor: Any, ticket: str = "") -> StoredFile:
    """Keep an examined file for ``actor``, or for the holder of ``ticket``, and return its row.

    Where a scanner is set up the file waits for it; otherwise it is ready. Nothing points to it yet: ``attach`` takes
    it up, and what nobody takes up is cleaned away. Raise ``RuleRefusal("file_not_kept")`` when the storage fails;
    then there is no row either. ``file_too_many`` for somebody who left many lying.
    """
    if loose_of(actor, ticket).count() >= MOST_LOOSE:
        raise RuleRefusal("file_too_many", limit=MOST_LOOSE)
    file = StoredFile(
        key=secrets.token_hex(16),
        name=examined.name,
        kind=examined.kind,
        size=examined.size,
        sha256=examined.sha256,
        sha256_received=examined.sha256_received,
        purpose=examined.purpose.name,
        owner=actor,
        ticket="" if actor else ticket,
        created_at=clock.now(),
    )
    _put(file, examined)
    try:
        with transaction.atomic():
            _write(file, actor)
    except BaseException:
        _take_back(file)
        raise
    return file


def _write(file: StoredFile, actor: Any) -> None:
    file.save(force_insert=True)
    record(
        actor=actor, verb="file.store", subject=file, after=FileState.WAITING, sha256=file.sha256,
        sha256_received=file.sha256_received, size=file.size, kind=file.kind, purpose=file.purpose,
    )  # fmt: skip
    if scanner.is_set_up():
        defer("files.scan", file.key, file_id=file.pk)
    else:
        file.state = move(file.pk, "pass", actor=None, facts={"scanned": False}).state


def _put(file: StoredFile, examined: Examined) -> None:
    try:
        kept = default_storage.save(file.place, examined.content)
    except Exception as failure:
        # Each storage fails in its own way: a full disk, a broken line, a bucket that is gone.
        logger.exception("the storage did not take a file")
        _take_back(file)
        raise RuleRefusal("file_not_kept") from failure
    if kept != file.place:
        raise RuntimeError(f"the storage keeps {file.place} as {kept}")


def _take_back(file: StoredFile) -> None:
    try:
        default_storage.delete(file.place)
    except Exception:
        logger.warning("a file without a row stays in the storage until the next cleaning")


@transaction.atomic
def attach(key: str, *, purpose: str, actor: Any, ticket: str = "") -> StoredFile:
    """Take an upload up, in the transaction that writes the row it belongs to.

    ``ticket`` stands for whoever brought it without an account; then ``actor`` is ``None``.

    It may still wait for the scanner. Raise ``RuleRefusal`` ``file_foreign`` for an upload of somebody else, for
    another purpose, already taken up or gone; ``file_harmful`` for one that the scanner held back.
    """
    file = loose_of(actor, ticket).select_for_update().filter(key=key, purpose=purpose).first()
    if file is None:
        raise RuleRefusal("file_foreign")
    if file.state == FileState.QUARANTINED:
        raise RuleRefusal("file_harmful", name=file.name)
    file.attached_at = clock.now()
    file.save(update_fields=["attached_at"])
    return file


@transaction.atomic
def remove(file_id: int, *, actor: Any, reason: str) -> StoredFile:
    """Take a file away: its hash stays, its name and content go. ``reason`` stands in the log.

    Raise ``RuleRefusal("file_illegal_move")`` when it is removed already.
    """
    # The content goes by a job: a transaction that fails later must not have destroyed anything.
    defer("files.erase", str(file_id), file_id=file_id)
    return move(file_id, "remove", actor=actor, facts={"reason": reason}, removed_at=clock.now(), name="")


def note_reading(file: StoredFile, *, reader: Any) -> None:
    """Write down that somebody fetched a sensitive file."""
    record(actor=reader, verb="file.read", subject=file, sha256=file.sha256, purpose=file.purpose)

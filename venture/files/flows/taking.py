"""What a form brought, in whichever way: a file with the form, one uploaded before, one that is kept already."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from venture.files.enums import FileState, Kind
from venture.files.examining import Examined, examined_pdf, joined
from venture.files.flows.keeping import remove, store
from venture.files.models import StoredFile
from venture.files.queries import loose_of
from venture.files.registry import PICTURES, Purpose
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal


@dataclass(frozen=True)
class Uploaded:
    """A file that was uploaded before the form was sent."""

    key: str
    purpose: Purpose


@dataclass(frozen=True)
class Reused:
    """A file that is kept already, for whatever purpose: it is copied for this one."""

    key: str
    purpose: Purpose


@dataclass(frozen=True)
class Pages:
    """Photos that were uploaded before the form was sent: the pages of one paper, in order."""

    keys: tuple[str, ...]
    purpose: Purpose


Brought = Examined | Uploaded | Pages | Reused


def keep(brought: Brought, *, actor: Any, ticket: str = "") -> StoredFile:
    """Return what a form brought as an upload that waits for its row: the row's flow calls ``attach`` with its key.

    Raise what ``store``, ``reuse`` and ``join_pictures`` raise, ``file_foreign`` for an upload that is not theirs.
    """
    if isinstance(brought, Reused):
        return reuse(brought.key, purpose=brought.purpose, actor=actor)
    if isinstance(brought, Pages):
        return join_pictures(brought.keys, purpose=brought.purpose, actor=actor, ticket=ticket)
    if isinstance(brought, Examined):
        return store(brought, actor=actor, ticket=ticket)
    file = loose_of(actor, ticket).filter(key=brought.key, purpose=brought.purpose.name).first()
    if file is None:
        raise RuleRefusal("file_foreign")
    return file


def reuse(key: str, *, purpose: Purpose, actor: Any) -> StoredFile:
    """Copy a file that ``actor`` may see, as an upload of theirs for ``purpose``; nothing happens to the first.

    Raise ``RuleRefusal`` ``file_foreign`` for one that is not theirs to see or not ready, ``file_not_here`` or
    ``file_too_large`` for one that is not taken for this purpose.
    """
    file = policy.visible(actor, "files.view", StoredFile.objects.filter(key=key, state=FileState.READY)).first()
    if file is None:
        raise RuleRefusal("file_foreign")
    purpose.check(file.kind, file.size)
    with default_storage.open(file.place) as content:
        return store(
            Examined(
                purpose=purpose, kind=Kind(file.kind), name=file.name, content=content, size=file.size,
                sha256=file.sha256, sha256_received=file.sha256_received,
            ),
            actor=actor,
        )  # fmt: skip


def join_pictures(keys: Sequence[str], *, purpose: Purpose, actor: Any, name: str = "", ticket: str = "") -> StoredFile:
    """Make one PDF of uploaded pictures, in the order of ``keys``; it takes their place, they go.

    Without a ``name`` it is called as its first picture.

    Raise ``RuleRefusal`` ``file_foreign`` for a picture that is not theirs or is no picture, ``file_not_here`` where
    no PDF is taken, and what ``joined`` and ``store`` raise. Then the pictures stay as they are.
    """
    purpose.check_kind(Kind.PDF)
    rows = {
        file.key: file
        for file in loose_of(actor, ticket).filter(
            key__in=keys, purpose=purpose.name, kind__in=PICTURES, state__in=[FileState.READY, FileState.WAITING]
        )
    }
    if len(set(keys)) != len(keys) or set(rows) != set(keys):
        raise RuleRefusal("file_foreign")
    with ExitStack() as opened:
        pages = [opened.enter_context(default_storage.open(rows[key].place)) for key in keys]
        paper = joined(pages)
    file = store(
        examined_pdf(paper, purpose, name or rows[keys[0]].name.rpartition(".")[0]), actor=actor, ticket=ticket
    )
    with transaction.atomic():
        for key in keys:
            remove(rows[key].pk, actor=actor, reason=f"joined into {file.key}")
    return file

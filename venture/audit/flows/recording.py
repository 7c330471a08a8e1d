"""The write side of the log."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model

from venture.audit.domain import chain
from venture.audit.models import AuditEntry, AuditHead, PublishedHead
from venture.audit.queries import body_of
from venture.kernel import clock


@transaction.atomic
def record(*, actor: Any, verb: str, subject: Model, before: Any = None, after: Any = None, **facts: Any) -> AuditEntry:
    """Append one act to the log, in the transaction of the act itself.

    ``actor`` is a person or ``None`` for the system. ``before``, ``after`` and ``facts`` hold plain values (text, whole
    numbers, days, instants, lists, objects); a float raises ``TypeError``. The head is locked here until the
    transaction ends: call this last, after every other lock.
    """
    head, _created = AuditHead.objects.select_for_update().get_or_create(pk=AuditHead.ONLY)
    entry = AuditEntry(
        seq=head.seq + 1,
        at=clock.now(),
        actor=actor,
        verb=verb,
        subject_label=subject._meta.label_lower,
        subject_pk=str(subject.pk),
        before=chain.plain(before),
        after=chain.plain(after),
        facts=chain.plain(facts),
        alg=settings.AUDIT_ALGORITHM,
        prev_hash=head.hash,
    )
    entry.hash = chain.digest(alg=entry.alg, seq=entry.seq, body=body_of(entry), prev_hash=entry.prev_hash)
    entry.save(force_insert=True)
    head.seq, head.hash = entry.seq, entry.hash
    head.save(update_fields=["seq", "hash"])
    return entry


def note_export(*, what: str, count: int, actor: Any) -> None:
    """Write down who took how many rows of what along: what left the platform as a sheet is on record."""
    record(actor=actor, verb="sheet.export", subject=actor, what=what, count=count)


@transaction.atomic
def publish_head() -> PublishedHead | None:
    """Write today's end of the chain down for the public page. Nothing new since the last one: return that one.

    Return ``None`` while the log is empty.
    """
    head, _created = AuditHead.objects.select_for_update().get_or_create(pk=AuditHead.ONLY)
    if head.seq == 0:
        return None
    published, _created = PublishedHead.objects.get_or_create(
        seq=head.seq, defaults={"hash": head.hash, "at": clock.now()}
    )
    return published

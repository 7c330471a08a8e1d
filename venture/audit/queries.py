"""The read side of the log: published heads, links for the verifier, what the database guards."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import BigIntegerField, Model, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from venture.audit.domain import chain
from venture.audit.models import AuditEntry, AuditHead, PublishedHead

GUARDS = frozenset(
    {
        "audit_auditentry_stays",
        "audit_auditentry_is_kept",
        "audit_publishedhead_stays",
        "audit_publishedhead_is_kept",
    }
)


def published_heads() -> QuerySet[PublishedHead]:
    """Return every published head, the newest first. One query."""
    return PublishedHead.objects.order_by("-seq")


def entries_of(subject: Model) -> QuerySet[AuditEntry]:
    """Return the acts on one record, the newest first, with who did them and for whom. One query."""
    acts = AuditEntry.objects.filter(subject_label=subject._meta.label_lower, subject_pk=str(subject.pk))
    return with_lender(acts.select_related("actor").order_by("-seq"))


def entries_about(subjects: Iterable[tuple[str, list[int]]], *, limit: int) -> QuerySet[AuditEntry]:
    """Return the newest acts on several records: pairs of a kind (``accounts.rolegrant``) and keys. One query."""
    wanted = Q(pk__in=[])
    for label, keys in subjects:
        wanted |= Q(subject_label=label, subject_pk__in=[str(key) for key in keys])
    return with_lender(AuditEntry.objects.filter(wanted).select_related("actor").order_by("-seq"))[:limit]


def kind_of(label: str) -> str:
    """Return the kind of record (``accounts.rolegrant``) in words; the label itself when the kind is gone."""
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label


def stood_in_for(subject: Model, *, actor_id: int) -> frozenset[int]:
    """Return the people for whom ``actor_id`` acted on one record by a lent role. One query."""
    entries = AuditEntry.objects.filter(
        subject_label=subject._meta.label_lower, subject_pk=str(subject.pk), actor_id=actor_id
    )
    facts = entries.values_list("facts", flat=True)
    return frozenset(each["on_behalf_of"] for each in facts if each.get("on_behalf_of"))


def with_lender(entries: "QuerySet[AuditEntry]") -> "QuerySet[AuditEntry]":
    """Annotate ``lender``: the name of the colleague for whom the act was done, or ``None``. No further query."""
    key = Cast(KeyTextTransform("on_behalf_of", "facts"), BigIntegerField())
    names = get_user_model()._default_manager.filter(pk=OuterRef("lender_id"))
    return entries.annotate(lender_id=key).annotate(lender=Subquery(names.values("display_name")[:1]))


def body_of(entry: AuditEntry) -> dict[str, Any]:
    """Return what the hash of ``entry`` covers besides its number and its place in the chain."""
    return {
        "at": chain.instant_text(entry.at),
        "actor": entry.actor_id,
        "verb": entry.verb,
        "subject_label": entry.subject_label,
        "subject_pk": entry.subject_pk,
        "before": entry.before,
        "after": entry.after,
        "facts": entry.facts,
    }


def first_fault(heads: Iterable[chain.Head] = ()) -> chain.Fault | None:
    """Read the whole log and return its first broken link. ``heads`` are published heads somebody kept elsewhere;
    the published heads of this database are held against the log as well."""
    kept = AuditHead.objects.filter(pk=AuditHead.ONLY).first()
    published = [*heads, *(chain.Head(each.seq, each.hash) for each in published_heads())]
    return chain.first_fault(links(), head=chain.Head(kept.seq, kept.hash) if kept else None, published=published)


def fault_of_last(count: int) -> chain.Fault | None:
    """Return the first broken link of the last ``count`` entries: the quick look between two readings of the whole."""
    kept = AuditHead.objects.filter(pk=AuditHead.ONLY).first()
    after = max(0, (kept.seq if kept else 0) - count)
    before = AuditEntry.objects.filter(seq=after).values_list("hash", flat=True).first()
    if after and before is None:
        return chain.Fault(chain.Break.MISSING, after)
    start = chain.Head(after, before) if before else chain.START
    published = [chain.Head(each.seq, each.hash) for each in published_heads().filter(seq__gt=after)]
    head = chain.Head(kept.seq, kept.hash) if kept else None
    return chain.first_fault(links(after), head=head, published=published, start=start)


def links(after: int = 0) -> Iterator[chain.Link]:
    """Yield the log in order, beyond entry ``after``.

    Columns that tampering can make unreadable are read as text and judged, not trusted.
    """
    rows = (
        AuditEntry.objects.filter(seq__gt=after)
        .order_by("seq")
        .annotate(
            at_text=Cast("at", TextField()),
            before_text=Cast("before", TextField()),
            after_text=Cast("after", TextField()),
            facts_text=Cast("facts", TextField()),
        )
        .values(
            "seq", "at_text", "actor_id", "verb", "subject_label", "subject_pk",
            "before_text", "after_text", "facts_text", "prev_hash", "hash", "alg",
        )
    )  # fmt: skip
    for row in rows.iterator(chunk_size=2000):
        yield chain.Link(row["seq"], _body(dict(row)), row["prev_hash"], row["hash"], row["alg"])


def _body(row: dict[str, Any]) -> dict[str, Any] | None:
    try:
        at = datetime.fromisoformat(row["at_text"])
        return {
            "at": chain.instant_text(at if at.tzinfo else at.replace(tzinfo=UTC)),
            "actor": row["actor_id"],
            "verb": row["verb"],
            "subject_label": row["subject_label"],
            "subject_pk": row["subject_pk"],
            "before": _json(row["before_text"]),
            "after": _json(row["after_text"]),
            "facts": _json(row["facts_text"]),
        }
    except (TypeError, ValueError):
        return None


def _json(text: str | None) -> Any:
    return None if text is None else chain.plain(json.loads(text))


def missing_guards() -> frozenset[str]:
    """Return the names of the database's triggers that should refuse changes of the log and are not there."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # "D" is a trigger that somebody switched off: it is there and does nothing.
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
            wanted = GUARDS | {"audit_auditentry_is_whole", "audit_publishedhead_is_whole"}
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            wanted = GUARDS
        return wanted - {name for (name,) in cursor.fetchall()}

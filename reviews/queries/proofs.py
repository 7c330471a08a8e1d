"""Are rankings, sent lists, decisions and notices still what was locked, sent, decided and published?

Each is held against its hash and against the log.
"""

from collections.abc import Iterator

from notices.enums import NoticeState
from notices.models import Notice
from notices.queries import still_as_published
from reviews.enums import DecisionState, RankingState, SelectionState
from reviews.models import Decision, Ranking, Selection
from reviews.queries.decisions import still_as_decided
from reviews.queries.frozen import still_as_locked
from reviews.queries.selections import still_as_sent
from venture.audit.models import AuditEntry


def broken_lists() -> Iterator[tuple[str, str]]:
    """Yield (kind, record) of everything that does not fit."""
    for ranking in Ranking.objects.filter(locked_at__isnull=False).select_related("round").order_by("pk"):
        subject = f"reviews.ranking:{ranking.pk}"
        if not still_as_locked(ranking):
            yield "ranking_differs", subject
        if ranking.inputs_hash != _told("ranking.lock", ranking.pk):
            yield "ranking_entry_differs", subject
        if ranking.state not in {RankingState.LOCKED, RankingState.REPLACED}:
            yield "ranking_unlocked", subject
    frozen = (SelectionState.SENT, SelectionState.DECIDED)
    for selection in Selection.objects.filter(state__in=frozen).select_related("round", "ranking").order_by("pk"):
        subject = f"reviews.selection:{selection.pk}"
        if not still_as_sent(selection):
            yield "selection_differs", subject
        if selection.content_hash != _told("selection.send", selection.pk):
            yield "selection_entry_differs", subject
    recorded = (DecisionState.RECORDED, DecisionState.DECIDED)
    for decision in Decision.objects.filter(state__in=recorded).select_related("selection").order_by("pk"):
        subject = f"reviews.decision:{decision.pk}"
        if not still_as_decided(decision):
            yield "decision_differs", subject
        if decision.content_hash != _told("decision.record", decision.pk):
            yield "decision_entry_differs", subject


def broken_notices() -> Iterator[tuple[str, str]]:
    """Yield (kind, record) of published notices that are not what was published, and of those that are gone."""
    entries = AuditEntry.objects.filter(verb="notice.publish").order_by("seq").values("subject_pk", "facts")
    told = {entry["subject_pk"]: entry["facts"].get("sha256") for entry in entries}
    corrected = set(
        Notice.objects.filter(state__in=NoticeState.public, corrects__isnull=False).values_list("corrects", flat=True)
    )
    seen: set[str] = set()
    for notice in Notice.objects.select_related("series", "corrects__series").order_by("pk"):
        subject, key = f"notices.notice:{notice.pk}", str(notice.pk)
        seen.add(key)
        if notice.state not in NoticeState.public:
            if key in told:
                yield "notice_unpublished", subject
            continue
        if key not in told:
            yield "notice_without_entry", subject
        elif told[key] != notice.content_hash:
            yield "notice_entry_differs", subject
        if not still_as_published(notice):
            yield "notice_differs", subject
        if (notice.state == NoticeState.CORRECTED) != (notice.pk in corrected):
            yield "notice_corrected_unseen", subject
    yield from (("notice_gone", f"notices.notice:{key}") for key in told if key not in seen)


def _told(verb: str, key: int) -> str:
    """Return the hash that the log holds for the last such act."""
    rows = AuditEntry.objects.filter(verb=verb, subject_pk=str(key)).order_by("-seq")
    facts = rows.values_list("facts", flat=True).first() or {}
    return str(facts.get("sha256", ""))

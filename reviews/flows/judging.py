"""Judging items of the checklist, one or many at a time. What somebody else judged meanwhile is never overwritten."""

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.models import User
from projects.domain.places import places_in
from projects.models import Project
from projects.queries.submissions import judged_content
from reviews.domain.checklist import KEYS, NUMBERS
from reviews.enums import Judge, Verdict
from reviews.flows.moving import held, screening_of
from reviews.models import Screening, ScreeningItem
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@dataclass(frozen=True)
class Judgement:
    """What somebody found for one item. ``seen`` is the mark of the item as it was shown (``mark_of``)."""

    verdict: str
    note: str = ""
    request: str = ""
    section: str = ""
    path: str = ""
    seen: str = ""

    @property
    def said(self) -> tuple[str, str, str, str, str]:
        return (self.verdict, self.note, self.request, self.section, self.path)


def mark_of(item: ScreeningItem) -> str:
    """Return what tells one judgement of an item from the next."""
    return item.judged_at.isoformat() if item.judged_at else ""


def judge_items(*, project_id: int, judged: Mapping[str, Judgement], actor: User) -> Screening:
    """Write down what was found; items that say what they said before are left alone.

    Raise ``RuleRefusal``: ``own_organization``, ``screening_illegal_move``; ``verdict_unknown``; ``place_unknown``;
    ``item_moved`` when somebody judged the item since it was shown; ``override_needs_note`` when a person decides
    against the data without saying why.
    """
    with held(project_id, actor=actor) as project:
        screening = screening_of(project, "pass")
        _write(screening, project, judged, actor)
        return screening


def _write(screening: Screening, project: Project, judged: Mapping[str, Judgement], actor: User) -> None:
    rows = {row.key: row for row in screening.items.select_for_update().order_by("pk")}
    places: set[tuple[str, str]] | None = None
    changed = {}
    for key in KEYS:
        row, given = rows.get(key), judged.get(key)
        if row is None or given is None or given.said == (row.verdict, row.note, row.request, row.section, row.path):
            continue
        if given.seen != mark_of(row):
            raise RuleRefusal("item_moved", number=NUMBERS[key], person=str(row.judged_by or "—"))
        if given.verdict and given.verdict not in Verdict.values:
            raise RuleRefusal("verdict_unknown", number=NUMBERS[key])
        if (given.section, given.path) != (row.section, row.path) and given.section:
            places = places if places is not None else places_in(judged_content(screening.submission))
            if (given.section, given.path) not in places:
                raise RuleRefusal("place_unknown", number=NUMBERS[key])
        if row.judge == Judge.DATA and given.verdict != row.verdict and not given.note.strip():
            raise RuleRefusal("override_needs_note", number=NUMBERS[key])
        changed[key] = {"before": row.verdict, "after": given.verdict}
        _put(row, given, actor)
    if changed:
        record(
            actor=actor, verb="screening.judge", subject=screening, application=project.code, items=changed
        )  # fmt: skip


def _put(row: ScreeningItem, given: Judgement, actor: User) -> None:
    row.verdict, row.note = given.verdict, given.note.strip()[:300]
    row.request, row.section, row.path = given.request.strip()[:300], given.section, given.path
    if row.judge == Judge.DATA:
        row.judge = Judge.PERSON if given.note.strip() else Judge.DATA
    row.judged_by, row.judged_at = actor, clock.now()
    row.save(update_fields=["verdict", "note", "request", "section", "path", "judge", "judged_by", "judged_at"])

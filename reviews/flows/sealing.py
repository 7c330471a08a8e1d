"""Handing in: a sealed sheet is one text with its hash in the log, and never changes. Staff reopen with a reason."""

from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from reviews.domain import scoring
from reviews.domain.lifecycle import ASSIGNMENT_LIFE, SHEET_LIFE
from reviews.enums import RankingState, SheetState
from reviews.flows.scoring import Held, held, refuse_outside
from reviews.models import PanelSlot, Ranking, ScoreSheet
from reviews.queries.scoring import comment_least, marks_of, problems_of, rubric_of
from rounds.domain.canonical import canonical, fingerprint
from venture.audit.domain.chain import instant_text
from venture.audit.flows import step
from venture.kernel.errors import RuleRefusal
from venture.notify.flows import tell

# Raised when the shape of the sealed text changes.
SHAPE: Final = 1


def seal(*, assignment_id: int, actor: User) -> ScoreSheet:
    """Hand in the sheet of an assignment. Done twice it is the same sheet, sealed once.

    Raise ``RuleRefusal``: what ``held`` and ``refuse_outside`` raise; ``sheet_incomplete`` with how much is missing.
    """
    with held(assignment_id, actor=actor) as seen:
        if seen.sheet is not None and seen.sheet.state == SheetState.SEALED:
            return seen.sheet
        refuse_outside(seen)
        return seal_held(seen, actor=actor)


@transaction.atomic
def seal_all(*, assignment_ids: Sequence[int], actor: User) -> list[ScoreSheet]:
    """Hand in several sheets at once, all or none, always in the same order. Raise what ``seal`` raises."""
    return [seal(assignment_id=each, actor=actor) for each in sorted(set(assignment_ids))]


def seal_held(seen: Held, *, actor: User, checked_by: User | None = None, least: int | None = None) -> ScoreSheet:
    """Seal the draft of a held assignment, whatever the days of its stage. ``checked_by`` is who checked a paper;
    ``least`` the fewest characters of its comment where they are not those of the round's written review.

    Raise ``RuleRefusal``: ``sheet_incomplete``, ``score_sheet_illegal_move``.
    """
    sheet, round_ = seen.sheet, seen.assignment.stage.round
    rubric = rubric_of(round_)
    problems = problems_of(rubric, sheet, comment_least(round_) if least is None else least)
    if sheet is None or problems:
        raise RuleRefusal("sheet_incomplete", count=len(problems), project=seen.assignment.project.blind_code)
    if checked_by is not None:
        sheet.checked_by = checked_by
        sheet.save(update_fields=["checked_by"])
    total = scoring.half_up(scoring.total_of(rubric, marks_of(sheet)))
    content = canonical(content_of(seen, rubric, total=str(total)))
    sha256 = fingerprint(content)
    step(
        sheet, SHEET_LIFE, "seal", noun="score", actor=actor,
        facts={
            "assignment": seen.assignment.pk, "version": sheet.version, "sha256": sha256, "total": str(total),
            "round": round_.code, "project": seen.assignment.project.code,
        },
        total=total, content=content, sha256=sha256, sealed_at=seen.now,
    )  # fmt: skip
    step(seen.assignment, ASSIGNMENT_LIFE, "hand_in", noun="assignment", actor=actor, kept=False)
    return sheet


def content_of(seen: Held, rubric: scoring.Rubric, *, total: str) -> dict[str, Any]:
    """Return everything that the sheet says and rests on, so that its total can be counted again from it alone."""
    sheet, assignment = seen.sheet, seen.assignment
    assert sheet is not None
    return {
        "shape": SHAPE,
        "round": assignment.stage.round.code,
        "stage": assignment.stage.order,
        "project": assignment.project.blind_code,
        "submission": assignment.submission.sha256,
        "assignment": assignment.pk,
        "appointment": assignment.appointment_id,
        "version": sheet.version,
        "rubric": [
            {
                "key": each.key, "name": each.name, "weight": each.weight, "parent": each.parent,
                "may_not_apply": each.may_not_apply, "needs_reason": each.needs_reason,
            }
            for each in rubric.criteria
        ],
        "marks": sheet.marks,
        "opinion": sheet.opinion,
        "comment": sheet.comment,
        "on_paper": sheet.on_paper,
        "total": total,
        "sealed_at": instant_text(seen.now),
    }  # fmt: skip


def reopen(*, assignment_id: int, reason: str, actor: User) -> ScoreSheet:
    """Give a sealed sheet back to its expert, with a reason: a new version takes its place and both stay.

    Raise ``RuleRefusal``: what ``held`` raises; ``reopen_reason_missing``; ``ranking_stands`` once the stage's ranking
    is locked; ``panel_slot_locked`` for one that a chair locked; ``score_sheet_illegal_move`` for one not sealed.
    """
    if not reason.strip():
        raise RuleRefusal("reopen_reason_missing")
    with held(assignment_id, actor=actor) as seen:
        sheet, assignment = seen.sheet, seen.assignment
        if Ranking.objects.filter(round=assignment.stage.round, state=RankingState.LOCKED).exists():
            raise RuleRefusal("ranking_stands")
        locked = PanelSlot.objects.filter(
            panel__stage=assignment.stage_id, project=assignment.project_id, locked_at__isnull=False
        ).first()
        if locked is not None:
            raise RuleRefusal("panel_slot_locked", order=locked.order)
        if sheet is None:
            raise RuleRefusal("score_sheet_illegal_move", state="—")
        said = reason.strip()[:300]
        step(
            sheet, SHEET_LIFE, "reopen", noun="score", actor=actor,
            facts={"reason": said, "sha256": sheet.sha256, "version": sheet.version},
            reopened_by=actor, reopened_at=seen.now, reason=said,
        )  # fmt: skip
        step(assignment, ASSIGNMENT_LIFE, "reopen", noun="assignment", actor=actor)
        again = ScoreSheet.objects.create(
            assignment=assignment, version=sheet.version + 1, marks=sheet.marks, opinion=sheet.opinion,
            comment=sheet.comment, saved_at=seen.now,
        )  # fmt: skip
        expert = assignment.appointment.expert.user
        if expert is not None:
            tell(
                expert, "sheet_reopened", f"{again.pk}", path=_desk(), code=assignment.project.blind_code, reason=said
            )  # fmt: skip
        return again


def _desk() -> str:
    with translation.override("zh-hans"):
        return reverse("review:home")

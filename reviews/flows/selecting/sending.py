"""Sending a selection to the decision, frozen with its hash; taking it back while nothing was recorded."""

from accounts.models import User
from reviews.domain.lifecycle import SELECTION_LIFE
from reviews.enums import DecisionState, Outcome
from reviews.flows.selecting.preparing import draw_rows, preparing
from reviews.models import Decision, DecisionItem, Selection
from reviews.queries.selections import content_of
from reviews.queries.sending_checks import BAD, checks_of
from rounds.domain.canonical import fingerprint
from rounds.flows.locks import alone
from venture.audit.flows import record, step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

BATCH = 500


def send_selection(*, selection_id: int, actor: User) -> Selection:
    """Send the selection: list, rules and changes are frozen from now on, and the decision begins on it.

    Raise ``RuleRefusal``: ``selection_not_draft``; ``selection_checks`` while a check says no; what the rules refuse
    when an application was withdrawn meanwhile.
    """
    with preparing(selection_id) as selection:
        draw_rows(selection)
        bad = [each for each in checks_of(selection) if each.tone == BAD]
        if bad:
            raise RuleRefusal("selection_checks", count=len(bad))
        text = content_of(selection)
        step(
            selection, SELECTION_LIFE, "send", noun="selection", actor=actor,
            facts={"version": selection.version, "sha256": fingerprint(text)}, content_hash=fingerprint(text),
            sent_by=actor, sent_at=clock.now(),
        )  # fmt: skip
        decision, _new = Decision.objects.get_or_create(selection=selection, defaults={"round": selection.round})
        fill_items(decision)
        return selection


def take_back_selection(*, selection_id: int, reason: str, actor: User) -> Selection:
    """Take a sent selection back to be changed. What leaders signed holds for the list that they saw, not for the next.

    Raise ``RuleRefusal``: ``selection_illegal_move``; ``amount_needs_reason``; ``selection_recorded`` once the meeting
    was recorded.
    """
    round_id = Selection.objects.values_list("round_id", flat=True).get(pk=selection_id)
    with alone(round_id):
        selection = Selection.objects.select_for_update().get(pk=selection_id)
        SELECTION_LIFE.target_of("take_back", selection.state)
        if not reason.strip():
            raise RuleRefusal("amount_needs_reason")
        decision = Decision.objects.select_for_update().filter(selection=selection).first()
        if decision is not None:
            if decision.state != DecisionState.DRAFT:
                raise RuleRefusal("selection_recorded")
            decision.items.all().delete()
            decision.changes, decision.content_hash = None, ""
            decision.save(update_fields=["changes", "content_hash"])
        step(
            selection, SELECTION_LIFE, "take_back", noun="selection", actor=actor,
            facts={"reason": reason.strip()[:300]}, content_hash="", sent_by=None, sent_at=None,
        )  # fmt: skip
        return selection


def fill_items(decision: Decision) -> None:
    """Lay the sent list before the meeting: every amount is approved as recommended until somebody says otherwise."""
    rows = decision.selection.rows.all()
    decision.items.all().delete()
    DecisionItem.objects.bulk_create(
        [
            DecisionItem(
                decision=decision, project_id=row.project_id, outcome=row.outcome, reserve_no=row.reserve_no,
                envelope_id=row.envelope_id, recommended_fen=row.recommended_fen,
                approved_fen=row.recommended_fen if row.outcome != Outcome.OUT else 0,
            )
            for row in rows
        ],
        batch_size=BATCH,
    )  # fmt: skip
    record(actor=None, verb="decision.lay_before", subject=decision, items=len(rows))

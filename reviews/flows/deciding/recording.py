"""The record of the decision by one person, its check by another, and what follows from it."""

from datetime import date

from accounts.models import User
from reviews.domain.lifecycle import DECISION_LIFE, SELECTION_LIFE
from reviews.enums import AwardState, DecisionWay, Outcome
from reviews.flows.deciding.changing import laid_before
from reviews.flows.feedback import draft_feedback
from reviews.models import MINUTES_PURPOSE, Award, Decision, Selection
from reviews.queries.decisions import shown_hash, still_as_decided, tally
from rounds.flows.locks import alone
from rounds.flows.running import advance_round
from venture.audit.flows import record, step
from venture.files.flows import attach
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

BATCH = 500
BECOMES = {
    Outcome.SELECTED: AwardState.PROPOSED,
    Outcome.RESERVE: AwardState.RESERVE,
    Outcome.OUT: AwardState.NONE,
}


def record_decision(
    *, decision_id: int, body: str, met_on: date | None, number: str, minutes: str, actor: User
) -> Decision:
    """Record the meeting with its list. ``minutes`` is the key of an upload; leaders who signed here need none.

    Raise ``RuleRefusal``: ``decision_not_draft``; ``decision_body_missing``, ``decision_day_unknown`` for a day that
    lacks or is to come, ``decision_number_missing``, ``decision_minutes_missing``; ``decision_nobody`` when nothing is
    selected. Where leaders vote: ``decision_no_quorum``, ``decision_against`` and ``decision_held_items``.
    """
    with laid_before(decision_id) as decision:
        by_vote = decision.way == DecisionWay.VOTE
        _refuse_unclear(body, met_on, number, "" if by_vote else minutes, by_vote=by_vote)
        if not decision.items.filter(outcome=Outcome.SELECTED).exists():
            raise RuleRefusal("decision_nobody")
        if by_vote:
            _refuse_vote(decision)
        scan = attach(minutes, purpose=MINUTES_PURPOSE, actor=actor) if minutes else None
        sha256 = shown_hash(decision)
        step(
            decision, DECISION_LIFE, "record", noun="decision", actor=actor, facts={"sha256": sha256},
            body=body.strip()[:80], met_on=met_on, number=number.strip()[:60], minutes=scan, content_hash=sha256,
            recorded_by=actor, recorded_at=clock.now(),
        )  # fmt: skip
        return decision


def _refuse_unclear(body: str, met_on: date | None, number: str, minutes: str, *, by_vote: bool) -> None:
    if not body.strip():
        raise RuleRefusal("decision_body_missing")
    if met_on is None or met_on > clock.today():
        raise RuleRefusal("decision_day_unknown")
    if not by_vote and not number.strip():
        raise RuleRefusal("decision_number_missing")
    if not by_vote and not minutes:
        raise RuleRefusal("decision_minutes_missing")


def _refuse_vote(decision: Decision) -> None:
    told = tally(decision)
    if not told["quorum"]:
        raise RuleRefusal("decision_no_quorum", have=told["have"], need=told["need"])
    if told["against"] >= told["agreed"]:
        raise RuleRefusal("decision_against", agreed=told["agreed"], against=told["against"])
    held = decision.items.filter(project__in=told["held"], outcome=Outcome.SELECTED).count()
    if held:
        raise RuleRefusal("decision_held_items", count=held)


def return_decision(*, decision_id: int, reason: str, actor: User) -> Decision:
    """Give a recorded decision back, with the reason: the record differs from the minutes.

    Raise ``RuleRefusal``: ``decision_illegal_move``, ``amount_needs_reason``.
    """
    round_id = Decision.objects.values_list("round_id", flat=True).get(pk=decision_id)
    with alone(round_id):
        decision = Decision.objects.select_for_update().get(pk=decision_id)
        DECISION_LIFE.target_of("return", decision.state)
        if not reason.strip():
            raise RuleRefusal("amount_needs_reason")
        step(
            decision, DECISION_LIFE, "return", noun="decision", actor=actor, facts={"reason": reason.strip()[:300]},
            content_hash="", recorded_by=None, recorded_at=None,
        )  # fmt: skip
        return decision


def confirm_decision(*, decision_id: int, actor: User) -> Decision:
    """Confirm that record and minutes agree: it is decided. Awards and reserve stand, the round moves on.

    Raise ``RuleRefusal``: ``decision_own_record`` for the one who recorded it, superusers included;
    ``decision_illegal_move``; ``decision_changed`` when the list is not the one that was recorded.
    """
    round_id = Decision.objects.values_list("round_id", flat=True).get(pk=decision_id)
    with alone(round_id) as round_:
        rows = Decision.objects.select_for_update(of=("self",)).select_related("selection")
        decision = rows.get(pk=decision_id)
        decision.round = round_
        DECISION_LIFE.target_of("confirm", decision.state)
        if decision.recorded_by_id == actor.pk:
            raise RuleRefusal("decision_own_record")
        if not still_as_decided(decision):
            raise RuleRefusal("decision_changed")
        now = clock.now()
        step(
            decision, DECISION_LIFE, "confirm", noun="decision", actor=actor, facts={"sha256": decision.content_hash},
            checked_by=actor, decided_at=now,
        )  # fmt: skip
        selection = Selection.objects.select_for_update().get(pk=decision.selection_id)
        step(selection, SELECTION_LIFE, "decide", noun="selection", actor=actor, facts={"version": selection.version})
        items = list(decision.items.all())
        Award.objects.bulk_create(
            [
                Award(
                    project_id=each.project_id, decision=decision, envelope_id=each.envelope_id,
                    state=BECOMES[Outcome(each.outcome)], amount_fen=each.approved_fen, reserve_no=each.reserve_no,
                    reason=each.reason, moved_at=now,
                )
                for each in items
            ],
            batch_size=BATCH,
        )  # fmt: skip
        counts = {str(outcome): sum(each.outcome == outcome for each in items) for outcome in Outcome}
        record(actor=actor, verb="award.propose", subject=decision, **counts)
        draft_feedback(decision=decision, actor=actor)
        advance_round(round_id=round_id, verb="decide", actor=actor)
        return decision

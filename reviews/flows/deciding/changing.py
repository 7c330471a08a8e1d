"""What the meeting changes of the sent list: amounts, projects, the pool. Sums and the reserve follow each time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from accounts.models import User
from reviews.domain.selection import Override, select
from reviews.domain.selection.walking import usable_by
from reviews.enums import DecisionState, DecisionWay, Outcome
from reviews.flows.selecting.preparing import purse_of
from reviews.models import Decision, DecisionItem
from reviews.queries.decisions import envelopes_after
from reviews.queries.selections import candidates_of, changes_of, limits_of, money_of, overrides_of
from rounds.flows.locks import alone
from venture.audit.flows import record
from venture.kernel.errors import RuleRefusal

LONGEST, BATCH = 300, 500


@contextmanager
def laid_before(decision_id: int) -> Iterator[Decision]:
    """Hold a decision that is being recorded, under its round. Raise ``RuleRefusal("decision_not_draft")``."""
    round_id = Decision.objects.values_list("round_id", flat=True).get(pk=decision_id)
    with alone(round_id) as round_:
        rows = Decision.objects.select_for_update(of=("self",)).select_related("selection__ranking")
        decision = rows.get(pk=decision_id)
        decision.round = decision.selection.round = round_
        if decision.state != DecisionState.DRAFT or decision.selection.state != "sent":
            raise RuleRefusal("decision_not_draft")
        yield decision


def choose_way(*, decision_id: int, way: str, actor: User) -> Decision:
    """Say how it is decided: by a meeting, or by leaders who vote and sign."""
    with laid_before(decision_id) as decision:
        if way not in DecisionWay.values:
            raise RuleRefusal("decision_way_unknown")
        before, decision.way = decision.way, way
        decision.save(update_fields=["way"])
        record(actor=actor, verb="decision.choose_way", subject=decision, before=before, after=way)
        return decision


def approve_amount(*, decision_id: int, project_id: int, fen: int, reason: str, actor: User) -> Decision:
    """Approve another amount than was recommended (核定金额); what is freed goes down the list.

    Raise ``RuleRefusal``: ``decision_not_draft``; ``decision_item_missing``; ``amount_out_of_range``;
    ``amount_needs_reason``.
    """
    with laid_before(decision_id) as decision:
        item = _item(decision, project_id)
        if not 0 < fen <= item.project.grant_fen:
            raise RuleRefusal("amount_out_of_range", most=item.project.grant_fen)
        stated = _stated(reason)
        _change(decision, "amounts", item.project.code, {"fen": fen, "reason": stated})
        record(
            actor=actor, verb="decision.approve_amount", subject=decision, before=item.approved_fen, after=fen,
            application=item.project.code, reason=stated,
        )  # fmt: skip
        return decision


def remove_project(*, decision_id: int, project_id: int, reason: str, actor: User) -> Decision:
    """Take a project off the list; the next of the reserve moves up where the money reaches. Raise as above."""
    with laid_before(decision_id) as decision:
        item, stated = _item(decision, project_id), _stated(reason)
        _change(decision, "removed", item.project.code, {"reason": stated})
        record(
            actor=actor, verb="decision.remove_project", subject=decision, application=item.project.code, reason=stated
        )
        return decision


def cut_envelope(*, decision_id: int, envelope: str, fen: int, reason: str, actor: User) -> Decision:
    """Set the money of an envelope to less, as the meeting cut the pool: the line moves up by itself.

    Raise ``RuleRefusal``: ``decision_not_draft``; ``transfer_unknown``; ``transfer_amount`` for more than it held
    (``most``); ``amount_needs_reason``; ``override_over_envelope`` where a project taken in by hand no longer fits.
    """
    with laid_before(decision_id) as decision:
        held = {each.key: each.fen for each in envelopes_after(replace_changes(decision, "envelopes", envelope))}
        if envelope not in held:
            raise RuleRefusal("transfer_unknown")
        if not 0 <= fen <= held[envelope]:
            raise RuleRefusal("transfer_amount", most=held[envelope])
        stated = _stated(reason)
        _change(decision, "envelopes", envelope, {"fen": fen, "reason": stated})
        record(
            actor=actor, verb="decision.cut_envelope", subject=decision, before=held[envelope], after=fen,
            envelope=envelope, reason=stated,
        )  # fmt: skip
        return decision


def put_back(*, decision_id: int, part: str, key: str, actor: User) -> Decision:
    """Take one change of the meeting back: of an amount, a removed project, an envelope."""
    with laid_before(decision_id) as decision:
        if key not in (decision.changes or {}).get(part, {}):
            raise RuleRefusal("decision_change_missing")
        replace_changes(decision, part, key)
        follow(decision)
        record(actor=actor, verb="decision.put_back", subject=decision, part=part, key=key)
        return decision


def replace_changes(decision: Decision, part: str, key: str) -> Decision:
    """Leave one change out, in memory."""
    changes = dict(decision.changes or {})
    changes[part] = {name: value for name, value in changes.get(part, {}).items() if name != key}
    decision.changes = changes
    return decision


def follow(decision: Decision) -> None:
    """Draw the items of a held decision anew from the sent list and the changes."""
    selection, changes = decision.selection, decision.changes or {}
    money = money_of(decision.round)
    overrides = overrides_of(changes_of(selection))
    for code, each in changes.get("amounts", {}).items():
        overrides[code] = replace(overrides.get(code, Override()), fen=each["fen"])
    for code in changes.get("removed", {}):
        overrides[code] = Override("out")
    candidates, envelopes = candidates_of(selection.ranking, selection.rules, money), envelopes_after(decision)
    found = select(candidates, envelopes, limits_of(selection.rules), overrides)
    purses = usable_by(candidates, envelopes)
    places = {each.code: each for each in found.places}
    items = []
    for item in decision.items.select_related("project"):
        place = places.get(item.project.code)
        if place is not None:
            gets = place.state != Outcome.OUT
            item.outcome, item.reserve_no = place.state, place.reserve_number
            item.envelope_id = purse_of(place, purses)
            item.approved_fen = place.fen if gets else 0
            item.reason = _reason(changes, item.project.code)
            items.append(item)
    fields = ["outcome", "reserve_no", "envelope", "approved_fen", "reason"]
    DecisionItem.objects.bulk_update(items, fields, batch_size=BATCH)
    decision.save(update_fields=["changes"])


def _reason(changes: dict[str, Any], code: str) -> str:
    for part in ("removed", "amounts"):
        if code in changes.get(part, {}):
            return str(changes[part][code]["reason"])
    return ""


def _change(decision: Decision, part: str, key: str, value: dict[str, Any]) -> None:
    changes = dict(decision.changes or {})
    changes[part] = {**changes.get(part, {}), key: value}
    decision.changes = changes
    follow(decision)


def _item(decision: Decision, project_id: int) -> DecisionItem:
    item = decision.items.select_related("project").filter(project=project_id).first()
    if item is None:
        raise RuleRefusal("decision_item_missing")
    return item


def _stated(reason: str) -> str:
    if not reason.strip():
        raise RuleRefusal("amount_needs_reason")
    return reason.strip()[:LONGEST]

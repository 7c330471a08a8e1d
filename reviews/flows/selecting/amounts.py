"""Recommended amounts below what was asked, and money moved between envelopes (调剂), each with its reason."""

from accounts.models import User
from projects.models import Project
from reviews.domain.selection import transfer
from reviews.flows.selecting.preparing import draw_rows, preparing
from reviews.models import Selection
from reviews.queries.selections import envelopes_of, money_of, most_of
from venture.audit.flows import record
from venture.kernel.errors import RuleRefusal

LONGEST = 300


def recommend_amount(*, selection_id: int, project_id: int, fen: int, reason: str, actor: User) -> Selection:
    """Recommend less than was asked for a project, or the whole again; everything below follows.

    Raise ``RuleRefusal``: ``selection_not_draft``; ``amount_out_of_range`` (``most`` fen: what was asked, or what
    donations leave of it); ``amount_needs_reason``; ``selection_row_missing`` for a project not of this one.
    """
    with preparing(selection_id) as selection:
        project = _project(selection, project_id)
        most = most_of(selection.rules, project.code, project.grant_fen)
        if not 0 < fen <= most:
            raise RuleRefusal("amount_out_of_range", most=most)
        stated = _stated(reason, fen == most)
        amounts = {code: each for code, each in selection.rules.get("amounts", {}).items() if code != project.code}
        if fen != most:
            amounts[project.code] = {"fen": fen, "reason": stated, "by": actor.pk}
        selection.rules = {**selection.rules, "amounts": amounts}
        selection.save(update_fields=["rules"])
        draw_rows(selection)
        record(
            actor=actor, verb="selection.recommend_amount", subject=selection, before=most, after=fen,
            application=project.code, reason=stated,
        )  # fmt: skip
        return selection


def transfer_money(*, selection_id: int, giver: str, taker: str, fen: int, reason: str, actor: User) -> Selection:
    """Move money from one envelope to another of the same source. The sum stays.

    Raise ``RuleRefusal``: ``selection_not_draft``; ``transfer_unknown`` for an envelope of another round;
    ``transfer_amount``, ``transfer_between_sources``; ``amount_needs_reason``; what a change by hand then no longer
    fits.
    """
    with preparing(selection_id) as selection:
        stated, envelopes = _stated(reason), envelopes_of(money_of(selection.round), selection.rules)
        if not {giver, taker} <= {each.key for each in envelopes}:
            raise RuleRefusal("transfer_unknown")
        transfer(envelopes, giver, taker, fen)
        moved = {"giver": giver, "taker": taker, "fen": fen, "reason": stated, "by": actor.pk}
        selection.rules = {**selection.rules, "transfers": [*selection.rules.get("transfers", []), moved]}
        selection.save(update_fields=["rules"])
        draw_rows(selection)
        record(
            actor=actor, verb="selection.transfer", subject=selection, giver=giver, taker=taker, fen=fen, reason=stated
        )
        return selection


def take_transfer_back(*, selection_id: int, number: int, actor: User) -> Selection:
    """Take one transfer back. Raise ``RuleRefusal("transfer_unknown")``, and ``transfer_amount`` where a later one
    stands on it."""
    with preparing(selection_id) as selection:
        moved = list(selection.rules.get("transfers", []))
        if not 0 <= number < len(moved):
            raise RuleRefusal("transfer_unknown")
        gone = moved.pop(number)
        selection.rules = {**selection.rules, "transfers": moved}
        selection.save(update_fields=["rules"])
        draw_rows(selection)
        record(actor=actor, verb="selection.take_transfer_back", subject=selection, **gone)
        return selection


def _project(selection: Selection, project_id: int) -> Project:
    row = selection.rows.select_related("project").filter(project=project_id).first()
    if row is None:
        raise RuleRefusal("selection_row_missing")
    return row.project


def _stated(reason: str, may_lack: bool = False) -> str:
    if not reason.strip() and not may_lack:
        raise RuleRefusal("amount_needs_reason")
    return reason.strip()[:LONGEST]

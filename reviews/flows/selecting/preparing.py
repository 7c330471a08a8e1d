"""The selection's rows follow from its ranking, its rules and the changes in force: they are drawn anew each time."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from accounts.models import User
from reviews.domain.lifecycle import SELECTION_LIFE
from reviews.domain.selection import RESERVE, Place, select
from reviews.domain.selection.walking import usable_by
from reviews.enums import OverrideState, RankingState, SelectionState
from reviews.flows.ranking.lots import refuse_outside_review
from reviews.models import Ranking, Selection, SelectionRow
from reviews.queries.components import public_in
from reviews.queries.selections import (
    candidates_of,
    changes_of,
    envelopes_of,
    limits_of,
    money_of,
    overrides_of,
)
from rounds.flows.locks import alone
from rounds.models import Round
from venture.audit.flows import record, step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

BATCH, HIGHEST = 500, 100


def prepare_selection(
    *, ranking_id: int, actor: User, pass_mark: Decimal | None = None, projects_per_organisation: int = 0,
    fen_per_organisation: int = 0, fill: bool = False,
) -> Selection:  # fmt: skip
    """Select down a locked ranking by these rules. A selection that is being prepared on it takes the rules over.

    Where the round matches donations, what counts now is noted with what public money may then give at most: so much
    is recommended, and later gifts change nothing unless it is prepared again.

    Raise ``RuleRefusal``: ``selection_needs_locked`` for a ranking that is not locked or is that of one stage only;
    ``selection_sent`` while one is sent or decided; ``selection_rules_unknown`` for a number that makes no sense;
    ``selection_no_money`` without an envelope; ``ranking_not_now``.
    """
    round_id = Ranking.objects.values_list("round_id", flat=True).get(pk=ranking_id)
    with alone(round_id) as round_:
        refuse_outside_review(round_)
        ranking = Ranking.objects.select_for_update().get(pk=ranking_id)
        if ranking.state != RankingState.LOCKED or ranking.stage_id is not None:
            raise RuleRefusal("selection_needs_locked")
        if min(projects_per_organisation, fen_per_organisation) < 0 or not 0 <= (pass_mark or 0) <= HIGHEST:
            raise RuleRefusal("selection_rules_unknown")
        limits = {
            "pass_mark": None if pass_mark is None else str(pass_mark),
            "projects_per_organisation": projects_per_organisation,
            "fen_per_organisation": fen_per_organisation,
            "fill": fill,
        }
        old = Selection.objects.select_for_update().filter(round=round_).exclude(state=SelectionState.REPLACED).first()
        if old is not None and old.state != SelectionState.DRAFT:
            raise RuleRefusal("selection_sent")
        if old is not None and old.ranking_id == ranking.pk:
            selection = old
            selection.rules = {**selection.rules, "limits": limits, **_donations(round_, selection.rules)}
            selection.save(update_fields=["rules"])
        else:
            if old is not None:
                step(old, SELECTION_LIFE, "replace", noun="selection", actor=actor)
            last = Selection.objects.filter(round=round_).order_by("-version").values_list("version", flat=True).first()
            selection = Selection.objects.create(
                round=round_, ranking=ranking, version=(last or 0) + 1, made_by=actor, made_at=clock.now(),
                rules={"limits": limits, **_donations(round_, {})},
            )  # fmt: skip
        draw_rows(selection)
        record(actor=actor, verb="selection.prepare", subject=selection, version=selection.version, **limits)
        return selection


def _donations(round_: Round, before: Mapping[str, Any]) -> dict[str, Any]:
    """Return what donations make of public money now, to stand beside the limits; nothing where nothing did or does."""
    found = {code: [each.given_fen, each.matched_fen, each.filled_fen] for code, each in public_in(round_).items()}
    return {"donations": found} if found or "donations" in before else {}


@contextmanager
def preparing(selection_id: int) -> Iterator[Selection]:
    """Hold a selection that is being prepared, under its round. Raise ``RuleRefusal("selection_not_draft")``."""
    round_id = Selection.objects.values_list("round_id", flat=True).get(pk=selection_id)
    with alone(round_id) as round_:
        selection = Selection.objects.select_for_update(of=("self",)).select_related("ranking").get(pk=selection_id)
        selection.round = round_
        if selection.state != SelectionState.DRAFT:
            raise RuleRefusal("selection_not_draft")
        yield selection


def draw_rows(selection: Selection) -> None:
    """Draw the rows of a held selection anew. Raise what ``select`` refuses; then nothing has moved."""
    money = money_of(selection.round)
    if not money:
        raise RuleRefusal("selection_no_money")
    ranking, changes = selection.ranking, changes_of(selection)
    envelopes = envelopes_of(money, selection.rules)
    candidates = candidates_of(ranking, selection.rules, money)
    found = select(candidates, envelopes, limits_of(selection.rules), overrides_of(changes))
    purses = usable_by(candidates, envelopes)
    places = {each.code: each for each in found.places}
    in_force = {each.project_id: each for each in changes if each.state == OverrideState.IN_FORCE}
    rows = []
    for row in ranking.rows.select_related("project"):
        place = places.get(row.project.code) or Place(row.project.code, "out", "nothing_asked")
        rows.append(_row(selection, row, place, purse_of(place, purses), in_force.get(row.project_id)))
    selection.rows.all().delete()
    SelectionRow.objects.bulk_create(rows, batch_size=BATCH)
    selection.facts = {
        "left": dict(found.left),
        "envelopes": {each.key: each.fen for each in envelopes},
        "selected": len(found.selected),
        "reserve": len(found.reserve),
        "fen": found.fen,
    }
    selection.save(update_fields=["facts"])


def purse_of(place: Place, purses: Mapping[str, Sequence[str]]) -> int | None:
    """Return the envelope that pays a project, or from which a reserve would be paid."""
    if place.shares:
        return int(place.shares[0][0])
    return int(purses[place.code][0]) if place.state == RESERVE else None


def _row(selection: Selection, row: Any, place: Place, envelope: int | None, change: Any) -> SelectionRow:
    gets = place.state in {"selected", "reserve"}
    details = {**place.details, **({"rival": place.rival} if place.rival else {})}
    if place.margin_by:
        details["by_mark"] = place.margin_by == "pass_mark"
    return SelectionRow(
        selection=selection, project_id=row.project_id, rank=row.rank, mean=row.mean, outcome=place.state,
        reserve_no=place.reserve_number, envelope_id=envelope,
        asked_fen=row.project.grant_fen, recommended_fen=place.fen if gets else 0, reason=place.reason,
        details=details, margin=place.margin, override=change,
    )  # fmt: skip

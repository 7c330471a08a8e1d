"""From sealed sheets to a table, with its inputs frozen beside it."""

from dataclasses import replace

from accounts.models import User
from reviews.domain.lifecycle import RANKING_LIFE, SELECTION_LIFE
from reviews.domain.ranking import Inputs, Ranking, needs_lot, rank
from reviews.enums import RankingState, SelectionState
from reviews.flows.ranking.lots import refuse_outside_review, standing_lot, tickets_of
from reviews.models import Draw, RankRow, Selection
from reviews.models import Ranking as Kept
from reviews.queries.rankings import APART, inputs_of, parts_of, result_counts, stages_of, totals_of, why_of
from rounds.domain.canonical import canonical, fingerprint
from rounds.flows.locks import alone
from rounds.models import Round
from venture.audit.flows import record, step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

BATCH = 500
LEAST_APART, MOST_APART = 1, 100


def compute_ranking(
    *, round_id: int, actor: User, stage_id: int | None = None, apart: int = APART, public: str = ""
) -> Kept:
    """Compute the ranking of one stage, or with ``stage_id`` empty the result of the round; it replaces the last one.

    ``apart`` is how many points of 100 experts may lie apart before one more is asked. ``public`` is a number that
    nobody could know before (a lottery draw's), counted in where the lot is revealed; the hash of the inputs otherwise.
    What donations add to the result is read here and fixed: later gifts change nothing.
    Projects that only a lot can part keep no rank while none was promised. Raise ``RuleRefusal``: ``ranking_not_now``,
    ``ranking_no_stage``, ``ranking_no_projects``, ``ranking_apart_unknown``, and ``ranking_in_use`` once a selection on
    the last one was sent.
    """
    if not LEAST_APART <= apart <= MOST_APART:
        raise RuleRefusal("ranking_apart_unknown", least=LEAST_APART, most=MOST_APART)
    with alone(round_id) as round_:
        refuse_outside_review(round_)
        stages = stages_of(round_, stage_id)
        if not stages:
            raise RuleRefusal("ranking_no_stage")
        inputs = inputs_of(round_, stages, apart=apart, counted=result_counts(round_, stage_id))
        if not inputs.entrants:
            raise RuleRefusal("ranking_no_projects")
        found, lot = rank(inputs), None
        if needs_lot(found):
            lot = standing_lot(round_, [each.code for each in inputs.entrants])
            if lot is not None:
                tickets = tickets_of(lot, public=public.strip() or found.fingerprint, actor=actor)
                drawn = tuple(replace(each, lot=tickets[each.code]) for each in inputs.entrants)
                inputs = replace(inputs, entrants=drawn)
                found = rank(inputs)
        _replace(round_, stage_id, actor)
        return _keep(round_, (inputs, found), stage_id=stage_id, lot=lot, actor=actor)


def _replace(round_: Round, stage_id: int | None, actor: User) -> None:
    rows = Kept.objects.select_for_update().filter(round=round_, stage=stage_id).exclude(state=RankingState.REPLACED)
    for old in rows:
        on_it = Selection.objects.select_for_update().filter(ranking=old).exclude(state=SelectionState.REPLACED)
        for selection in on_it:
            if selection.state != SelectionState.DRAFT:
                raise RuleRefusal("ranking_in_use")
            step(selection, SELECTION_LIFE, "replace", noun="selection", actor=actor)
        step(old, RANKING_LIFE, "replace", noun="ranking", actor=actor, facts={"version": old.version})


def _keep(
    round_: Round, result: tuple[Inputs, Ranking], *, stage_id: int | None, lot: Draw | None, actor: User
) -> Kept:
    inputs, found = result
    text = canonical(inputs.as_json())
    last = Kept.objects.filter(round=round_).order_by("-version").values_list("version", flat=True).first()
    kept = Kept.objects.create(
        round=round_, stage_id=stage_id, version=(last or 0) + 1, inputs=text, inputs_hash=fingerprint(text), lot=lot,
        computed_by=actor, computed_at=clock.now(),
    )  # fmt: skip
    keys = dict(round_.projects.values_list("code", "pk"))
    scales = {each.key: each.scale for each in inputs.rules.stages}
    rows = []
    for row in found.rows:
        why = why_of(row)
        totals, dropped = totals_of(row, scales)
        rows.append(
            RankRow(
                ranking=kept, project_id=keys[row.code], rank=None if why else row.rank, mean=row.mean, totals=totals,
                dropped=dropped, lowest=min(totals, key=float, default=None),
                highest=max(totals, key=float, default=None), passed=row.passes, disputed=row.wide, why=why,
                tie=[row.tie] if row.tie else [], parts=parts_of(row),
            )
        )  # fmt: skip
    RankRow.objects.bulk_create(rows, batch_size=BATCH)
    record(
        actor=actor, verb="ranking.compute", subject=kept, after=kept.state, round=round_.code, version=kept.version,
        sha256=kept.inputs_hash, ranked=sum(each.rank is not None for each in rows), rows=len(rows),
    )  # fmt: skip
    return kept

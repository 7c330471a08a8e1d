"""Locking a ranking: from then on nobody changes it, and selections may stand on it."""

from accounts.models import User
from reviews.domain.lifecycle import RANKING_LIFE
from reviews.flows.ranking.lots import refuse_outside_review
from reviews.models import Ranking
from reviews.queries.frozen import sealed_since
from rounds.flows.locks import alone
from venture.audit.flows import step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

# These keep a ranking open: somebody still owes marks, or a tie waits for the lot.
OPEN_REASONS = ("sheets_missing", "too_few_sheets", "lot_missing")


def lock_ranking(*, ranking_id: int, actor: User) -> Ranking:
    """Lock a computed ranking.

    Raise ``RuleRefusal``: ``ranking_illegal_move``, ``ranking_not_now``; ``ranking_incomplete`` while projects lack
    sheets or the lot; ``ranking_stale`` when sheets, recusals or rules are no longer those that it was computed from.
    """
    round_id = Ranking.objects.values_list("round_id", flat=True).get(pk=ranking_id)
    with alone(round_id) as round_:
        ranking = Ranking.objects.select_for_update().get(pk=ranking_id)
        ranking.round = round_
        RANKING_LIFE.target_of("lock", ranking.state)
        refuse_outside_review(round_)
        waiting = ranking.rows.filter(why__in=OPEN_REASONS).count()
        if waiting:
            raise RuleRefusal("ranking_incomplete", count=waiting)
        if sealed_since(ranking):
            raise RuleRefusal("ranking_stale")
        step(
            ranking, RANKING_LIFE, "lock", noun="ranking", actor=actor,
            facts={"version": ranking.version, "sha256": ranking.inputs_hash}, locked_by=actor, locked_at=clock.now(),
        )  # fmt: skip
        return ranking

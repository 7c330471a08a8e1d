"""The lot for ties (摇号): promised before the ranking is computed, held only where a tie needs it, then for good."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from accounts.models import User
from projects.enums import ProjectState
from projects.models import Project
from reviews.domain.draw import lot_plan
from reviews.enums import DrawPurpose
from reviews.flows.drawing import commit_draw, reveal_draw
from reviews.models import Draw
from reviews.queries.draws import drawn_of
from rounds.enums import RoundState
from rounds.flows.locks import alone
from rounds.models import Round
from venture.kernel.errors import RuleRefusal


def commit_lot(*, round_id: int, actor: User) -> Draw:
    """Promise the lot over all accepted projects of a round: list and hash are on record, the secret is not shown.

    A lot that was promised and covers every project stays: it cannot be thrown again until it pleases. Raise
    ``RuleRefusal``: ``ranking_not_now`` outside the review, ``ranking_no_projects``.
    """
    with alone(round_id) as round_:
        refuse_outside_review(round_)
        rows = Project.objects.filter(round=round_, state=ProjectState.ACCEPTED)
        codes = list(rows.order_by("code").values_list("code", flat=True))
        if not codes:
            raise RuleRefusal("ranking_no_projects")
        kept = standing_lot(round_, codes)
        if kept is not None:
            return kept
        plan = lot_plan(f"{round_.code} {DrawPurpose.LOT}", codes)
        return commit_draw(round_id=round_id, purpose=DrawPurpose.LOT, label=_("Lot for ties"), plan=plan, actor=actor)


def standing_lot(round_: Round, codes: Collection[str]) -> Draw | None:
    """Return the first lot of the round that covers these projects. One query."""
    wanted = set(codes)
    rows = Draw.objects.filter(round=round_, purpose=DrawPurpose.LOT).order_by("committed_at", "pk")
    return next((each for each in rows if wanted <= {entry["id"] for entry in each.entries}), None)


def tickets_of(lot: Draw, *, public: str, actor: User) -> Mapping[str, str]:
    """Return the tickets of a lot, holding it first where nobody has: then they stand for good.

    ``public`` is what nobody could know before; it counts only when the lot is held.
    """
    held = lot if lot.revealed_at is not None else reveal_draw(draw_id=lot.pk, public=public, actor=actor)
    return drawn_of(held).tickets


def refuse_outside_review(round_: Round) -> None:
    if round_.state != RoundState.REVIEWING:
        raise RuleRefusal("ranking_not_now")

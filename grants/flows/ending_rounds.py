"""The last two stages of a round: its projects run; then all of them are over and the round is kept."""

from accounts.models import User
from grants.enums import GrantState
from grants.models import Grant
from grants.queries.giving import unreturned
from rounds.flows import advance_round, alone
from rounds.models import Round
from venture.kernel.errors import RuleRefusal

OVER = frozenset({GrantState.CLOSED, GrantState.ABANDONED})


def implement_round(*, round_id: int, actor: User) -> Round:
    """Take a decided round on to the time in which its projects run. Raise ``RuleRefusal("round_illegal_move")``."""
    return advance_round(round_id=round_id, verb="implement", actor=actor)


def archive_round(*, round_id: int, actor: User) -> Round:
    """Archive a round all of whose grants are closed or were given up, and whose donors have back what was not used.

    Raise ``RuleRefusal``: ``round_grants_open`` (``count``); ``round_gifts_open`` (``count``); ``round_illegal_move``.
    """
    with alone(round_id):
        left = Grant.objects.filter(round_id=round_id).exclude(state__in=OVER).count()
        if left:
            raise RuleRefusal("round_grants_open", count=left)
        gifts = unreturned(round_id).count()
        if gifts:
            raise RuleRefusal("round_gifts_open", count=gifts)
        return advance_round(round_id=round_id, verb="archive", actor=actor)

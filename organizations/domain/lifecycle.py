"""The life of an organisation's registration on the platform, as data."""

from dataclasses import dataclass

from organizations.enums import OrganizationState as S
from venture.kernel.errors import RuleRefusal


@dataclass(frozen=True)
class Move:
    verb: str
    sources: frozenset[S]
    target: S


MOVES = {
    move.verb: move
    for move in (
        Move("verify", frozenset({S.REGISTERED}), S.VERIFIED),
        Move("suspend", frozenset({S.VERIFIED}), S.SUSPENDED),
        Move("restore", frozenset({S.SUSPENDED}), S.VERIFIED),
    )
}


def target_of(verb: str, current: str) -> S:
    """Return where ``verb`` leads from ``current``. Raise ``RuleRefusal`` when the table has no such move."""
    move = MOVES[verb]
    if current not in move.sources:
        raise RuleRefusal("organization_illegal_move", state=str(S(current).label))
    return move.target

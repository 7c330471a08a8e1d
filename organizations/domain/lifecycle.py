"""The life of an organisation's registration on the platform and of a request to verify it, as data."""

from collections.abc import Mapping
from dataclasses import dataclass

from organizations.enums import CaseState as C
from organizations.enums import OrganizationState as S
from venture.kernel.errors import RuleRefusal


@dataclass(frozen=True)
class Move:
    verb: str
    sources: frozenset[str]
    target: str


MOVES = {
    move.verb: move
    for move in (
        Move("verify", frozenset({S.REGISTERED}), S.VERIFIED),
        Move("suspend", frozenset({S.VERIFIED}), S.SUSPENDED),
        Move("restore", frozenset({S.SUSPENDED}), S.VERIFIED),
    )
}
CASE_MOVES = {
    move.verb: move
    for move in (
        Move("resubmit", frozenset({C.RETURNED}), C.SUBMITTED),
        Move("return", frozenset({C.SUBMITTED}), C.RETURNED),
        Move("verify", frozenset({C.SUBMITTED}), C.VERIFIED),
        Move("refuse", frozenset({C.SUBMITTED}), C.REFUSED),
    )
}


def target_of(verb: str, current: str) -> S:
    """Return where ``verb`` leads from ``current``. Raise ``RuleRefusal`` when the table has no such move."""
    return S(_target(MOVES, verb, current, "organization_illegal_move", str(S(current).label)))


def case_target_of(verb: str, current: str) -> C:
    """Return where a request for verification goes. Raise ``RuleRefusal("case_illegal_move")`` for no such move."""
    return C(_target(CASE_MOVES, verb, current, "case_illegal_move", str(C(current).label)))


def _target(moves: Mapping[str, Move], verb: str, current: str, refusal: str, label: str) -> str:
    move = moves[verb]
    if current not in move.sources:
        raise RuleRefusal(refusal, state=label)
    return move.target

"""How a tranche is drawn from the sources of a grant: to the fen, as the agreement's plan lays it down."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from grants.domain.tranches import parts_by_source

K = TypeVar("K", bound=Hashable)


def parts_of(shares: Mapping[K, int], tranches: Sequence[int], number: int) -> dict[K, int]:
    """Return how much of tranche ``number`` (from 0) comes from each share, in fen; a share that gives nothing is left
    out.

    The parts are fixed by the plan: they do not depend on when a tranche is asked for, and all tranches together draw
    each share whole. Raise ``ValueError`` where shares and tranches are not the same money.
    """
    row = parts_by_source(tranches, list(shares.values()))[number]
    return {key: fen for key, fen in zip(shares, row, strict=True) if fen}

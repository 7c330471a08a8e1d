"""What an organisation owes back when its project ends, by source. Amounts are fen.

To be returned = paid − eligible spending − what came back already. Spending beyond the money paid was the
organisation's own. Where a grant has several sources, spending is borne by each in proportion to what it paid, to the
fen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from venture.kernel.money import split


@dataclass(frozen=True)
class Purse:
    """One source's part of a grant: paid out to the organisation, and come back from it."""

    key: str
    paid: int
    returned: int = 0
    written_off: int = 0

    @property
    def held(self) -> int:
        return self.paid - self.returned - self.written_off


@dataclass(frozen=True)
class Settlement:
    """``due`` by source key; ``unspent`` was never spent, ``disallowed`` was spent and not accepted."""

    due: tuple[tuple[str, int], ...]
    unspent: int
    disallowed: int

    @property
    def total(self) -> int:
        return sum(amount for _key, amount in self.due)


def settle(purses: Sequence[Purse], *, accepted: int, disallowed: int) -> Settlement:
    """Return what is to be returned to each source, given accepted and disallowed spending of grant money.

    Raise ``ValueError`` for amounts below zero.
    """
    if accepted < 0 or disallowed < 0:
        raise ValueError("spending is not below zero")
    paid = sum(purse.paid for purse in purses)
    eligible = split(min(accepted, paid), [purse.paid for purse in purses]) if paid else [0] * len(purses)
    due = tuple((purse.key, max(purse.held - spent, 0)) for purse, spent in zip(purses, eligible, strict=True))
    total = sum(amount for _key, amount in due)
    refused = min(disallowed, total)
    return Settlement(tuple(row for row in due if row[1]), total - refused, refused)

"""Lines of a budget and their sums."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from venture.kernel.money import split

GRANT, OWN, DONATION = MONEY = ("grant", "own", "donation")
WHOLE = 10_000


@dataclass(frozen=True)
class Line:
    """One line. ``own_fen`` and ``donation_fen`` are parts of the cost; ``key`` names the line for its whole life."""

    key: str
    category: str
    item: str = ""
    activity: str = ""
    unit: str = ""
    quantity: Decimal = Decimal(0)
    price_fen: int = 0
    own_fen: int = 0
    donation_fen: int = 0
    basis: str = ""
    has_quote: bool = False

    @property
    def total_fen(self) -> int:
        """Return price × quantity, half a fen rounded up."""
        return int((self.price_fen * self.quantity).quantize(Decimal(1), ROUND_HALF_UP))

    @property
    def grant_fen(self) -> int:
        """Return what is asked for: the cost less own money and donations. Below zero these pay more than the cost,
        which is a problem of the row and not hidden here, so that the parts always equal the whole."""
        return self.total_fen - self.own_fen - self.donation_fen

    def paid_by(self, money: Collection[str]) -> int:
        parts = {GRANT: self.grant_fen, OWN: self.own_fen, DONATION: self.donation_fen}
        return sum(parts[each] for each in parts if each in money)


@dataclass(frozen=True)
class Sums:
    total_fen: int = 0
    grant_fen: int = 0
    own_fen: int = 0
    donation_fen: int = 0

    def __add__(self, line: Line) -> "Sums":
        return Sums(
            self.total_fen + line.total_fen,
            self.grant_fen + line.grant_fen,
            self.own_fen + line.own_fen,
            self.donation_fen + line.donation_fen,
        )


@dataclass(frozen=True)
class Slice:
    """One category's part of the money; the shares of all slices add up to 10,000 basis points."""

    category: str
    fen: int
    share: int


def sums(lines: Iterable[Line]) -> tuple[Sums, dict[str, Sums]]:
    """Return the sums of all lines, and of each category in the order of their first lines."""
    whole, groups = Sums(), dict[str, Sums]()
    for line in lines:
        whole += line
        groups[line.category] = groups.get(line.category, Sums()) + line
    return whole, groups


def mix(lines: Iterable[Line], money: Collection[str] = (GRANT,)) -> list[Slice]:
    """Return what part of ``money`` each category takes, by size; nothing while no money is there. Categories without
    any are left out, and so is one that came out below zero."""
    parts = dict[str, int]()
    for line in lines:
        parts[line.category] = parts.get(line.category, 0) + line.paid_by(money)
    sized = sorted(
        ((fen, category) for category, fen in parts.items() if fen > 0), key=lambda part: (-part[0], part[1])
    )
    if not sized:
        return []
    shares = split(WHOLE, [fen for fen, _category in sized])
    return [Slice(category, fen, share) for (fen, category), share in zip(sized, shares, strict=True)]

"""What experts are paid for their work: number times rate, before tax. Pure.

Rates are the bureau's own data (专家评审费). What is withheld as tax (劳务报酬个人所得税) follows the law's table for
one payment (个人所得税扣缴申报管理办法, 国家税务总局公告 2018 年第 61 号); where the payer pays the same person more
than once in a month, the payments are one, and the payer counts again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

YUAN: Final = 100
# Up to this a fixed sum is deducted from a payment, above it a share.
SMALL_FEN, DEDUCTED_FEN, DEDUCTED_SHARE = 4_000 * YUAN, 800 * YUAN, Fraction(20, 100)
# Up to which taxable sum, at which rate, less how much (预扣率表二); the last has no end.
STEPS: Final = (
    (20_000 * YUAN, Fraction(20, 100), 0),
    (50_000 * YUAN, Fraction(30, 100), 2_000 * YUAN),
    (None, Fraction(40, 100), 7_000 * YUAN),
)


@dataclass(frozen=True)
class Work:
    """What one expert did: ``kind`` is whatever has a rate (a project read, a half day of panel)."""

    expert: str
    kind: str
    count: int


@dataclass(frozen=True)
class Rate:
    """What one costs in fen, before tax; ``most_fen`` bounds what one expert gets for this kind, 0 for no bound.

    Raise ``ValueError`` for a negative amount.
    """

    kind: str
    fen: int
    most_fen: int = 0

    def __post_init__(self) -> None:
        if self.fen < 0 or self.most_fen < 0:
            raise ValueError("a fee is not negative")


@dataclass(frozen=True)
class FeeLine:
    """One line of the sheet. ``capped``: count times rate would have been more than the bound."""

    expert: str
    kind: str
    count: int
    rate_fen: int
    fen: int
    capped: bool = False


def lines_of(works: Iterable[Work], rates: Iterable[Rate]) -> tuple[FeeLine, ...]:
    """Return one line per expert and kind, by expert and in the order of the rates; what was not done has no line.

    Raise ``KeyError`` for work of a kind without a rate, ``ValueError`` for a negative count.
    """
    by_kind = {each.kind: each for each in rates}
    done: dict[tuple[str, str], int] = defaultdict(int)
    for work in works:
        if work.count < 0:
            raise ValueError("work is not negative")
        done[work.expert, by_kind[work.kind].kind] += work.count
    order = {kind: index for index, kind in enumerate(by_kind)}
    lines = []
    for expert, kind in sorted((key for key, count in done.items() if count), key=lambda key: (key[0], order[key[1]])):
        rate, count = by_kind[kind], done[expert, kind]
        whole = count * rate.fen
        paid = min(whole, rate.most_fen) if rate.most_fen else whole
        lines.append(FeeLine(expert, kind, count, rate.fen, paid, paid < whole))
    return tuple(lines)


def sums_of(lines: Iterable[FeeLine]) -> Mapping[str, int]:
    """Return what each expert gets in fen, before tax."""
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        sums[line.expert] += line.fen
    return dict(sums)


def withheld(fen: int) -> int:
    """Return the tax withheld from one payment of ``fen`` for services, to the fen, half away from below.

    Raise ``ValueError`` for a negative sum.
    """
    if fen < 0:
        raise ValueError("a fee is not negative")
    taxable = Fraction(max(0, fen - DEDUCTED_FEN)) if fen <= SMALL_FEN else fen * (1 - DEDUCTED_SHARE)
    for most, rate, less in STEPS:
        if most is None or taxable <= most:
            tax = taxable * rate - less
            return int((tax * 2 + 1) // 2)
    raise AssertionError("the last step has no end")

"""What prices prove: that no plan costs less. Exact, in whole numbers, over all allowed pairs; no solver is asked."""

import numpy as np

from reviews.domain.assignment.network import CLOSE, Floats, Solution
from reviews.domain.assignment.table import Ints, Table

# Parts of a point for prices that are not whole. Prices of a pure flow are.
PARTS = 1_000_000


class Proof:
    """Whole prices, and the bound they prove (weak duality): every plan pays for its seats and loads at least this.

    ``seats``: per project and institution, what its one seat is worth: the best that an allowed pair would gain.
    """

    def __init__(self, table: Table, alpha: Ints, gamma: Ints, delta: Ints, scale: int) -> None:
        self.alpha, self.gamma, self.delta, self.scale = (
            alpha,
            gamma,
            np.where(table.asks, np.maximum(delta, 0), 0),
            scale,
        )
        self.seats = seats_of(table, self.gains(table))
        total = int((table.need * alpha).sum()) + int(self.delta.sum()) - int(self.seats.sum()) + self._loads(table)
        self.bound = -(-total // scale)

    def gains(self, table: Table) -> Ints:
        """What each pair would gain at these prices; a forbidden one nothing."""
        gain = self.alpha[:, None] - self.gamma[None, :] - self.scale * table.cost
        gain[:, table.finance] += self.delta[:, None]
        gain[~table.allowed] = 0
        return gain

    def _loads(self, table: Table) -> int:
        """The least that spread and price of a load can come to, each expert by himself."""
        total = 0
        for least, most, held, price in zip(
            table.least.tolist(), table.most.tolist(), table.held.tolist(), self.gamma.tolist(), strict=True
        ):
            total += min(
                self.scale * table.spread * (held + load) ** 2 - price * load for load in range(least, most + 1)
            )
        return total


def seats_of(table: Table, gains: Ints) -> Ints:
    """The best gain of each project in each institution, 0 where none gains."""
    seats = np.zeros((gains.shape[0], table.houses), dtype=np.int64)
    if not gains.size:
        return seats
    order = np.argsort(table.house, kind="stable")
    starts = np.flatnonzero(np.diff(table.house[order], prepend=-1))
    best = np.maximum.reduceat(gains[:, order], starts, axis=1)
    seats[:, table.house[order][starts]] = np.maximum(best, 0)
    return seats


def prove(table: Table, solution: Solution) -> Proof:
    """Round the solver's prices, to points where they are whole and to millionths where not, and prove with them."""
    prices = (solution.alpha, solution.gamma, solution.delta)
    whole = all((np.abs(each - np.rint(each)) < CLOSE).all() for each in prices)
    scale = 1 if whole else PARTS
    alpha, gamma, delta = (_rounded(each, scale) for each in prices)
    return Proof(table, alpha, gamma, delta, scale)


def _rounded(prices: Floats, scale: int) -> Ints:
    return np.rint(prices * scale).astype(np.int64)

"""Whole pairs where the finance rule leaves the flow: an institution with finance experts and others, on one project.

The programme with whole pairs is solved over the pairs that can matter: none other can stand in a better plan, because
its reduced cost is above the gap. The search may stop at a number of nodes; the plan then says its gap.
"""

from typing import Final

import highspy
import numpy as np

from reviews.domain.assignment.bound import Proof
from reviews.domain.assignment.network import Model, Taken
from reviews.domain.assignment.table import Bools, Ints, Table, plan_cost

NODES: Final = 5000


def whole_pairs(table: Table, model: Model, proof: Proof) -> Taken:
    """Return the best whole pairs that were found."""
    first = _search(model)
    gap = plan_cost(table, first.rows, first.columns) - proof.bound
    near = table.allowed if first.broken else _within(table, proof, gap)
    more = near & ~model.seen
    if not more.any():
        return first
    model.add(more)
    return _search(model)


def _search(model: Model) -> Taken:
    columns = model.highs.getNumCol()
    kinds = np.full(columns, highspy.HighsVarType.kInteger)
    model.highs.changeColsIntegrality(columns, np.arange(columns, dtype=np.int32), kinds)
    model.highs.setOptionValue("solver", "choose")
    model.highs.setOptionValue("mip_max_nodes", NODES)
    model.highs.setOptionValue("mip_rel_gap", 0.0)
    model.highs.setOptionValue("mip_abs_gap", 0.999)
    model.run()
    return model.taken()


def _within(table: Table, proof: Proof, gap: int) -> Bools:
    """The pairs whose reduced cost is below the gap."""
    price: Ints = proof.seats[:, table.house] - proof.gains(table)
    close: Bools = table.allowed & (price < gap * proof.scale)
    return close

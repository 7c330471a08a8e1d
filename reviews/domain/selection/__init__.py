"""Down the ranking within the money: who is selected, who waits in reserve, why, how near it was. Pure."""

from reviews.domain.selection.facts import (
    OUT,
    RESERVE,
    SELECTED,
    Candidate,
    Envelope,
    Limits,
    Override,
    Place,
    Selection,
)  # fmt: skip
from reviews.domain.selection.optimum import Optimum, optimise
from reviews.domain.selection.selecting import call_up, select
from reviews.domain.selection.what_if import Difference, difference, transfer

__all__ = [
    "OUT", "RESERVE", "SELECTED", "Candidate", "Difference", "Envelope", "Limits", "Optimum", "Override", "Place",
    "Selection", "call_up", "difference", "optimise", "select", "transfer",
]  # fmt: skip

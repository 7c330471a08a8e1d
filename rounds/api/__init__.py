"""Rounds for programs, and the tasks of the member units in them."""

from rounds.api.rounds import RoundList, RoundOne

__all__ = ["RoundList", "RoundOne"]

"""The organisations, communities and operator of 云溪市: all invented, entered and verified by the real flows."""

from organizations.demo import capacity, playing
from organizations.demo.playing import named
from organizations.demo.tables import COMMUNITIES, MORE, OPERATOR, ORGANIZATIONS, OTHER, OURS

__all__ = ["COMMUNITIES", "MORE", "OPERATOR", "ORGANIZATIONS", "OTHER", "OURS", "load", "named"]


def load() -> None:
    """Play what happened to the organisations, and what was done so that they can do more."""
    playing.load()
    capacity.load()

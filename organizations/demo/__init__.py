"""The organisations, communities and operator of 云溪市: all invented, entered and verified by the real flows."""

from organizations.demo.playing import load, named
from organizations.demo.tables import COMMUNITIES, MORE, OPERATOR, ORGANIZATIONS, OTHER, OURS

__all__ = ["COMMUNITIES", "MORE", "OPERATOR", "ORGANIZATIONS", "OTHER", "OURS", "load", "named"]

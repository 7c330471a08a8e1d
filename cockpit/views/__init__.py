"""The overview of a round, its summary as a sheet, and the way to the desk of the round at work."""

from cockpit.views.desks import CurrentDesk
from cockpit.views.overview import overview
from cockpit.views.summary import Summary

__all__ = ["CurrentDesk", "Summary", "overview"]

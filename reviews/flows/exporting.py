"""What left the platform as a sheet is on record; applications and needs leave by the same word."""

from projects.flows.exporting import note_export

__all__ = ["note_export"]

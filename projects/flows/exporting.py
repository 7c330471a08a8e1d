"""What left the platform as a sheet is on record: the log's own flow, by the name that the apps above know."""

from venture.audit.flows import note_export

__all__ = ["note_export"]

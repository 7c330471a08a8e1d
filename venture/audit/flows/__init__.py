"""The write side of the log, and the one writer of states that stands on it."""

from venture.audit.flows.recording import note_export, publish_head, record
from venture.audit.flows.stepping import step

__all__ = ["note_export", "publish_head", "record", "step"]

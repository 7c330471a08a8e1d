"""The write side of messages: tell a person, read, send again."""

from venture.notify.flows.delivering import deliver, resend
from venture.notify.flows.reading import read, read_all
from venture.notify.flows.telling import tell

__all__ = ["deliver", "read", "read_all", "resend", "tell"]

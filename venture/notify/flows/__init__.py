"""The write side of messages: tell people, read, send again, forget."""

from venture.notify.flows.delivering import NotDeliveredError, deliver, give_up, resend, take_off
from venture.notify.flows.forgetting import forget_addresses, tidy
from venture.notify.flows.reading import read, read_all
from venture.notify.flows.telling import tell, tell_all, tell_audience

__all__ = [
    "NotDeliveredError",
    "deliver",
    "forget_addresses",
    "give_up",
    "read",
    "read_all",
    "resend",
    "take_off",
    "tell",
    "tell_all",
    "tell_audience",
    "tidy",
]

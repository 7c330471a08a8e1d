"""What people are told about. Each app declares its events once, in ``<app>/words.py``; ``tell`` refuses any other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Event:
    """One kind of message. ``say`` turns stored facts into the values that the words name, in the active language."""

    code: str
    title: Any
    text: Any
    sms: bool
    say: Callable[[Facts], Facts]


@dataclass(frozen=True)
class Words:
    title: str
    text: str


_events: dict[str, Event] = {}


def event(
    code: str, *, title: Any, text: Any, sms: bool = False, say: Callable[[Facts], Facts] = lambda facts: facts
) -> None:
    """Declare an event. ``title`` and ``text`` are lazily translated with ``%(name)s`` places for the facts.

    ``sms`` is for what cannot wait: a deadline, an account at risk. Raise ``ValueError`` for a code declared twice.
    """
    if code in _events:
        raise ValueError(f"event {code} is declared twice")
    _events[code] = Event(code, title, text, sms, say)


def event_of(code: str) -> Event:
    """Return the event. Raise ``LookupError`` for one that nobody declared."""
    try:
        return _events[code]
    except KeyError:
        raise LookupError(f"nobody declared the event {code}") from None


def declared() -> frozenset[str]:
    return frozenset(_events)


def words_of(code: str, facts: Facts) -> Words:
    """Return title and text in the active language."""
    found = event_of(code)
    values = found.say(facts)
    return Words(str(found.title) % values, str(found.text) % values)

"""What people are told about. Each app declares its events once, in ``<app>/events.py``; ``tell`` refuses any other."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Event:
    """One kind of message. ``say`` turns stored facts into the values that the words name, in the active language."""

    code: str
    title: Any
    text: Any
    mail: bool
    sms: bool
    at_once: bool
    say: Callable[[Facts], Facts]


@dataclass(frozen=True)
class Words:
    title: str
    text: str


_events: dict[str, Event] = {}
_audiences: dict[str, Callable[[], Iterable[Any]]] = {}


def event(
    code: str,
    *,
    title: Any,
    text: Any,
    mail: bool = True,
    sms: bool = False,
    at_once: bool = False,
    say: Callable[[Facts], Facts] = lambda facts: facts,
) -> None:
    """Declare an event. ``title`` and ``text`` are lazily translated with ``%(name)s`` places for the facts.

    Every message stands in the inbox. With ``mail`` it also goes to the person's mailbox, or as a text to who has
    none; ``sms`` is for what cannot wait until somebody looks: a deadline, an account at risk. Texts respect the
    night, unless the event is ``at_once``. Without ``mail`` and ``sms`` it stays in the inbox.
    Raise ``ValueError`` for a code declared twice.
    """
    if code in _events:
        raise ValueError(f"event {code} is declared twice")
    _events[code] = Event(code, title, text, mail, sms, at_once, say)


def event_of(code: str) -> Event:
    """Return the event. Raise ``LookupError`` for one that nobody declared."""
    try:
        return _events[code]
    except KeyError:
        raise LookupError(f"nobody declared the event {code}") from None


def declared() -> frozenset[str]:
    return frozenset(_events)


def words_of(code: str, facts: Facts) -> Words:
    """Return title and text in the active language.

    Raise ``LookupError`` for an event that nobody declared and for a fact that its words name and ``facts`` lacks.
    """
    found = event_of(code)
    values = found.say(facts)
    return Words(str(found.title) % values, str(found.text) % values)


def words_for_reader(code: str, facts: Facts) -> Words:
    """Return title and text; a stand-in for what an earlier version of the platform wrote and this one cannot say."""
    try:
        return words_of(code, facts)
    except (LookupError, ValueError, TypeError):
        return Words(_("An earlier message"), _("This message was written by an earlier version of the platform."))


def audience(name: str, people: Callable[[], Iterable[Any]]) -> None:
    """Declare who is meant by ``name``: this app knows people, a higher one knows what they are.

    Raise ``ValueError`` for a name declared twice.
    """
    if name in _audiences:
        raise ValueError(f"audience {name} is declared twice")
    _audiences[name] = people


def audience_of(name: str) -> Iterable[Any]:
    """Return the people. Raise ``LookupError`` for a name that nobody declared."""
    try:
        return _audiences[name]()
    except KeyError:
        raise LookupError(f"nobody declared the audience {name}") from None

"""What the log's verbs are called on a page. Each app names its own in ``words.py``."""

from collections.abc import Mapping

_names: dict[str, object] = {}


def name_acts(names: Mapping[str, object]) -> None:
    """Register the name of each verb. A verb named twice is a mistake."""
    for verb, name in names.items():
        if verb in _names:
            raise ValueError(f"act {verb} is named twice")
        _names[verb] = name


def name_of(verb: str) -> str:
    """Return the act in the reader's language; the bare verb when nobody named it."""
    return str(_names.get(verb, verb))


def named() -> frozenset[str]:
    """Return every verb that has a name; a test holds it against the verbs the code records."""
    return frozenset(_names)

"""Refusals: a rule says no with a stable code; the door finds the sentence in the reader's language."""

from collections.abc import Mapping

_sentences: dict[str, object] = {}


class RuleRefusal(Exception):  # noqa: N818 -- a refusal is an answer, not an error
    """A domain rule said no. ``code`` is stable; the sentence is chosen at the door.

    ``details`` are plain values (numbers, dates, names) that the sentence may name.
    """

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def word(sentences: Mapping[str, object]) -> None:
    """Register the sentence of each refusal code. A code worded twice is a mistake.

    A sentence is a lazily translated string with ``%(name)s`` places for the refusal's details.
    It says what is wrong and how to mend it.
    """
    for code, sentence in sentences.items():
        if code in _sentences:
            raise ValueError(f"refusal {code} is worded twice")
        _sentences[code] = sentence


def sentence_of(refusal: RuleRefusal) -> str:
    """Return the refusal in words, in the active language; the bare code when nobody worded it."""
    sentence = _sentences.get(refusal.code)
    return refusal.code if sentence is None else str(sentence) % refusal.details


def worded() -> frozenset[str]:
    """Return every code that has a sentence; a test holds it against the codes the code raises."""
    return frozenset(_sentences)

"""Which texts of the application form have a length that a round may set. The form is the projects' own: they say so.

An app above declares each text once; the set-up of a round asks for the lengths that differ from the usual ones.
"""

from dataclasses import dataclass
from typing import Any, Final

# Shorter says nothing, longer prints badly and is more than anybody reads.
SHORTEST: Final = 10
LONGEST: Final = 5_000
# Where a round says how long an expert's comment is at least; nothing: none is asked. More than the most is no comment.
COMMENT_LEAST: Final = "review.comment_least"
MOST_ASKED: Final = 500


@dataclass(frozen=True)
class TextLength:
    """One text: its path in ``Round.form_limits`` (``project.summary``), the part of the form, its name, and the
    characters that it takes where the round says nothing."""

    path: str
    section: str
    name: Any
    usual: int

    @property
    def field(self) -> str:
        """Return the path as the name of a field of a page."""
        return self.path.replace(".", "-")


_texts: dict[str, TextLength] = {}


def declare_length(path: str, *, section: str, name: Any, usual: int) -> TextLength:
    """Declare a text. Raise ``ValueError`` when it is declared twice."""
    if path in _texts:
        raise ValueError(f"the text {path} is declared twice")
    _texts[path] = TextLength(path, section, name, usual)
    return _texts[path]


def texts() -> list[TextLength]:
    """Return the texts in the order in which the form asks for them."""
    return list(_texts.values())

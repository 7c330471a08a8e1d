"""What files are for. An app declares each purpose once: which kinds, how large, and who may see the file.

A file is visible when the row that it belongs to is visible. The row stays in its app, with a foreign key to the file;
the purpose's rule says so as a condition on the file:

    declare_purpose(
        "organizations.case_document",
        label=_("Document of a verification"),
        kinds=PAPERS | PICTURES,
        rule=lambda user: Exists(
            policy.visible(user, "organizations.view_cases", CaseDocument.objects.filter(file=OuterRef("pk")))
        ),
    )
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Q
from django.utils.functional import Promise

from venture.files.enums import Kind

MB = 1024 * 1024
PAPERS = frozenset({Kind.PDF, Kind.OFD})
OFFICE = frozenset({Kind.DOCX, Kind.XLSX})
PICTURES = frozenset({Kind.JPG, Kind.PNG})
EVERY_KIND = frozenset(Kind)

Rule = Callable[[Any], Q | Exists]


@dataclass(frozen=True)
class Purpose:
    """What a file is for. ``max_bytes`` is the largest that is taken.

    ``public`` purposes let anonymous visitors ask their rule too. Each reading of a ``sensitive`` file is audited.
    """

    name: str
    label: "str | Promise"
    kinds: frozenset[Kind]
    max_bytes: int
    rule: Rule
    public: bool
    sensitive: bool


_purposes: dict[str, Purpose] = {}


def declare_purpose(
    name: str,
    *,
    label: "str | Promise",
    rule: Rule,
    kinds: Collection[Kind] = EVERY_KIND,
    max_mb: int = 20,
    public: bool = False,
    sensitive: bool = False,
) -> Purpose:
    """Declare ``name`` (``app.noun``). Raise ``ValueError`` when it is declared twice."""
    if name in _purposes:
        raise ValueError(f"the purpose {name} is declared twice")
    _purposes[name] = Purpose(name, label, frozenset(kinds), max_mb * MB, rule, public, sensitive)
    return _purposes[name]


def purpose_of(name: str) -> Purpose:
    """Return a purpose. Raise ``LookupError`` when nobody declared it."""
    try:
        return _purposes[name]
    except KeyError:
        raise LookupError(f"nobody declared the purpose {name}") from None


def purposes() -> list[Purpose]:
    return list(_purposes.values())

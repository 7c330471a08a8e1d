"""What files are for. An app declares each purpose once: which kinds, how large, and who may see the file.

A file is visible when the row that it belongs to is visible. The row stays in its app, with a foreign key to the file;
the purpose's rule says so as a condition on the file:

    declare_purpose(
        "organizations.case_document",
        label=_("Document of a verification"),
        kinds=PAPERS | PICTURES,
        may_upload="organizations.bring_document",
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
from venture.kernel.errors import RuleRefusal

MB = 1024 * 1024
PAPERS = frozenset({Kind.PDF, Kind.OFD})
OFFICE = frozenset({Kind.DOCX, Kind.XLSX})
PICTURES = frozenset({Kind.JPG, Kind.PNG})
ARCHIVES = frozenset({Kind.ZIP})
EVERY_KIND = frozenset(Kind) - ARCHIVES

Rule = Callable[[Any], Q | Exists]


@dataclass(frozen=True)
class Purpose:
    """What a file is for. ``max_bytes`` is the largest that is taken.

    ``public`` purposes let anonymous visitors ask their rule too. Each reading of a ``sensitive`` file is audited.
    ``may_upload`` is the act (``policy.declare_act``) that lets people upload before their form is sent; without one a
    file comes with its form only. ``by_ticket``: whoever holds a ticket of a page that needs no account may, too.
    """

    name: str
    label: "str | Promise"
    kinds: frozenset[Kind]
    max_bytes: int
    rule: Rule
    public: bool
    sensitive: bool
    may_upload: str = ""
    by_ticket: bool = False

    @property
    def max_mb(self) -> int:
        return self.max_bytes // MB

    @property
    def takes_pictures(self) -> bool:
        return bool(PICTURES & self.kinds)

    @property
    def joins_pictures(self) -> bool:
        """Say whether several photos may become one PDF here."""
        return self.takes_pictures and Kind.PDF in self.kinds

    def check(self, kind: str, size: int) -> None:
        """Raise ``RuleRefusal`` when a file of this kind, or of so many bytes, is not taken for this purpose."""
        self.check_kind(kind)
        self.check_size(size, picture=kind in PICTURES)

    def check_kind(self, kind: str) -> None:
        """Raise ``RuleRefusal("file_not_here")`` for a kind that is not taken."""
        if kind not in self.kinds:
            raise RuleRefusal("file_not_here", kind=Kind(kind).label, taken=self.taken())

    def check_size(self, size: int, *, picture: bool) -> None:
        """Raise ``RuleRefusal`` ``file_too_large``, for a picture ``picture_too_large``."""
        if size > self.max_bytes:
            code = "picture_too_large" if picture else "file_too_large"
            raise RuleRefusal(code, size=f"{size / MB:.1f}", limit=self.max_mb)

    def taken(self) -> str:
        """Return the kinds in words."""
        return " · ".join(str(kind.label) for kind in self.ordered_kinds())

    def ordered_kinds(self) -> list[Kind]:
        return [kind for kind in Kind if kind in self.kinds]

    def endings(self) -> list[str]:
        """Return the endings of names that are taken, with their dots."""
        return [f".{kind.value}" for kind in self.ordered_kinds()] + [".jpeg"] * self.takes_pictures


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
    may_upload: str = "",
    by_ticket: bool = False,
) -> Purpose:
    """Declare ``name`` (``app.noun``). Raise ``ValueError`` when it is declared twice."""
    if name in _purposes:
        raise ValueError(f"the purpose {name} is declared twice")
    _purposes[name] = Purpose(
        name, label, frozenset(kinds), max_mb * MB, rule, public, sensitive, may_upload, by_ticket
    )
    return _purposes[name]


def purpose_of(name: str) -> Purpose:
    """Return a purpose. Raise ``LookupError`` when nobody declared it."""
    try:
        return _purposes[name]
    except KeyError:
        raise LookupError(f"nobody declared the purpose {name}") from None


def purposes() -> list[Purpose]:
    return list(_purposes.values())

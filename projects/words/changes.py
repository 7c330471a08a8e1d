"""What differs between two contents of an application, in words, and what each place is called."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from projects.domain.comparing import Piece, compared
from projects.domain.differences import Difference
from projects.domain.form import FORMS, Kind
from projects.domain.places import ordered_places
from projects.words import labels
from venture.doors.templatetags.when import beijing_day
from venture.kernel.money import format_yuan


class Change(NamedTuple):
    """``strange``: no item of the correction names it."""

    section: str
    path: str
    place: str
    before: Sequence[Piece]
    after: Sequence[Piece]
    strange: bool


def changes_of(
    found: Iterable[Difference],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    strange: Collection[Difference] = (),
) -> list[Change]:
    """Return the differences as people read them: amounts in yuan, choices by name, papers by their files."""
    names = {**place_names(before), **place_names(after)}
    known = {**before["names"]["communities"], **after["names"]["communities"]}
    changes = []
    for each in found:
        old, new = (said(each.section, each.path, value, known) for value in (each.before, each.after))
        place = names.get((each.section, each.path)) or labels.name_of(each.section, each.path)
        changes.append(Change(each.section, each.path, place, *compared(old, new), each in strange))
    return changes


def said(section: str, path: str, value: Any, names: Mapping[str, str]) -> str:
    """Return the value of a place in words."""
    if value is None or value == "":
        return ""
    if section == "files":
        return "、".join(name for _label, name, _sha in value)
    kind = kind_of(section, path)
    if kind is None:
        return _("%(count)s lines") % {"count": len(value)}
    if kind == Kind.COMMUNITY:
        return names.get(value, str(value))
    if kind in _SAID:
        return _SAID[kind](value)
    return labels.answer_words(section, path, list(value) if isinstance(value, tuple) else value)


_SAID: Mapping[Kind, Callable[[Any], str]] = {
    Kind.MONEY: lambda fen: _("%(yuan)s yuan") % {"yuan": format_yuan(fen)},
    Kind.DAY: lambda day: str(beijing_day(date.fromisoformat(day), "year")),
    Kind.FLAG: lambda given: _("Yes") if given else _("No"),
}


def kind_of(section: str, path: str) -> Kind | None:
    """Return the kind of the question at a path; none for a table."""
    form, parts = FORMS[section], path.split(".")
    fields = form.fields if len(parts) < 3 else form.table(parts[0]).fields
    return next((each.kind for each in fields if each.name == parts[-1]), None)


def place_names(content: Mapping[str, Any]) -> dict[tuple[str, str], str]:
    """Return what each place of a content is called: “Activities · Activity 2 · From”."""
    orders = {
        section: {
            name: " ".join(row["id"] for row in rows)
            for name, rows in values.items()
            if isinstance(rows, list) and all(isinstance(row, dict) for row in rows)
        }
        for section, values in content["sections"].items()
    }
    papers = content["names"]["papers"]
    found: dict[tuple[str, str], str] = {}
    for section, path in ordered_places(content):
        name = ""
        if path:
            paper = section == "files"
            name = papers.get(path) or labels.paper_kind(path) if paper else labels.place_of(
                section, path, orders[section]
            )  # fmt: skip
        found[section, path] = " · ".join(filter(None, (labels.section_name(section), str(name))))
    return found

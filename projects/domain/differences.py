"""What differs between two contents of an application, place by place, and whether a correction names it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Place = tuple[str, str]
FILES: Final = "files"


@dataclass(frozen=True)
class Difference:
    """One place of one section whose value changed. ``path`` is flat (``activities.a1.name``); the name of a table
    stands for which rows it has, in which order; in ``files`` it is the kind of the paper."""

    section: str
    path: str
    before: Any
    after: Any


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return every place of the answers and papers that differs, section by section.

    What is only looked up (the organisation's record, opinions of communities, names) is nobody's correction.
    """
    old, new = dict(_places(before)), dict(_places(after))
    ordered = dict.fromkeys([*new, *old])
    return [
        Difference(section, path, old.get((section, path)), new.get((section, path)))
        for section, path in ordered
        if old.get((section, path)) != new.get((section, path))
    ]


def outside(found: Iterable[Difference], named: Iterable[Place]) -> list[Difference]:
    """Return the differences that no item of a correction names.

    An item names its place and what lies under it; an empty path names the whole section. A row that is named may also
    leave or be moved; rows that join a table need the table itself.
    """
    items = set(named)
    return [each for each in found if not _named(each, items)]


def _named(difference: Difference, items: set[Place]) -> bool:
    section, path = difference.section, difference.path
    if (section, "") in items:
        return True
    parts = path.split(".")
    if any((section, ".".join(parts[:count])) in items for count in range(1, len(parts) + 1)):
        return True
    if isinstance(difference.before, tuple) and isinstance(difference.after, tuple):
        rows = {name.split(".")[1] for area, name in items if area == section and name.startswith(f"{path}.")}
        kept = [[row for row in each if row not in rows] for each in (difference.before, difference.after)]
        return kept[0] == kept[1]
    # A cell of a row that came or went says nothing that the order of the table does not say.
    return False


def _places(content: Mapping[str, Any]) -> Iterator[tuple[Place, Any]]:
    for section, values in content["sections"].items():
        for name, value in values.items():
            if isinstance(value, list) and all(isinstance(row, dict) for row in value) and value:
                yield (section, name), tuple(row["id"] for row in value)
                for row in value:
                    yield from (
                        ((section, f"{name}.{row['id']}.{cell}"), text) for cell, text in row.items() if cell != "id"
                    )
            else:
                yield (section, name), tuple(value) if isinstance(value, list) else value
    papers: dict[str, list[Any]] = {}
    for paper in content["papers"]:
        slug = f"{paper['slug']}.{paper['line']}" if paper["line"] else paper["slug"]
        papers.setdefault(slug, []).append((paper["label"], paper["name"], paper["sha256"]))
    yield from (((FILES, slug), tuple(sorted(each))) for slug, each in papers.items())

"""Where a request may point: every part of a hand-in, its tables, rows and questions, and its papers. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from projects.domain.form import FORMS

FILES = "files"


def places_in(content: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Return every (part, path) to which a correction may point. An empty path is the whole part."""
    return set(ordered_places(content))


def ordered_places(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the places in the order of the form."""
    for section in in_order(content):
        values = content["sections"][section]
        yield section, ""
        if section == FILES:
            continue
        form = FORMS[section]
        yield from ((section, each.name) for each in form.fields)
        for table in form.tables:
            yield section, table.name
            for row in values.get(table.name) or []:
                yield section, f"{table.name}.{row['id']}"
                yield from ((section, f"{table.name}.{row['id']}.{each.name}") for each in table.fields)
    if FILES not in content["sections"]:
        yield FILES, ""
    slugs = [*content["names"]["papers"], *(paper["slug"] for paper in content["papers"]), "other"]
    yield from ((FILES, slug) for slug in dict.fromkeys(slugs))


def in_order(content: Mapping[str, Any]) -> list[str]:
    """Return the parts of a content in the order of the form; the frozen text knows only that of the alphabet."""
    return [section for section in FORMS if section in content["sections"]]

"""The hand-written projects (``projects/demo_projects``) as typed sections of an application."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from organizations.models import Community
from projects.domain.form import FORMS

FOLDER: Final = Path(__file__).parent.parent / "demo_projects"
# Paragraphs of a core that name no place begin with the new one, so that no two applications share a paragraph.
PARAGRAPHS: Final = {
    "project": ("summary", "features"),
    "organisation": ("intro", "experience"),
    "need": ("background", "existing", "selection"),
    "indicators": ("aim",),
    "activities": ("approach",),
    "sustainability": ("funding", "team", "spread", "exit"),
}
PLEDGE: Final = {"truthful": "on", "no_double": "on", "supervision": "on"}


@cache
def cores() -> tuple[dict[str, Any], ...]:
    """Return every hand-written project, field after field in turn, so that any first few are of all kinds."""
    files = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.json"))]
    longest = max(len(each) for each in files)
    return tuple(each[number] for number in range(longest) for each in files if number < len(each))


def sound() -> tuple[dict[str, Any], ...]:
    """Return the projects that can be handed in."""
    return tuple(each for each in cores() if not each["flawed"])


def core(slug: str) -> dict[str, Any]:
    return next(each for each in cores() if each["slug"] == slug)


def sections_of(
    wanted: Mapping[str, Any], *, places: list[Community], people: Mapping[str, str], again: int = 0
) -> dict[str, dict[str, str]]:
    """Return the project as the typed text of each section.

    ``places`` are the communities where it lands here; ``people`` holds ``leader_name``, ``leader_mobile``,
    ``contact_name``, ``contact_mobile``. ``again`` counts how often the core was used before: from the second use
    on its title and texts speak of the new place.
    """
    told = json.loads(json.dumps(wanted))
    if again:
        _move(told, places[0])
    told["project"] |= people
    told["landing"]["places"] = [
        {
            **row, "community": place.code, "role": "landing" if number == 0 else row["role"],
            "contact_name": "吴桂芳" if number == 0 else "居委会值班", "contact_mobile": f"1990008{place.pk:04d}",
        }
        for number, (row, place) in enumerate(zip(told["landing"]["places"], places, strict=False))
    ]  # fmt: skip
    typed = {section: dict(_typed(section, told.get(section, {}))) for section in FORMS}
    typed["commitment"] = dict(PLEDGE)
    return typed


def quotes_of(wanted: Mapping[str, Any]) -> list[str]:
    """Return the ids of the budget lines that come with a quotation."""
    return [line["id"] for line in wanted["budget"]["lines"] if line.get("quote")]


def _move(told: dict[str, Any], place: Community) -> None:
    """Let a core speak of another place: its own community gives way to the new one."""
    old = told["landing"]["places"][0]["community"]
    told["project"]["title"] = f"{told['project']['title'].split('——')[0][:20]}（{place.name}）"
    for section, names in PARAGRAPHS.items():
        for name in names:
            text = told.get(section, {}).get(name, "").replace(old, place.name)
            if text:
                told[section][name] = text if place.name in text else f"{place.name}：{text}"
    for row in told["activities"]["activities"]:
        row["place"] = row["place"].replace(old, place.name)


def _typed(section: str, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    form = FORMS[section]
    for field in form.fields:
        value = values.get(field.name)
        if value not in {None, ""} if not isinstance(value, list) else value:
            yield field.name, " ".join(value) if isinstance(value, list) else str(value)
    for table in form.tables:
        rows = values.get(table.name, [])
        if rows:
            yield table.name, " ".join(row["id"] for row in rows)
        for row in rows:
            for field in table.fields:
                if row.get(field.name) not in {None, ""}:
                    yield f"{table.name}.{row['id']}.{field.name}", str(row[field.name])

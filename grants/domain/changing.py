"""A change of the plan in force: what it may touch, putting it in, and whether it still fits. Pure."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, Final

from grants.domain.plans import typed_of
from grants.enums import ChangeKind
from projects.domain.differences import Difference, differences
from projects.domain.form import FORMS, Asked, read

# What each kind may touch: the section with its fields, and the cells of its table.
FIELDS: Final[Mapping[ChangeKind, tuple[str, tuple[str, ...], str, tuple[str, ...]]]] = {
    ChangeKind.PLAN: (
        "activities", ("approach",), "activities",
        ("name", "content", "sessions", "per_session", "starts_on", "ends_on", "place", "lead"),
    ),
    ChangeKind.BUDGET: ("budget", (), "lines", ("item", "unit", "quantity", "price", "own", "donation", "basis")),
    ChangeKind.PERIOD: ("project", ("ends_on",), "", ()),
    ChangeKind.PERSON: ("project", ("leader_name", "leader_mobile", "contact_name", "contact_mobile"), "", ()),
}  # fmt: skip


def places_of(kind: ChangeKind, plan: Mapping[str, Any]) -> list[str]:
    """Return the paths of a section that a change of this kind may touch, in their order."""
    section, fields, table, cells = FIELDS[kind]
    rows = plan.get("sections", {}).get(section, {}).get(table, []) if table else []
    return [*fields, *(f"{table}.{row['id']}.{cell}" for row in rows for cell in cells)]


def section_of(kind: ChangeKind) -> str:
    return FIELDS[kind][0]


def changed(kind: ChangeKind, plan: Mapping[str, Any], typed: Mapping[str, str], asked: Asked) -> dict[str, Any]:
    """Return the plan with what was typed at the places of this kind; everything else stays as it is."""
    section = section_of(kind)
    stands = typed_of(plan, section)
    fresh = {**stands, **{path: typed[path] for path in places_of(kind, plan) if path in typed}}
    values = read(FORMS[section], fresh, asked).values
    before = plan["sections"].get(section, {})
    # What the form of today reads otherwise than that of the application is nobody's change.
    kept = _only(before, values, set(places_of(kind, plan)))
    return {**plan, "sections": {**plan["sections"], section: kept}}


def _only(before: Mapping[str, Any], after: Mapping[str, Any], named: set[str]) -> dict[str, Any]:
    kept = deepcopy(dict(before))
    for name, value in after.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            stands = {row["id"]: row for row in kept.get(name, [])}
            for row in value:
                for cell, given in row.items():
                    if row["id"] in stands and f"{name}.{row['id']}.{cell}" in named:
                        stands[row["id"]][cell] = given
        elif name in named:
            kept[name] = value
    return kept


def told(found: Sequence[Difference]) -> list[dict[str, Any]]:
    """Return differences as plain values, for keeping."""
    return [
        {"section": each.section, "path": each.path, "before": each.before, "after": each.after} for each in found
    ]  # fmt: skip


def difference_of(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return what differs between two plans."""
    return differences({**before, "papers": []}, {**after, "papers": []})


def put_in(plan: Mapping[str, Any], changes: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Return the plan with kept changes put in; ``None`` where a place no longer says what it said when asked."""
    fresh: dict[str, Any] = deepcopy(dict(plan))
    for each in changes:
        home, last = _home(fresh, each["section"], each["path"])
        if home is None or home.get(last) != each["before"]:
            return None
        home[last] = each["after"]
    return fresh


def _home(plan: dict[str, Any], section: str, path: str) -> tuple[dict[str, Any] | None, str]:
    values = plan["sections"].get(section, {})
    parts = path.split(".")
    if len(parts) == 1:
        return values, path
    table, row_id, cell = parts
    return next((row for row in values.get(table, []) if row["id"] == row_id), None), cell

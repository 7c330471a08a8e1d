"""What may be chosen in a part: fields of service, communities, needs, rows of other parts."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from projects.domain.form import FORMS, Kind
from projects.domain.form.kinds import ids_in
from projects.forms.questions import Lists, Option, OptionGroup
from projects.queries import overview
from projects.queries.checking import Checked
from projects.words import labels


def lists_for(section: str, found: Checked) -> Lists:
    """Return the options of a part's fields. One query at most."""
    return {**_services(section, found), **_records(section, found), **_rows(section, found)}


def _services(section: str, found: Checked) -> Lists:
    if section != "project":
        return {}
    names = found.held.categories
    return {
        "category": [OptionGroup("", [Option(slug, name) for slug, name in names.items()])],
        "service": [
            OptionGroup(names[slug], [Option(each, each) for each in services])
            for slug, services in found.asked.services.items()
            if services
        ],
    }


def _records(section: str, found: Checked) -> Lists:
    if section == "landing":
        return {"places.community": _grouped(overview.communities())}
    if section == "need":
        chosen = found.typed["need"].get("need", "")
        return {"need": _grouped(overview.needs_to_answer(chosen, found.project.organization_id))}
    return {}


def _grouped(rows: Sequence[tuple[str, str, str]]) -> list[OptionGroup]:
    """Return (group, value, name) as groups of options, in their order."""
    return [
        OptionGroup(name, [Option(value, text) for _group, value, text in group])
        for name, group in groupby(rows, key=lambda row: row[0])
    ]


def _rows(section: str, found: Checked) -> Lists:
    """Return the rows that a field may name: “Objective 2: …”."""
    lists: dict[str, Any] = {}
    for table in FORMS[section].tables:
        for each in table.fields:
            if each.kind == Kind.REF:
                named, other = each.refers.split(".")
                lists[f"{table.name}.{each.name}"] = [OptionGroup("", _named(named, other, found.typed.get(named, {})))]
    return lists


def _named(section: str, table: str, typed: dict[str, str]) -> list[Option]:
    row_name = labels.table_of(section, table).row
    text_field = FORMS[section].table(table).fields[0].name
    options = []
    for number, row in enumerate(ids_in(typed.get(table, "")), start=1):
        text = typed.get(f"{table}.{row}.{text_field}", "") or _("not named yet")
        options.append(
            Option(row, _("%(row)s %(number)s: %(text)s") % {"row": row_name, "number": number, "text": text})
        )
    return options

"""The rows of the staff's lists: cell for cell what the stock tag says, each with its column's name."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.templatetags.admin_list import items_for_result, result_headers
from django.test import RequestFactory
from django.utils.html import escape
from django.utils.text import capfirst

from accounts.models import Area, User
from cockpit.templatetags.rows import desk_list

LABEL = re.compile(r' data-label="[^"]*"')
ATTRIBUTE = re.compile(r'[^ =]+=".*?"')
DOORS = sorted(admin.site._registry.values(), key=lambda door: door.opts.label)


def changelist(door: Any, **query: str) -> Any:
    request = RequestFactory().get("/admin/", query)
    request.user = User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("s@yunxi.example")
    return door.get_changelist_instance(request)


@pytest.mark.parametrize("door", DOORS, ids=[door.opts.label for door in DOORS])
@pytest.mark.parametrize("query", [{}, {"_popup": "1"}], ids=["page", "popup"])
def test_each_cell_says_what_the_stock_list_would(city: None, door: Any, query: dict[str, str]) -> None:
    cl = changelist(door, **query)
    stock = [[str(cell) for cell in items_for_result(cl, row, None)] for row in cl.result_list]

    drawn = LABEL.sub("", str(desk_list(cl)["rows"]))

    assert tidy(drawn) == tidy("".join(f"<tr>{''.join(cells)}</tr>" for cells in stock))


def test_each_cell_but_the_box_and_the_rows_own_name_bears_its_columns_name(db: None) -> None:
    Area.objects.create(code="330100", name="河坊区")
    cl = changelist(admin.site._registry[Area])
    heads = [escape(capfirst(str(head["text"]))) for head in result_headers(cl)]

    row = str(desk_list(cl)["rows"]).partition("</tr>")[0]

    named = [escape(name) for name in re.findall(r'<td data-label="([^"]*)"', row)]
    first = 1 if cl.list_display[0] != "action_checkbox" else 2
    assert (len(heads) > first, named) == (True, heads[first:])


def test_what_people_typed_stays_text(db: None) -> None:
    Area.objects.create(code="330100", name='<b onclick="x">河坊区</b>')

    row = str(desk_list(changelist(admin.site._registry[Area]))["rows"])

    assert ("<b " in row, "&lt;b onclick=&quot;x&quot;&gt;河坊区" in row) == (False, True)


def tidy(cells: str) -> str:
    """Return the cells with the attributes of a box in one order."""
    return re.sub(r"<input ([^>]*)>", lambda box: " ".join(["<input", *sorted(ATTRIBUTE.findall(box[1])), ">"]), cells)

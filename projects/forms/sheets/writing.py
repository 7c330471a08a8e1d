"""The template: empty pages with headings, menus where one chooses, and what to write shown beside the cell."""

from io import BytesIO
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from projects.domain.form import Kind
from projects.domain.form.kinds import MOST_ROWS
from projects.domain.sheets import MOST_APPLICATIONS
from projects.forms.sheets.layout import LANGUAGE, Column, Heads, Page, heads, pages
from rounds.models import Round

LONGEST_MENU: Final = 255
LONGEST_MESSAGE: Final = 250
LONGEST_NAME_OF_HINT: Final = 32
ROWS_OF_TABLES: Final = MOST_ROWS * 20
# Excel's own formats: everything is text, so that a code keeps its zeros and nothing is counted as a formula.
PLAIN: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def template(round_: Round) -> bytes:
    """Return the empty workbook of a round. Two queries."""
    with translation.override(LANGUAGE):
        out = BytesIO()
        book = Workbook(out, {"in_memory": True, **PLAIN})
        formats = {
            "head": book.add_format(
                {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top", "bg_color": "#DCEEEB"}
            ),
            "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
        }
        fields = _fields_of(round_)
        for page in pages():
            _write_page(book, page, formats, fields)
        _write_help(book, round_, formats)
        book.close()
        return out.getvalue()


def _fields_of(round_: Round) -> dict[str, list[str]]:
    """Return what may be chosen by the path of a question, where the round says it."""
    rows = round_.categories.order_by("order", "pk").values_list("name", "services__name")
    names = list(dict.fromkeys(name for name, _service in rows))
    services = list(dict.fromkeys(service for _name, service in rows if service))
    return {"project.category": names, "project.service": services}


def _write_page(book: Any, page: Page, formats: dict[str, Any], fields: dict[str, list[str]]) -> None:
    sheet, own = book.add_worksheet(page.name), heads()
    lead = [own.number, own.code, own.name, own.day] if page.table is None else [own.number]
    rows = MOST_APPLICATIONS if page.table is None else ROWS_OF_TABLES
    for place, head in enumerate(lead):
        sheet.write_string(0, place, head, formats["head"])
        sheet.set_column(place, place, 8 if place == 0 else 24, formats["text"])
        _say(sheet, place, rows, head=head, hint=_lead_hint(own, head, page))
    for place, column in enumerate(page.columns, start=len(lead)):
        sheet.write_string(0, place, column.head, formats["head"])
        wide = 40 if column.field.kind == Kind.TEXT else 18
        sheet.set_column(place, place, wide, formats["text"])
        _say(sheet, place, rows, head=column.head, hint=column.hint, menu=_menu(column, fields))
    sheet.freeze_panes(1, len(lead))


def _lead_hint(own: Heads, head: str, page: Page) -> str:
    if head == own.number:
        return (
            _("Number the applications 1, 2, 3 … The other pages refer to it.")
            if page.table is None
            else _("The number of the application on the first page.")
        )
    if head == own.code:
        return _("By this code the organisation is found; its name is only for you.")
    return _("The day of the stamp of receipt, as 2027-03-01.") if head == own.day else ""


def _menu(column: Column, fields: dict[str, list[str]]) -> list[str]:
    if column.field.kind == Kind.CHOICES:
        return []
    menu = list(column.choices) or fields.get(f"{column.section}.{column.field.name}", [])
    return menu if len(",".join(menu)) <= LONGEST_MENU else []


def _say(sheet: Any, place: int, rows: int, *, head: str, hint: str, menu: list[str] | None = None) -> None:
    """Show what to write beside the cell, and a menu where one chooses; what is typed otherwise is taken and named."""
    told: dict[str, Any] = {"validate": "list", "source": menu} if menu else {"validate": "any"}
    if hint:
        told |= {"input_title": head[:LONGEST_NAME_OF_HINT], "input_message": hint[:LONGEST_MESSAGE]}
    if menu or hint:
        sheet.data_validation(1, place, rows, place, {**told, "error_type": "information"})


def _write_help(book: Any, round_: Round, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(_("How to fill in"))
    sheet.set_column(0, 0, 100, formats["text"])
    lines = (
        round_.title,
        _("One row for each application on the first page; its tables (activities, budget …) have their own pages."),
        _("Each page begins with the number of the application, so that rows belong together."),
        _("Several answers to one question are parted by 、"),
        _("Write values, not formulas. A cell with a formula is named and its row is not taken over."),
        _("Leave empty what the paper does not say. It is filled in later on the pages of the form."),
        _("Bring the workbook first to try it: nothing is written, and each row is told what is wrong with it."),
        _("The same row is taken over once, however often it is brought."),
    )
    for line, text in enumerate(lines):
        sheet.write_string(line, 0, text)

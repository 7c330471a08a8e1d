"""The rows of a list, drawn in one go. The stock tag asks for each cell anew what is the same for its whole column."""

import datetime
from collections.abc import Callable
from html import escape
from typing import Any

from django import template
from django.contrib.admin.templatetags.admin_list import result_headers
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import display_for_field, display_for_value, lookup_field
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import models
from django.urls import NoReverseMatch
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()

CHECKBOX = "action_checkbox"
MOMENT = (datetime.date, datetime.time)
UNBROKEN = (models.DateField, models.TimeField, models.ForeignKey)


@register.inclusion_tag("admin/change_list_results.html")
def desk_list(cl: Any) -> dict[str, Any]:
    """Draw head and rows of a list. Each cell bears its column's name, so that a row can stand as a card on a phone."""
    headers = list(result_headers(cl))
    columns = [Column(cl, name, header) for name, header in zip(cl.list_display, headers, strict=True)]
    rows = "".join(f"<tr>{''.join(column.cell(row) for column in columns)}</tr>" for row in cl.result_list)
    return {"cl": cl, "result_headers": headers, "rows": mark_safe(rows)}  # noqa: S308 -- every value went through _safe


class Column:
    """What is the same for every cell of a column: its field or its method, its name, how nothing is shown."""

    def __init__(self, cl: Any, name: Any, header: dict[str, Any]) -> None:
        self.cl, self.name = cl, name
        self.field = self._field()
        self.method = self._method()
        told = self.method or getattr(cl.model, str(name), None)
        told = getattr(told, "fget", None) or told
        self.empty = getattr(told, "empty_value_display", cl.model_admin.get_empty_value_display())
        self.boolean = getattr(told, "boolean", False)
        leading = [each for each in cl.list_display if each in (cl.list_display_links or ())]
        self.links = name in leading
        self.tag = "th" if self.links and name == leading[0] else "td"
        label = "" if name == CHECKBOX or self.tag == "th" else escape(capfirst(str(header["text"])))
        self.label = f' data-label="{label}"' if label else ""
        css = "action-checkbox" if name == CHECKBOX else f"field-{getattr(name, '__name__', name)}"
        self.css = f"{css} nowrap" if isinstance(self.field, UNBROKEN) else css
        self.words = self._words()

    def cell(self, row: Any) -> str:
        css, shown = self.css, self.empty
        try:
            shown, moment = self._shown(row)
        except ObjectDoesNotExist:
            pass
        else:
            css = f"{css} nowrap" if moment else css
        inner = self._link(row, _safe(shown)) if self.links else _safe(shown)
        return f'<{self.tag}{self.label} class="{css}">{inner}</{self.tag}>'

    def _shown(self, row: Any) -> tuple[Any, bool]:
        """Return what stands in the cell, and whether it is a moment that a method told."""
        if self.words is not None:
            return self.words.get(getattr(row, self.name), self.empty), False
        if self.field is not None:
            value = getattr(row, self.name)
            if isinstance(self.field.remote_field, models.ManyToOneRel):
                return (self.empty if value is None else value), False
            return display_for_field(value, self.field, self.empty, avoid_link=self.links), False
        value = self.method(row) if self.method else lookup_field(self.name, row, self.cl.model_admin)[2]
        if isinstance(value, str):
            return (value if value.strip() else self.empty), False
        return display_for_value(value, self.empty, self.boolean), isinstance(value, MOMENT)

    def _field(self) -> Any:
        """Return the model's own field of this name; a key that nobody wrote down is told like a method's word."""
        try:
            field = self.cl.lookup_opts.get_field(self.name)
        except FieldDoesNotExist:
            return None
        return None if field.auto_created else field

    def _method(self) -> Callable[[Any], Any] | None:
        """Return the admin's own method of this name; what else a name may mean is looked up for each row."""
        if self.field is not None or self.name == "__str__":
            return None
        method = self.name if callable(self.name) else getattr(self.cl.model_admin, self.name, None)
        return method if callable(method) else None

    def _words(self) -> dict[Any, str] | None:
        """Return the words of a field's choices, said once for the whole column."""
        if self.field is None or not getattr(self.field, "flatchoices", None):
            return None
        return {value: str(words) for value, words in self.field.flatchoices}

    def _link(self, row: Any, inner: str) -> str:
        cl = self.cl
        try:
            url = cl.url_for_result(row)
        except NoReverseMatch:
            return inner
        url = add_preserved_filters({"preserved_filters": cl.preserved_filters, "opts": cl.opts}, url)
        key = row.serializable_value(str(cl.to_field) if cl.to_field else cl.lookup_opts.pk.attname)
        opener = f' data-popup-opener="{escape(str(key))}"' if cl.is_popup else ""
        return f'<a href="{escape(url)}"{opener}>{inner}</a>'


def _safe(value: Any) -> str:
    """Return a value as it may stand in a page."""
    if isinstance(value, SafeString):
        return value
    return str(value.__html__()) if hasattr(value, "__html__") else escape(str(value))

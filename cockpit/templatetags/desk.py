"""Small drawings and labels of the staff's pages."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from cockpit.icons import ICONS

register = template.Library()


@register.simple_tag
def desk_icon(name: str) -> SafeString:
    """Draw the icon ``name``; it says nothing to a screen reader, the word beside it does."""
    drawing = mark_safe(ICONS[name])  # noqa: S308 -- our own constants
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', drawing)


@register.filter
def named(field: BoundField) -> SafeString:
    """Draw a field whose label stands elsewhere (in the head of its column) with the label as its spoken name."""
    return field.as_widget(attrs={"aria-label": str(field.label)})


@register.filter
def labelled(cells: Iterable[Any], headers: Iterable[dict[str, Any]]) -> Iterator[SafeString]:
    """Give each cell of a list its column's name, so that a row can stand as a card on a phone."""
    for cell, header in zip(cells, headers, strict=False):
        text = "" if "action-checkbox" in str(header.get("class_attrib", "")) else str(header["text"])
        label = f'data-label="{escape(capfirst(text))}"' if text else ""
        yield mark_safe(str(cell).replace("<td", f"<td {label}", 1))  # noqa: S308 -- the admin made the cell

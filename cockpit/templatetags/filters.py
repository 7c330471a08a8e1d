"""The filters of a list, drawn in one go: a hundred choices, of which each is a link and a word."""

from html import escape
from typing import Any

from django import template
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def desk_filter(cl: Any, spec: Any) -> str:
    """Draw one filter."""
    lines = "".join(_line(choice) for choice in spec.choices(cl))
    title = str(spec.title)
    drawn = (
        f'<details data-filter-title="{escape(title)}" open><summary>{escape(capfirst(title))}</summary>'
        f"<ul>{lines}</ul></details>"
    )
    return mark_safe(drawn)  # noqa: S308 -- every value is escaped


def _line(choice: dict[str, Any]) -> str:
    words = escape(str(choice["display"] or _("Not given")))
    css, current = (' class="selected"', ' aria-current="true"') if choice["selected"] else ("", "")
    return f'<li{css}><a href="{escape(choice["query_string"])}"{current}>{words}</a></li>'

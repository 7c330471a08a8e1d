"""A standing stop of payments, on whatever page an organisation stands."""

from typing import Any

from django import template

from grants.queries.paying import stop_of
from venture.kernel.money import format_yuan

register = template.Library()


@register.inclusion_tag("grants/stop_note.html")
def stop_note(organization_id: int) -> dict[str, Any]:
    """Draw a note while payments to the organisation are stopped. One query."""
    return {"stop": stop_of(organization_id)}


@register.filter
def full_yuan(fen: int) -> str:
    """Write an amount as tables of payments do: always with both places."""
    return format_yuan(fen, places=2)

"""Small drawings and labels of the staff's pages."""

from decimal import Decimal
from typing import Any

from django import template
from django.db.models import Model
from django.forms import BoundField
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from cockpit.icons import ICONS
from rounds.admin.forms import BY_KEY
from rounds.enums import RoundState
from venture.kernel.money import format_wan

register = template.Library()


DRAWN = {
    name: mark_safe(f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{drawing}</svg>')  # noqa: S308 -- ours
    for name, drawing in ICONS.items()
}


@register.simple_tag
def desk_icon(name: str) -> SafeString:
    """Draw the icon ``name``; it says nothing to a screen reader, the word beside it does."""
    return DRAWN[name]


@register.filter
def named(field: BoundField) -> SafeString:
    """Draw a field whose label stands elsewhere (in the head of its column) with the label as its spoken name."""
    return field.as_widget(attrs={"aria-label": str(field.label)})


@register.filter
def yuan(fen: int) -> str:
    """Write an amount of fen in yuan, cents only where there are some."""
    return f"{Decimal(fen or 0) / 100:,.2f}".removesuffix(".00")


@register.filter
def wan(fen: int) -> str:
    """Write an amount of fen in 万元, with at most one place."""
    return format_wan(fen or 0)


@register.filter
def percent(points: int) -> str:
    """Write basis points in percent."""
    return f"{Decimal(points or 0) / 100:f}".removesuffix(".00")


@register.filter
def field_label(row: Model, name: str) -> str:
    return capfirst(str(getattr(row._meta.get_field(name), "verbose_name", name)))


@register.filter
def state_words(state: Any) -> str:
    """Say a state of a round in words; anything else stays as it is."""
    return str(RoundState(state).label) if state in RoundState.values else str(state or "—")


@register.filter
def step_words(key: str) -> str:
    return str(BY_KEY[key].label) if key in BY_KEY else key

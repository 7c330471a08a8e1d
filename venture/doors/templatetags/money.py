from django import template

from venture.kernel import money

register = template.Library()


@register.filter
def yuan(fen: int) -> str:
    return money.format_yuan(fen)


@register.filter
def wan(fen: int) -> str:
    return money.format_wan(fen)


@register.filter
def capital(fen: int) -> str:
    return money.capital(fen)


@register.filter
def percent(basis_points: int) -> str:
    """Return basis points as per cent: 3000 is 30, 1250 is 12.5."""
    return f"{basis_points / 100:g}"


@register.filter
def grouped(count: int) -> str:
    """Return a count with thousands separators, as amounts have them."""
    return f"{count or 0:,}"

"""Points of an evaluation as pages show them."""

from django import template

register = template.Library()


@register.filter
def points(hundredths: int | None) -> str:
    """Return hundredths of points as points, without trailing noughts."""
    if hundredths is None:
        return "—"
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")


@register.filter
def share_of(hundredths: int, most: int) -> int:
    """Return how many percent of ``most`` points the hundredths are, for a bar."""
    return min(max(hundredths // most, 0), 100) if most else 0

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def entry(mapping: Mapping[str, Any], key: str) -> Any:
    """Return a value by its key: ``block.items`` would be the method of the dictionary."""
    return mapping.get(key)

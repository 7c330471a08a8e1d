from django import template

from venture.doors.acts import name_of

register = template.Library()


@register.filter
def act_name(verb: str) -> str:
    return name_of(verb)

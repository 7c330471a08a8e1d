"""What somebody typed, as everybody may read it."""

from django import template
from django.template.defaultfilters import stringfilter

from notices.domain.private import without_private

register = template.Library()
# Numbers of persons lose their middle; nothing is marked safe, so the template escapes as ever.
register.filter("masked", stringfilter(without_private))

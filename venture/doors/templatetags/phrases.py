"""Where the title of an official text may break: after a phrase, never within a word."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
ENDS = re.compile(
    r"(关于|开展|年度|[\u4e00-\u9fff]{2}市(?=公益)|公益创投|第[一二三四]期|社区|项目的?|(?<!年)的)(?=.{2})|(?=（)"
)


@register.simple_tag
def phrases(title: str) -> SafeString:
    """Return ``title`` escaped, with ``<wbr>`` after each phrase; the page sets ``word-break: keep-all``."""
    return mark_safe(ENDS.sub(lambda found: f"{found.group()}<wbr>", conditional_escape(title)))  # noqa: S308 -- escaped

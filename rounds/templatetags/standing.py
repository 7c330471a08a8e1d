"""Where a round stands, by the clock."""

from datetime import datetime

from django import template

from rounds.models import Round
from rounds.queries import state_at

register = template.Library()


@register.filter
def state_words_at(round_: Round, now: datetime) -> str:
    """Say where the round stands at ``now``; the job that opens and closes it may come a minute later."""
    return str(state_at(round_, now).label)

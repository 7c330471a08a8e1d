"""The worker's part: deliver what the outbox holds, and forget what need not be kept."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from venture.jobs.registry import Run, handler
from venture.notify import flows
from venture.notify.domain.lifecycle import MOST_ATTEMPTS

# The delivery counts its own failures and ends the job in peace; the margin is for workers that die.
MARGIN = 4


@handler("notify.deliver", lease=60, attempts=MOST_ATTEMPTS + MARGIN, long=True, label=_("Send a message"))
def deliver(run: Run, delivery_id: int) -> None:
    """Send one message. Outside a transaction: no lock is held while a mail server thinks."""
    flows.deliver(delivery_id)


@handler("notify.tidy", lease=300, long=True, daily_at=time(3, 20), label=_("Forget old addresses"))
def tidy(run: Run) -> None:
    flows.tidy()

"""The worker's part: deliver what the outbox holds."""

from venture.jobs.registry import Run, handler
from venture.notify import flows


@handler("notify.deliver", lease=60, attempts=8, long=True)
def deliver(run: Run, delivery_id: int) -> None:
    """Send one message. Outside a transaction: no lock is held while a mail server thinks."""
    flows.deliver(delivery_id)

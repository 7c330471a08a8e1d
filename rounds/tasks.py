from datetime import time

from django.utils.translation import gettext_lazy as _

from rounds import flows
from rounds.flows.reminding import remind_of_tasks
from venture.jobs.registry import Run, handler


@handler("rounds.announce_window")
def announce_window(run: Run, round_id: int) -> None:
    flows.announce_window(round_id=round_id)


@handler("rounds.announce_amendment", lease=120, long=True, label=_("Tell organisations of an amendment"))
def announce_amendment(run: Run, amendment_id: int) -> None:
    flows.announce_amendment(run, amendment_id=amendment_id)


@handler("rounds.tell_opened", lease=120, long=True, label=_("Tell organisations that a call opened"))
def tell_opened(run: Run, round_id: int) -> None:
    flows.tell_opened(run, round_id=round_id)


@handler("rounds.remind_of_tasks", daily_at=time(9, 10), label=_("Remind member units of their tasks"))
def remind_tasks(run: Run) -> None:
    remind_of_tasks()

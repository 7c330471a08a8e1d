"""What people of the invented city were told lately. It passed through the flows and lies in inboxes and in the tray.

People are found by their address: this app knows nobody by name.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model

from venture.jobs.enums import JobState
from venture.jobs.flows import run_job
from venture.jobs.models import Job
from venture.kernel import clock
from venture.notify import flows
from venture.notify.flows.telling import DELIVER
from venture.notify.models import Message

CITY = "yunxi.example"
# What other apps' demonstrations put down for the worker and what belongs to their day, not to today.
PLAYED = (DELIVER, "rounds.tell_opened", "rounds.announce_amendment")


@dataclass(frozen=True)
class Told:
    """One message: so many days ago at an hour of Beijing; ``read`` where the person has seen it."""

    part: str
    event: str
    days: int
    hour: int
    read: bool = False
    path: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


TOLD = (
    Told("clerk", "role_given", 320, 9, read=True, path="/account/roles/", facts={"role": "clerk"}),
    Told("head", "role_given", 320, 9, read=True, path="/account/roles/", facts={"role": "head"}),
    Told("operator", "role_given", 318, 10, read=True, path="/account/roles/", facts={"role": "operator"}),
    Told("org", "contact_changed", 96, 14, read=True, path="/account/", facts={"new": "199****0001"}),
    Told("org", "password_changed", 41, 20, read=True, path="/account/"),
    Told("clerk", "factor_added", 30, 11, read=True, path="/account/"),
    Told("expert", "role_given", 12, 15, path="/account/roles/", facts={"role": "expert"}),
    Told("evaluator", "role_given", 12, 15, path="/account/roles/", facts={"role": "evaluator"}),
    Told("finance_maker", "recovery_codes_made", 9, 9, path="/account/"),
    Told("org", "factor_added", 6, 10, path="/account/"),
    Told("community", "password_changed", 3, 16, path="/account/"),
    Told("clerk", "recovery_codes_made", 2, 8, path="/account/"),
)
REFUSED = Told("viewer", "contact_changed", 1, 10, path="/account/", facts={"new": "t***g@yunxi.example"})


def load() -> None:
    for told in TOLD:
        message = _tell(told)
        if told.read:
            with clock.at(message.created_at + timedelta(hours=3)):
                flows.read(message_id=message.pk)
    _play()
    with clock.at(_when(REFUSED)):
        message = _tell(REFUSED)
        delivery = message.deliveries.earliest("pk")
        flows.give_up(delivery, error="SMTPRecipientsRefused")
    _play()


def _tell(told: Told) -> Message:
    person = get_user_model()._default_manager.get(email=f"{told.part}@{CITY}")
    with clock.at(_when(told)):
        return flows.tell(person, told.event, f"demo:{told.days}", path=told.path, **told.facts)


def _when(told: Told) -> datetime:
    day = clock.now().astimezone(clock.BEIJING) - timedelta(days=told.days)
    return day.replace(hour=told.hour, minute=told.days % 60, second=0, microsecond=0)


def _play() -> None:
    """Let what is due by now happen on the day that it was due."""
    due = Job.objects.filter(name__in=PLAYED, state=JobState.QUEUED, run_at__lte=clock.now()).order_by("run_at", "pk")
    for job in due:
        with clock.at(job.run_at):
            run_job(job.pk)
    if due.exists():
        _play()

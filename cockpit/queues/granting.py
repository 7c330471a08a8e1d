"""What waits from a confirmed award on: grants to offer, revisions to judge, agreements to send and countersign."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cockpit import desks
from cockpit.queues.kinds import Queue, Rows, may, visible
from grants.models import Grant
from grants.queries.steps import STEPS
from reviews.models import Award
from venture.kernel import clock, policy


def _step(step: str, permission: str) -> Rows:
    def rows(user: Any, now: datetime) -> QuerySet[Grant]:
        today = now.astimezone(clock.BEIJING).date()
        return policy.visible(user, permission, Grant.objects.filter(STEPS[step](today)))

    return rows


def _list(step: str) -> Callable[[], str]:
    return lambda: f"{reverse('admin:grants_grant_changelist')}?step={step}"


def _queue(step: str, words: Any, verb: Any, permission: str, *, urgent: bool = False) -> Queue:
    return Queue(
        key=f"agreements.{step}", words=words, verb=verb, may=may(permission), rows=_step(step, permission),
        link=_list(step), urgent=urgent,
    )  # fmt: skip


GRANTING: list[Queue] = [
    Queue(
        key="agreements.offer",
        words=_("confirmed awards wait for their grant"),
        verb=_("Offer"),
        may=may("grants.offer"),
        rows=visible("grants.offer", Award),
        link=desks.link("agreements"),
    ),
    _queue("accept", _("revisions of plan and budget wait for you"), _("Judge"), "agreements.improve_staff"),
    _queue("draft", _("agreements are to be drafted"), pgettext_lazy("verb", "Draft"), "agreements.prepare"),
    _queue("send", _("drafted agreements are to be sent"), _("Send"), "agreements.prepare"),
    _queue("countersign", _("agreements wait to be countersigned"), _("Countersign"), "agreements.countersign"),
    _queue("overdue", _("agreements were not signed in time"), _("Decide"), "agreements.abandon", urgent=True),
    Queue(
        key="desk.agreements", words="", verb="", may=may(desks.DESKS["agreements"].permission),
        rows=lambda user, _now: desks.DESKS["agreements"].rows(user), link=desks.link("agreements"), silent=True,
    ),
]  # fmt: skip

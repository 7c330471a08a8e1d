"""The desks: whose they are, what they are for, which stage of the round concerns them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from rounds.enums import StageKind


@dataclass(frozen=True)
class Desk:
    """One desk. ``stage`` is the stage of the round whose dates stand at its top.

    ``own`` shows the organisations and communities for which the person acts. ``page`` is the page of another app that
    is this desk.
    """

    name: str
    permission: str
    title: Any
    empty: Any
    stage: StageKind
    own: bool = False
    page: str = ""


DESKS = {
    desk.name: desk
    for desk in (
        Desk(
            "finance", "desk.finance", _("Payments due"),
            _("No payment is due. Requests appear here once agreements are signed."), StageKind.AGREEMENT,
            page="admin:payments",
        ),
        Desk(
            "review", "desk.review", _("My reviews"),
            _("Nothing is assigned to you. Your projects appear here when the written review begins."),
            StageKind.REVIEW, page="review:home",
        ),
        Desk(
            "decide", "desk.decide", _("Final approval"),
            _("Nothing waits for a decision. The ranking appears here when the review is closed."),
            StageKind.DECISION, page="decide:home",
        ),
        Desk(
            "evaluation", "desk.evaluation", _("Evaluations"),
            _("Nothing waits for you. Projects appear here when their mid-term evaluation is due."),
            StageKind.RUNNING, page="evaluation:home",
        ),
        Desk(
            "unit", "desk.unit", _("Tasks of my unit"),
            _("Nothing is owed. New tasks appear here, and you are told."), StageKind.INTAKE, page="tasks:mine",
        ),
        Desk(
            "community", "desk.community", _("My community"),
            _("Nothing waits for you. Post what your community needs; the list is published before a call opens."),
            StageKind.INTAKE, own=True,
        ),
        Desk(
            "applications", "desk.applicant", _("My applications"),
            _("You have no application. Read the guide of the open call to see what is asked."), StageKind.INTAKE,
            own=True,
        ),
    )
}  # fmt: skip

"""What a person takes along about rounds: the own part in the member units, nobody else's."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.flows.exporting import contribute
from rounds.models import TaskReport, UnitContact


def _units(user: Any) -> list[dict[str, Any]]:
    rows = UnitContact.objects.filter(user=user).select_related("unit").order_by("pk")
    return [
        {
            "unit": row.unit.name,
            "position": row.position,
            "from": row.since.isoformat(),
            "until": row.ended_at.isoformat() if row.ended_at else None,
        }
        for row in rows
    ]


def _reports(user: Any) -> list[dict[str, Any]]:
    rows = TaskReport.objects.filter(by=user).select_related("task__unit", "task__round").order_by("pk")
    return [
        {
            "round": row.task.round.code,
            "unit": row.task.unit.name,
            "task": row.task.title,
            "words": row.words,
            "figure": row.figure,
            "at": row.at.isoformat(),
        }
        for row in rows
    ]


contribute("units", _("Member units for which I speak"), _units, covers=(UnitContact,))
contribute("unit_reports", _("My reports for a member unit"), _reports, covers=(TaskReport,))

"""The worker's part of applications: print what was handed in, remind, and let hand-ins stand at closing."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.flows.applications import closing, printing, reminding, sending
from venture.jobs.registry import Run, handler


def _receipt(payload: Mapping[str, Any]) -> str:
    return printing.receipt_page(payload["submission_id"])


@handler("applications.print", lease=120, long=True, label=_("Print the application"), result=_receipt)
def print_submission(run: Run, submission_id: int) -> None:
    """Outside a transaction: nobody's row is locked while pages are set."""
    printing.print_submission(submission_id=submission_id)


@handler("applications.stand", label=_("Let the last hand-in stand"))
def stand(run: Run, project_id: int) -> None:
    closing.stand_if_over(project_id)


@handler("applications.plan_reminders", daily_at=time(0, 20), label=_("Plan reminders"))
def plan_reminders(run: Run) -> None:
    reminding.plan_reminders()


@handler("applications.remind", lease=120, long=True, label=_("Remind those with drafts"))
def remind(run: Run, round_id: int, moment: str, closes: str) -> None:
    reminding.remind_round(run, round_id=round_id, moment=moment, closes=closes)


@handler("applications.remind_one", label=_("Remind of one draft"))
def remind_one(run: Run, project_id: int, moment: str, closes: str) -> None:
    reminding.remind_one(project_id=project_id, moment=moment, closes=closes)


@handler("applications.send_consent_link", label=_("Send a community its link"))
def send_consent_link(run: Run, consent_id: int, number: str) -> None:
    sending.send_consent_link(consent_id=consent_id, number=number)

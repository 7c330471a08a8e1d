"""The worker's part of applications: print what was handed in, remind, and let hand-ins stand at closing."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from projects.flows import paper
from projects.flows.applications import closing, printing, reminding, sending
from projects.forms.loading import judged_rows
from projects.models import SheetLoad
from projects.queries.sheets import Judged, for_sheets
from venture.jobs.registry import Run, handler
from venture.kernel.errors import RuleRefusal


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


def _sheet(payload: Mapping[str, Any]) -> str:
    return reverse("admin:sheet_desk", args=[payload["load_id"]])


@handler("applications.take_sheet", lease=120, long=True, label=_("Take a sheet of applications over"), result=_sheet)
def take_sheet(run: Run, load_id: int, actor_id: int) -> None:
    """Make the applications of the good rows, one per step; what a row is refused for stands in the report."""
    load, actor = for_sheets().get(pk=load_id), User.objects.get(pk=actor_id)
    good = [each for each in judged_rows(load, actor) if each.good]
    made = 0
    for done, each in enumerate(good, start=1):
        with run.step():
            made += _take(load, each, actor)
            run.progress(done, len(good))
    with run.step():
        paper.finish_sheet(load_id=load_id, made=made, actor=actor)


def _take(load: SheetLoad, each: Judged, actor: User) -> bool:
    """Make one application. What has changed since the rows were judged is told by the report, not by a broken job."""
    if each.organization is None or each.row.received_on is None:
        return False
    try:
        paper.take_row(
            load=load, organization=each.organization, received_on=each.row.received_on, texts=each.row.texts,
            key=each.row.key, actor=actor,
        )  # fmt: skip
    except RuleRefusal:
        return False
    return True

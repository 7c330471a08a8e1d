"""The worker's part of reviews: corrections that nobody handed in, copies of papers for blind experts."""

from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.flows.inviting import on_acceptance
from accounts.models import User
from reviews import flows
from reviews.flows import printing, redacting
from reviews.flows.conflicts import find_everywhere
from reviews.flows.joining import follow_invitation
from reviews.flows.planning import propose_plan
from reviews.queries.planning import Rules
from venture.jobs.registry import Run, handler

on_acceptance(Role.EXPERT, follow_invitation)


@handler("reviews.lapse_correction", label=_("Let an overdue correction lapse"))
def lapse_correction(run: Run, project_id: int) -> None:
    flows.lapse_correction(project_id=project_id)


@handler("reviews.lapse_corrections", daily_at=time(0, 40), label=_("Let overdue corrections lapse"))
def lapse_corrections(run: Run) -> None:
    flows.lapse_due()


@handler("reviews.copy_papers", lease=300, long=True, label=_("Make copies for blind reading"))
def copy_papers(run: Run, round_id: int) -> None:
    """Outside a transaction, one hand-in per step: pages are unpacked and pictures drawn anew."""
    redacting.copy_papers(run, round_id=round_id)


@handler("reviews.find_conflicts", daily_at=time(2, 20), label=_("Look for conflicts of interest anew"))
def find_conflicts(run: Run) -> None:
    find_everywhere()


@handler("reviews.propose_plan", lease=600, long=True, label=_("Distribute projects to experts"))
def compute_plan(run: Run, stage_id: int, rules: dict[str, Any], actor_id: int) -> None:
    """Some seconds for thousands of projects; a proposal of the same world is dropped for the newer one."""
    propose_plan(stage_id=stage_id, rules=Rules.from_json(rules), actor=User.objects.get(pk=actor_id))


@handler(
    "reviews.print_papers", lease=300, long=True, label=_("Print the papers for a meeting"), result=printing.page_of
)  # fmt: skip
def print_papers(run: Run, decision_id: int, actor_id: int) -> None:
    """Outside a transaction: hundreds of pages take some seconds."""
    printing.print_papers(run, decision_id=decision_id, actor_id=actor_id)

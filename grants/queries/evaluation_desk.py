"""Which projects somebody evaluates, and how far each is."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from grants.enums import EvaluationState, GrantState, ReportKind, ReportState
from grants.models import Evaluation, Grant, Report
from rounds.enums import Phase
from rounds.models import EvaluationItem
from venture.kernel import clock, policy

KINDS = {Phase.MIDTERM: ReportKind.MIDTERM, Phase.FINAL: ReportKind.FINAL}


@dataclass(frozen=True)
class Due:
    """A project whose evaluation of a phase was not begun, and the report that it waits for, if any is due."""

    grant: Grant
    phase: Phase
    report_state: str
    report_due: date | None


def evaluations_for(user: Any) -> list[Evaluation]:
    """Return the evaluations that ``user`` may read, the ones that count, by project code."""
    rows = policy.visible(user, "evaluations.view", Evaluation.objects.exclude(state=EvaluationState.REPLACED))
    return list(
        rows.select_related("grant__project", "grant__organization", "grant__round", "evaluator").order_by(
            "grant__project__code", "phase"
        )
    )


def due_for(user: Any) -> list[Due]:
    """Return what may be begun: projects under way whose report of the phase was handed in or whose day has come."""
    grants = (
        policy.visible(user, "grants.evaluate", Grant.objects.all())
        .filter(state__in=(GrantState.ACTIVE, GrantState.CLOSING, GrantState.SUSPENDED))
        .select_related("project", "organization", "round")
        .annotate(
            **{
                f"has_{phase}": Exists(Evaluation.objects.filter(grant=OuterRef("pk"), phase=phase))
                for phase in Phase.values
            }
        )
        .order_by("project__code")
    )
    judged = set(EvaluationItem.objects.values_list("round_id", "phase").distinct())
    reports = {
        (report.grant_id, report.kind): report
        for report in Report.objects.filter(grant__in=[grant.pk for grant in grants], kind__in=list(KINDS.values()))
    }
    today = clock.today()
    found = []
    for grant in grants:
        for phase in Phase:
            report = reports.get((grant.pk, KINDS[phase]))
            if (grant.round_id, phase.value) not in judged or getattr(grant, f"has_{phase.value}") or report is None:
                continue
            handed_in = report.state in {ReportState.SUBMITTED, ReportState.ACCEPTED}
            if handed_in or report.due_on <= today:
                found.append(Due(grant, phase, report.get_state_display(), report.due_on))
    return found

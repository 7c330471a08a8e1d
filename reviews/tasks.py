"""The worker's part of the screening: corrections that nobody handed in."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from reviews import flows
from venture.jobs.registry import Run, handler


@handler("reviews.lapse_correction", label=_("Let an overdue correction lapse"))
def lapse_correction(run: Run, project_id: int) -> None:
    flows.lapse_correction(project_id=project_id)


@handler("reviews.lapse_corrections", daily_at=time(0, 40), label=_("Let overdue corrections lapse"))
def lapse_corrections(run: Run) -> None:
    flows.lapse_due()

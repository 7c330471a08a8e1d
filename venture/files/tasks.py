"""Work on files in the background."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from venture.files import flows
from venture.jobs.registry import Run, handler


@handler("files.scan", lease=120, attempts=48, long=True, label=_("Scan a file for viruses"))
def scan(run: Run, file_id: int) -> None:
    """Two days of attempts: a scanner that is away keeps files waiting, it does not let them through."""
    flows.scan(file_id)


@handler("files.erase", label=_("Delete the content of a removed file"))
def erase(run: Run, file_id: int) -> None:
    flows.erase(file_id)


@handler("files.clean_away", lease=300, long=True, daily_at=time(3, 40), label=_("Clean away forgotten uploads"))
def clean_away(run: Run) -> None:
    flows.clean_away()

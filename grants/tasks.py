"""The worker's part of grants."""

from datetime import time

from django.utils.translation import gettext_lazy as _

from grants.flows import archiving, contesting, voicing
from grants.flows.agreements import remind_signing
from grants.flows.giving import telling
from grants.flows.running import remind_of_reports, start_due
from venture.jobs.registry import Run, handler

# What follows from an objection to results is known in every process, not only where pages are served.
__all__ = ["contesting"]


@handler("grants.archive", lease=300, long=True, label=_("Make the archive of a grant"))
def make_archive(run: Run, closure_id: int) -> None:
    """Outside a transaction: all papers are read and packed before the close-out is touched."""
    archiving.archive(closure_id=closure_id)


@handler("grants.send_voice_link", label=_("Send a community the link to its satisfaction"))
def send_voice_link(run: Run, voice_id: int) -> None:
    voicing.send_voice_link(voice_id=voice_id)


@handler("grants.tell_donor", label=_("Tell a donor what arrived or went back"))
def tell_donor(run: Run, gift_id: int = 0, refund_id: int = 0) -> None:
    if gift_id:
        telling.send_arrived(gift_id=gift_id)
    else:
        telling.send_returned(refund_id=refund_id)


@handler("grants.remind_signing", daily_at=time(9, 0), label=_("Remind of agreements that are to be signed"))
def remind_of_signing(run: Run) -> None:
    remind_signing()


@handler("grants.start_due", daily_at=time(0, 50), label=_("Let signed projects begin on their first day"))
def start_projects(run: Run) -> None:
    start_due()


@handler("grants.remind_of_reports", daily_at=time(9, 20), label=_("Remind of reports"))
def remind_reports(run: Run) -> None:
    remind_of_reports()

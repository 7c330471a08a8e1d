"""What waits at the ledger: allotments and closings of years for a second person; the way to the money's page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cockpit.queues.kinds import Queue, may, visible
from grants.models import Account, Allotment, YearClosing

LEDGER: list[Queue] = [
    Queue(
        key="allotments.decide", words=_("allotments wait for a second person"), verb=_("Confirm and book"),
        may=may("allotments.decide"), rows=visible("allotments.decide", Allotment),
        link=lambda: f"{reverse('admin:grants_allotment_changelist')}?state__exact=asked", urgent=True,
    ),
    Queue(
        key="year_closings.decide", words=_("closings of a year wait for a second person"), verb=_("Close the books"),
        may=may("year_closings.decide"), rows=visible("year_closings.decide", YearClosing),
        link=lambda: reverse("admin:money"),
    ),
    Queue(
        key="desk.money", words="", verb="", may=may("ledger.view_accounts"),
        rows=visible("ledger.view_accounts", Account), link=lambda: reverse("admin:money"), silent=True,
    ),
]  # fmt: skip

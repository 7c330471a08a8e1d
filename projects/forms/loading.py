"""The rows of a sheet that was brought, judged as they stand now: for its page and for the job that takes them over."""

from typing import Any

from django.core.files.storage import default_storage

from organizations.models import Organization
from projects.forms.sheets import read_sheet
from projects.models import SheetLoad
from projects.queries.sheets import Judged, judge_rows, names_for
from venture.kernel import clock, policy


def judged_rows(load: SheetLoad, actor: Any) -> list[Judged]:
    """Return what each row of the sheet would come to if ``actor`` took it over now. Nothing is written.

    Raise ``RuleRefusal`` as ``read_sheet`` does.
    """
    with default_storage.open(load.file.place) as content:
        rows = read_sheet(content, names_for(load.round))
    organizations = policy.visible(actor, "organizations.enter_for", Organization.objects.all())
    return judge_rows(rows, load.round, organizations, reason=load.reason, now=clock.now())

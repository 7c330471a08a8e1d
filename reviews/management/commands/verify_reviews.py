from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from reviews.enums import SheetState
from reviews.models import ScoreSheet
from reviews.queries.verifying import faults
from reviews.words.scoring import FAULTS


class Command(BaseCommand):
    help = (
        "Hold sealed sheets, rankings, decisions and notices against their hashes and the log; name what does not fit."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(faults())
        for each in found:
            self.stderr.write(f"{each.kind} {each.subject}: {FAULTS.get(each.kind, each.kind)}")
        if found:
            raise CommandError(_("%(count)s do not fit.") % {"count": len(found)})
        count = ScoreSheet.objects.exclude(state=SheetState.DRAFT).count()
        self.stdout.write(_("All is as it was sealed: %(count)s sheets.") % {"count": count})

"""Load the working-day calendar of every announced year that is not there yet: after each autumn's notice."""

from typing import Any

from django.core.management.base import BaseCommand

from rounds.flows.calendars import load_announced_years


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        years = load_announced_years()
        self.stdout.write("、".join(map(str, years)) if years else "0")

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User

# In the order of the layers: each may use what those before it made.
APPS = ("accounts", "organizations", "rounds", "projects", "notices", "reviews", "grants", "portal", "venture.notify")


class Command(BaseCommand):
    help = "Load the demonstration of an invented city into an empty database; leave a filled one alone."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.CLOCK_MOVABLE:
            raise CommandError(_("The demonstration is not for production: its events are played at other times."))
        if User.objects.exists():
            self.stdout.write(_("There is data already; the demonstration was not loaded again."))
            return
        with transaction.atomic():
            for app in APPS:
                if find_spec(f"{app}.demo"):
                    import_module(f"{app}.demo").load()

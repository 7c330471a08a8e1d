import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User

# In the order of the layers: each may use what those before it made. After the first ones the portal has its call.
FIRST = ("accounts", "organizations", "rounds")
REST = ("projects", "notices", "reviews", "grants", "portal", "venture.notify")

# Python looks for rubbish after so many new objects; by its own default that takes a tenth of the time.
SELDOM = 100_000


class Command(BaseCommand):
    help = "Load the demonstration of an invented city into an empty database; leave a filled one alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--part", choices=("first", "rest"), help="only up to the published call, or only what comes after it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.CLOCK_MOVABLE:
            raise CommandError(_("The demonstration is not for production: its events are played at other times."))
        if options["part"] == "rest":
            # While people look on already: each act commits by itself, so that nobody waits long for the database.
            with seldom_tidied():
                _play(REST)
            return
        if User.objects.exists():
            self.stdout.write(_("There is data already; the demonstration was not loaded again."))
            return
        with transaction.atomic(), seldom_tidied():
            _play(FIRST if options["part"] == "first" else FIRST + REST)


def _play(apps: tuple[str, ...]) -> None:
    for app in apps:
        if find_spec(f"{app}.demo"):
            import_module(f"{app}.demo").load()


@contextmanager
def seldom_tidied() -> Iterator[None]:
    """Let the block run with a collector that seldom looks."""
    usual = gc.get_threshold()
    gc.set_threshold(SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)

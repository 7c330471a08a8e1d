import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from venture.health import ground, house
from venture.health.findings import Check, Finding, Level, run, warn

# What stands on what: when the ground is broken, the house says nothing that helps.
GROUND: dict[str, Check] = {"database": ground.database, "migrations": ground.migrations}
STANDS_ON_IT: dict[str, Check] = {
    "clock": ground.clocks,
    "role": ground.role,
    "workers": house.workers,
    "keepers": house.keepers,
    "calendars": house.calendars,
    "audit": house.audit_log,
}
ALONE: dict[str, Check] = {
    "queue": ground.queue,
    "cache": ground.caching,
    "storage": ground.storage,
    "scanner": house.scanner,
    "mail": house.mail,
    "sms": house.sms,
    "catalogue": house.catalogue,
    "static files": house.static_files,
}
SIGNS = {Level.OK: "✓", Level.WARN: "!", Level.FAIL: "✗"}


class Command(BaseCommand):
    help = "Say in words what is wrong with this installation. Exit code 1 when something must be mended."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON document instead of lines")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = examine()
        sick = [each for each in findings if each.level == Level.FAIL]
        if options["json"]:
            self.stdout.write(json.dumps({"well": not sick, "findings": [asdict(each) for each in findings]},
                                         ensure_ascii=False, indent=2))  # fmt: skip
        else:
            for each in findings:
                self.stdout.write(f"{SIGNS[each.level]} {each.part:14}{each.says}")
                if each.remedy:
                    self.stdout.write(f"{'':16}{each.remedy}")
            self.stdout.write("")
            self.stdout.write(
                _("%(count)s parts must be mended.") % {"count": len(sick)} if sick else _("Nothing must be mended.")
            )
        if sick:
            raise SystemExit(1)


def examine() -> list[Finding]:
    """Return what every check says, the ground first."""
    found = [run(part, check) for part, check in GROUND.items()]
    if all(each.level != Level.FAIL for each in found):
        found += [run(part, check) for part, check in STANDS_ON_IT.items()]
    else:
        names = ", ".join(STANDS_ON_IT)
        found.append(warn("the rest", _("Not looked at: %(names)s."), _("Mend what stands above first."), names=names))
    return found + [run(part, check) for part, check in ALONE.items()]

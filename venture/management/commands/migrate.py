"""Django's own ``migrate``, which lays new tables as they end."""

from typing import Any

from django.core.management.commands import migrate

from venture.kernel.migrating import gathered


class Command(migrate.Command):
    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
        if action == "apply_start":
            migration.operations = gathered(migration.operations)
        super().migration_progress_callback(action, migration, fake)

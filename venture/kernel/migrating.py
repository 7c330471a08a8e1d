"""New tables are laid as they end, not step by step.

Django draws its picture of every model anew after each operation of a migration. A migration that creates thirty tables
and then adds their constraints one by one takes a minute that way, most of it on tables that nobody has filled yet.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.migrations.operations import AddConstraint, AddField, AddIndex, AlterUniqueTogether, CreateModel
from django.db.migrations.operations.base import Operation

# So many steps are worth drawing the picture once for all of them.
WORTH_IT = 4


class NewTables(Operation):
    """Tables that a migration creates, with what it adds to them afterwards, as one operation."""

    def __init__(self, steps: Sequence[Operation]) -> None:
        self.steps = tuple(steps)

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # drawn once again when it is asked for, after the last step
        for step in self.steps:
            step.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for step in self.steps:
            if isinstance(step, CreateModel):
                step.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "; ".join(step.describe() for step in self.steps)


def gathered(operations: Iterable[Operation]) -> list[Operation]:
    """Return operations that lead to the same tables, those on new tables taken together."""
    result: list[Operation] = []
    new: list[Operation] = []
    others: list[Operation] = []  # on tables that stood before: they may point at the new ones, so they come after
    made: set[str] = set()
    for operation in operations:
        if isinstance(operation, CreateModel):
            made.add(operation.name_lower)
            new.append(operation)
        elif isinstance(operation, AddField | AddIndex | AddConstraint):
            (new if operation.model_name_lower in made else others).append(operation)
        elif isinstance(operation, AlterUniqueTogether) and operation.name_lower in made:
            new.append(operation)
        else:
            result += [*_together(new), *others, operation]
            new, others, made = [], [], set()
    return [*result, *_together(new), *others]


def _together(steps: list[Operation]) -> list[Operation]:
    return [NewTables(steps)] if len(steps) >= WORTH_IT else steps

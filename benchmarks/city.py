"""A city as large as is asked for: the demonstration's applications, laid down again and again.

The small demonstration is played through the real flows once. Then every application is copied with all that hangs on
it, by foreign keys, however deep: sections, papers, hand-ins, screenings, and whatever later apps attach to them. No
table is named here; only the number of rows counts, and each copy is as whole as what was played.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction

from accounts.models import Area
from organizations.domain import uscc
from organizations.models import Organization
from projects.models import Project
from tests.emptying import unguarded
from venture.kernel import clock

# One organisation for so many copied applications.
PER_ORGANIZATION = 3
SERIES = "bench_copies"
# What is not copied: money that was booked once cannot be booked again by copying its rows.
BOOKED_ONCE = "grants"


class City:
    """The demonstration's city, and how far it has grown."""

    def __init__(self) -> None:
        call_command("migrate", verbosity=0)
        call_command("load_demo", verbosity=0)
        self.graph = hanging_on(Project)
        # The copies' ids lie beyond every id that was played: copy n of row i is i + n × stride, in each table.
        self.stride = 1 + max(model.objects.aggregate(top=models.Max("pk"))["top"] or 0 for model in self.graph)
        self.played = Project.objects.count()
        self.copies = 0

    def grow_to(self, projects: int) -> int:
        """Copy until there are at least so many applications, and return how many there are."""
        wanted = max(0, -(-(projects - self.played) // self.played))
        if wanted > self.copies:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"CREATE TEMPORARY TABLE {SERIES} (n integer NOT NULL)")
                numbers = [(n,) for n in range(self.copies + 1, wanted + 1)]
                cursor.executemany(f"INSERT INTO {SERIES} (n) VALUES (%s)", numbers)
                # Copies of what was sealed, locked or decided: the guards would refuse them.
                with unguarded(cursor, [model._meta.db_table for model in self.graph]):
                    for model in self.graph:
                        cursor.execute(self._copying(model))
                cursor.execute(f"DROP TABLE {SERIES}")
                for statement in connection.ops.sequence_reset_sql(no_style(), self.graph):
                    cursor.execute(statement)
                self._spread()
            self.copies = wanted
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        return Project.objects.count()

    def _copying(self, model: type[models.Model]) -> str:
        """Return the statement that copies the played rows of a table, once for each number of the series."""
        quote, suffixed = connection.ops.quote_name, set(_unique_texts(model, self.graph))
        columns, values = [], []
        for field in model._meta.local_concrete_fields:
            columns.append(quote(field.column))
            own = f"r.{quote(field.column)}"
            if field.primary_key or (field.is_relation and field.related_model in self.graph):
                own = f"{own} + s.n * {self.stride}"
            elif field.name in suffixed:
                own = f"CASE WHEN {own} = '' THEN {own} ELSE {own} || '-' || s.n END"
            values.append(own)
        table, key = quote(model._meta.db_table), quote(model._meta.pk.column)
        return (
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)}"
            f" FROM {table} r CROSS JOIN {SERIES} s WHERE r.{key} < {self.stride}"
        )

    def _spread(self) -> None:
        """Let the copies be of many organisations, not of the few that were played."""
        homes = made_organizations(Project.objects.count() // PER_ORGANIZATION)
        first, span = homes[0], len(homes)
        place = (models.F("pk") - self.stride) % span
        Project.objects.filter(pk__gte=self.stride, organization_id__lt=first).update(organization_id=first + place)


@cache
def hanging_on(root: type[models.Model]) -> tuple[type[models.Model], ...]:
    """Return ``root`` and every model that hangs on it by a foreign key, near or far, each after those it points to."""
    left_out: set[type[models.Model]] = set()
    while True:
        found = _reached(root, left_out)
        once = {model for model in found if _stands_once(model, tuple(found))}
        if not once:
            break
        left_out |= once
    ordered: list[type[models.Model]] = []
    while len(ordered) < len(found):
        ready = [
            model
            for model in found
            if model not in ordered and all(to in ordered or to is model or to not in found for to in _points_to(model))
        ]
        assert ready, f"these point to each other: {[m for m in found if m not in ordered]}"
        ordered += ready
    return tuple(ordered)


def _reached(root: type[models.Model], left_out: set[type[models.Model]]) -> list[type[models.Model]]:
    found: list[type[models.Model]] = [root]
    for model in found:
        for other in apps.get_models(include_auto_created=True):
            copied = other._meta.managed and other._meta.app_label != BOOKED_ONCE and other not in left_out
            if other not in found and copied and any(to is model for to in _points_to(other)):
                found.append(other)
    return found


def _stands_once(model: type[models.Model], graph: tuple[type[models.Model], ...]) -> bool:
    """Tell whether a row is numbered within something that is not copied, as a rank is: a copy would take it twice."""
    fields = {field.name: field for field in model._meta.local_concrete_fields}
    numbered = (each.fields for each in model._meta.constraints if isinstance(each, models.UniqueConstraint))
    return any(
        group
        and not any(fields[name].related_model in graph or isinstance(fields[name], models.CharField) for name in group)
        for group in numbered
    )


def _points_to(model: type[models.Model]) -> Iterator[Any]:
    yield from (field.related_model for field in model._meta.local_concrete_fields if field.is_relation)


def _unique_texts(model: type[models.Model], graph: tuple[type[models.Model], ...]) -> Iterator[str]:
    """Yield the text fields that must differ from copy to copy, because nothing else of their constraint does."""
    fields = {field.name: field for field in model._meta.local_concrete_fields}
    for group in [
        *([field.name] for field in fields.values() if field.unique),
        *(each.fields for each in model._meta.constraints if isinstance(each, models.UniqueConstraint)),
        *model._meta.unique_together,
    ]:
        own = [fields[name] for name in group]
        if not any(field.primary_key or field.related_model in graph for field in own):
            yield from [field.name for field in own if isinstance(field, models.CharField)][-1:]


def made_organizations(count: int) -> range:
    """Return the ids of at least ``count`` invented organisations, made where there are too few yet."""
    head = "52999901X"  # of nobody in the demonstration
    rows = Organization.objects.filter(uscc__startswith=head).order_by("pk")
    known, streets = rows.count(), list(Area.objects.filter(children=None).order_by("code"))
    Organization.objects.bulk_create(
        Organization(
            name=f"云溪市第{number}社会工作服务中心", kind="52", uscc=_code(f"{head}{number:08d}"),
            authority="云溪市民政局", area=streets[number % len(streets)], state="verified", verified_at=clock.now(),
        )
        for number in range(known, count)
    )  # fmt: skip
    ids = list(rows.values_list("pk", flat=True))
    assert ids[-1] - ids[0] + 1 == len(ids), "invented organisations must be made in one go"
    return range(ids[0], ids[-1] + 1)


def _code(body: str) -> str:
    return body + uscc.check_character(body)

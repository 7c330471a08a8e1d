"""The divisions of the city: entered with their code, renamed, never removed."""

from typing import Any

from django.db import transaction

from accounts.domain.areas import LEVELS, covers, prefix_of
from accounts.models import Area
from venture.audit.flows import record
from venture.kernel.errors import RuleRefusal


@transaction.atomic
def add_area(*, code: str, name: str, parent: Area | None, actor: Any) -> Area:
    """Enter a division. Raise ``RuleRefusal`` ``area_code`` for no division code, ``area_not_inside`` its parent."""
    if len(code) != LEVELS[-1] or not code.isdigit():
        raise RuleRefusal("area_code")
    if parent is not None and (not covers(parent.code, code) or prefix_of(parent.code) == prefix_of(code)):
        raise RuleRefusal("area_not_inside")
    area = Area.objects.create(code=code, name=name, parent=parent)
    record(actor=actor, verb="area.add", subject=area, after=name, code=code)
    return area


@transaction.atomic
def rename_area(*, area_id: int, name: str, actor: Any) -> Area:
    area = Area.objects.select_for_update().get(pk=area_id)
    before, area.name = area.name, name
    if before != name:
        area.save(update_fields=["name"])
        record(actor=actor, verb="area.rename", subject=area, before=before, after=name)
    return area

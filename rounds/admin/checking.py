"""What a step knew when it was shown: so that two people cannot overwrite each other, and guesses stay visible."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import IntegerField, Value
from django.utils.translation import gettext as _

from rounds.admin.forms import STEPS, Step
from rounds.models import Round


def seen(step: Step, round_: Round) -> str:
    """Return the fingerprint of what a step shows now. Another one when saving means that somebody was faster."""
    form = step.form(instance=round_) if step.form is not None else None
    return seen_in(form, [rows.formset(round_) for rows in step.rows if rows.shown(round_)])


def seen_in(form: Any, formsets: Iterable[Any]) -> str:
    """Return the fingerprint of what is shown in forms into which nobody typed yet. No query of its own."""
    shown: list[Any] = []
    if form is not None:
        shown.append({name: _plain(form[name].value()) for name in form.fields})
    for formset in formsets:
        shown += [[row.instance.pk, {name: _plain(row[name].value()) for name in row.fields}] for row in formset]
    return hashlib.sha256(json.dumps(shown, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, bool, list, type(None))) else str(value)


def show_stored(*forms: Any) -> None:
    """Write beside each field that differs what is saved now."""
    for form in filter(None, forms):
        for name in form.changed_data:
            field = form.fields[name]
            field.stored = _said(field, field.prepare_value(form.get_initial_for_field(field, name)))


def _said(field: Any, value: Any) -> str:
    """Return a stored value as the page would show it: the words of a choice, yes or no for a tick."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if hasattr(field, "choices"):
        labels = {str(key): str(label) for key, label in field.widget.choices}
        chosen = value if isinstance(value, (list, tuple)) else [value]
        value = "、".join(labels.get(str(each), str(each)) for each in chosen if each not in {None, ""})
    return str(value) if value not in {None, ""} else _("(empty)")


def inferred_by_step(round_: Round) -> list[tuple[Step, int]]:
    """Return the steps with values that nobody at the bureau has confirmed yet, and how many. One query."""
    counts: Counter[int] = Counter()
    asked = []
    for place, step in enumerate(STEPS):
        names = set(step.form.base_fields) if step.form is not None else set()
        counts[place] += len((names | {rows.prefix for rows in step.rows}) & set(round_.inferred))
        for rows in step.rows:
            if not rows.shown(round_):
                continue
            try:
                rows.model._meta.get_field("inferred")
            except FieldDoesNotExist:
                continue
            guessed = rows.model._default_manager.filter(**{rows.of_round: round_, "inferred": True}).order_by()
            asked.append(guessed.values_list(Value(place, output_field=IntegerField())))
    counts.update(place for (place,) in asked[0].union(*asked[1:], all=True))
    return [(step, counts[place]) for place, step in enumerate(STEPS) if counts[place]]

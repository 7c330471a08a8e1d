"""A table of a step: rows of one model, added and removed with or without scripts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from rounds.admin.forms.means import MeansForm
from rounds.models import Round


class RowSet(forms.BaseModelFormSet):
    """Refuses two rows that the database would refuse, before it has to: the round itself is in no form."""

    once: tuple[str, ...] = ()

    def clean(self) -> None:
        super().clean()
        seen: set[tuple[Any, ...]] = set()
        for form in self.forms:
            if self._should_delete_form(form):  # type: ignore[attr-defined]  # Django's own word for it
                continue
            if "id" in form.errors:
                form.add_error(
                    None, _("Somebody removed this row meanwhile. Copy what you need, then tick “remove this row”.")
                )
            if not self.once or (not form.has_changed() and not form.instance.pk):
                continue
            fields = [name for name in self.once if name in form.fields]
            values = tuple(str(form.cleaned_data.get(name)) for name in fields)
            if values in seen:
                form.add_error(fields[0], _("This stands in two rows. Change or remove one of them."))
            seen.add(values)

    def validate_unique(self) -> None:
        """``clean`` does it, and says which row."""


@dataclass(frozen=True)
class Rows:
    """``once`` names the fields that together may stand only once; ``choices`` fetches the menus of all rows at once;
    ``means`` hides the table of a round that does not use these; ``total`` says what the saved rows sum to; ``plans``
    are sets of rows that are seen often, by name: what their fields are typed with.
    """

    prefix: str
    label: Any
    form: type[MeansForm]
    of_round: str = "round"
    once: tuple[str, ...] = ()
    choices: Callable[[Round], Any] | None = None
    means: str = ""
    total: Callable[[Round], str] | None = None
    numbered: bool = True
    ordering: tuple[Any, ...] = ()
    prefetch: tuple[str, ...] = ()
    plans: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)

    @property
    def model(self) -> type[models.Model]:
        return self.form._meta.model

    def shown(self, round_: Round) -> bool:
        return not self.means or self.means in round_.advanced

    def laid(self, data: QueryDict, plan: str) -> None:
        """Type the rows of a plan below those that stand, and mark these to be removed. Nothing is saved by it."""
        total = int(data.get(f"{self.prefix}-TOTAL_FORMS") or 0)
        for number in range(total):
            data[f"{self.prefix}-{number}-DELETE"] = "on"
        for number, row in enumerate(self.plans[plan], start=total):
            for name, value in row.items():
                data[f"{self.prefix}-{number}-{name}"] = value
        data[f"{self.prefix}-TOTAL_FORMS"] = str(total + len(self.plans[plan]))

    def formset(self, round_: Round, data: Mapping[str, Any] | None = None) -> Any:
        maker = forms.modelformset_factory(self.model, form=self.form, formset=RowSet, extra=0, can_delete=True)
        maker.once = self.once  # type: ignore[attr-defined]
        rows = self.model._default_manager.filter(**{self.of_round: round_}).prefetch_related(*self.prefetch)
        if self.ordering:
            rows = rows.order_by(*self.ordering)
        given: dict[str, Any] = {"round_": round_}
        if self.choices is not None:
            given["choices"] = self.choices(round_)
        return maker(data, queryset=rows, prefix=self.prefix, form_kwargs=given)

    def save(self, formset: forms.BaseModelFormSet, round_: Round) -> bool:
        """Write the rows of a valid formset and tell whether anything changed. New rows stand after the others."""
        gone = [form for form in formset.deleted_forms if form.instance.pk]
        for form in gone:
            form.instance.delete()
        kept = list(_kept(formset))
        if self.numbered:
            self._number(kept, round_)
        for form in kept:
            form.save()
        return bool(gone or kept)

    def _number(self, kept: list[forms.ModelForm], round_: Round) -> None:
        last = self.model._default_manager.filter(**{self.of_round: round_}).aggregate(last=models.Max("order"))["last"]
        for form in kept:
            if form.instance.pk is None:
                last = (last or 0) + 1
                form.instance.round, form.instance.order = round_, last


def _kept(formset: forms.BaseModelFormSet) -> Iterable[forms.ModelForm]:
    gone = formset.deleted_forms
    return (form for form in formset.forms if form.has_changed() and form not in gone)

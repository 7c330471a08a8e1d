"""How long the texts of the application form may be. What is left empty keeps the usual length."""

from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from rounds.admin.forms.means import MeansForm
from rounds.domain.lengths import LONGEST, SHORTEST, texts
from rounds.enums import Section
from rounds.models import Round


class LengthsForm(MeansForm):
    """One number for each text that the form asks for; saved are those that differ from the usual ones.

    What else stands in ``form_limits`` is not this page's and stays.
    """

    class Meta:
        model = Round
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limits = self.instance.form_limits
        asked = set(self.instance.sections.values_list("section", flat=True)) if self.instance.pk else set()
        self.texts = [text for text in texts() if not asked or text.section in asked]
        for text in self.texts:
            field: Any = forms.IntegerField(
                label=text.name, required=False, min_value=SHORTEST, max_value=LONGEST,
                help_text=_("Usually %(usual)s characters.") % {"usual": text.usual},
                widget=forms.NumberInput(attrs={"class": "input num", "placeholder": text.usual}),
            )  # fmt: skip
            field.unit = _("characters")
            self.fields[text.field] = field
            self.initial[text.field] = limits.get(text.path)

    def grouped(self) -> list[tuple[Any, list[forms.BoundField]]]:
        return [
            (Section(section).label, [self[text.field] for text in rows])
            for section, rows in groupby(self.texts, key=lambda text: text.section)
        ]

    def save(self, commit: bool = True) -> Any:
        limits = dict(self.instance.form_limits)
        for text in self.texts:
            given = self.cleaned_data.get(text.field)
            if given is None or given == text.usual:
                limits.pop(text.path, None)
            else:
                limits[text.path] = given
        self.instance.form_limits = limits
        if commit:
            self.instance.save(update_fields=["form_limits"])
        return self.instance

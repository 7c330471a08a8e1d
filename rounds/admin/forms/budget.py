"""What a budget may hold, in yuan and percent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rounds.admin.fields import LinesField, PercentField, YuanField
from rounds.admin.forms.means import MeansForm
from rounds.enums import BudgetRuleKind
from rounds.models import BudgetRule

SHARES = frozenset({BudgetRuleKind.MAX_SHARE, BudgetRuleKind.MIN_SHARE})
VALUELESS = frozenset({BudgetRuleKind.FORBIDDEN})


class BudgetRuleForm(MeansForm):
    """The value is yuan for amounts and percent for shares; it is kept as fen or basis points."""

    value = forms.CharField(
        label=_("Value"),
        required=False,
        help_text=_("Yuan for an amount, percent for a share; nothing for what is not allowed."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    categories = LinesField(label=_("Cost categories, one per line"), required=False)

    class Meta:
        model = BudgetRule
        fields = ("name", "kind", "value", "base", "categories", "blocks", "citation", "inferred")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["value"] = self._reader(self.instance.kind).prepare_value(self.instance.value)
            self.fields["value"].unit = "%" if self.instance.kind in SHARES else _("yuan")  # type: ignore[attr-defined]

    def _reader(self, kind: str) -> forms.CharField:
        return PercentField(required=False) if kind in SHARES else YuanField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        kind, typed = cleaned.get("kind", ""), cleaned.get("value", "")
        try:
            value = self._reader(kind).clean(typed)
        except forms.ValidationError as error:
            self.add_error("value", error)
            return cleaned
        if value is None and kind and kind not in VALUELESS:
            self.add_error("value", _("This kind of rule needs a value."))
        cleaned["value"] = value or 0
        return cleaned

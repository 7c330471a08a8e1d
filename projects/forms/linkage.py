"""What an organisation writes about the three-society linkage of its project, a few fields at a time."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization
from organizations.queries import social_workers_of
from projects.models import Linkage, LinkedResource
from venture.kernel.errors import RuleRefusal, sentence_of
from venture.kernel.money import parse_yuan


class TellForm(forms.ModelForm):
    class Meta:
        model = Linkage
        fields = ("model", "words", "volunteers", "volunteer_hours")
        widgets: ClassVar[dict[str, Any]] = {"words": forms.Textarea(attrs={"rows": 3})}


class WorkerForm(forms.Form):
    """``worker`` is one of the organisation's own."""

    worker: Any = forms.ModelChoiceField(None, label=_("Social worker"))
    duty = forms.CharField(label=_("Part in the project"), max_length=40)
    hours = forms.IntegerField(label=_("Hours so far"), min_value=0, max_value=100_000, initial=0)

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worker: Any = self.fields["worker"]
        worker.queryset = social_workers_of(organization)


class CharityForm(forms.ModelForm):
    """The value is typed in yuan."""

    value = forms.CharField(label=_("Value (yuan)"), max_length=20, initial="0")

    class Meta:
        model = LinkedResource
        fields = ("kind", "giver", "what")

    field_order = ("kind", "giver", "what", "value")

    def clean_value(self) -> int:
        try:
            return parse_yuan(self.cleaned_data["value"])
        except RuleRefusal as refusal:
            raise forms.ValidationError(sentence_of(refusal), code=refusal.code) from None


class SatisfactionForm(forms.Form):
    stars = forms.TypedChoiceField(
        label=_("How content is your community?"), coerce=int, widget=forms.RadioSelect,
        choices=(
            (5, _("5 very content")), (4, _("4 content")), (3, _("3 so-so")), (2, _("2 not content")),
            (1, _("1 not at all")),
        ),
    )  # fmt: skip
    words = forms.CharField(label=_("In one sentence"), max_length=300, required=False)

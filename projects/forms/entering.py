"""What staff give when they enter an application from paper, hand it over, note an opinion, or bring a sheet."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from organizations.domain.uscc import clean
from organizations.models import Organization
from organizations.validators import validate_applicant_code
from projects.enums import ConsentState
from projects.models import SEAL_PURPOSE, SHEET_PURPOSE, SIGNATURE_PURPOSE
from rounds.models import Round
from venture.doors.admin import DayInput
from venture.files.forms import UploadField

MOST_NAMED = 5
LATE = _("Needed once the call has closed. It stays on record.")
ANSWERS = (
    (ConsentState.AGREED.value, pgettext_lazy("consent", "Agreed")),
    (ConsentState.CONDITIONAL.value, pgettext_lazy("consent", "Agreed with conditions")),
)


def _words(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "input", "rows": rows})


class _Rounds(forms.Form):
    def __init__(self, *args: Any, rounds: QuerySet[Round], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["round"]
        field.queryset = rounds
        field.label_from_instance = lambda round_: round_.title
        if field.initial is None and "round" not in self.initial:
            field.initial = rounds.first()


class EnterForm(_Rounds):
    """The round, the organisation, the day of the stamp. ``organizations`` are those that the person may enter for."""

    round = forms.ModelChoiceField(label=_("Round"), queryset=Round.objects.none(), empty_label=None)
    organization = forms.CharField(
        label=pgettext_lazy("application", "Organisation"), max_length=100,
        help_text=_("Its unified social credit code, or a part of its name."),
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    received_on = forms.DateField(
        label=_("Received on"), widget=DayInput, help_text=_("The day of the stamp of receipt on the paper.")
    )
    reason = forms.CharField(
        label=_("Why after the call has closed"), max_length=300, required=False, help_text=LATE, widget=_words(2)
    )

    def __init__(self, *args: Any, organizations: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organizations = organizations

    def clean_organization(self) -> Organization:
        """Return the one organisation that is meant. Raise ``ValidationError`` for none and for several."""
        said = self.cleaned_data["organization"].strip()
        found = self.organizations.filter(Q(uscc=clean(said)) | Q(name=said)).first()
        if found is not None:
            return found
        several = list(self.organizations.filter(name__icontains=said).order_by("name")[: MOST_NAMED + 1])
        if len(several) == 1:
            return several[0]
        if several:
            names = "、".join(f"{each.name}（{each.uscc}）" for each in several[:MOST_NAMED])
            raise ValidationError(
                gettext("Several have this in their name: %(names)s. Enter one code.") % {"names": names}
            )
        raise ValidationError(
            gettext("No organisation of your area has this code or name. Compare it with the certificate, or enter it.")
        )


class OrganizationForm(forms.ModelForm):
    """What the certificate says of an organisation that has no account here."""

    code = forms.CharField(
        label=_("Unified social credit code"), max_length=40, validators=[validate_applicant_code],
        help_text=_("18 characters, as printed on the registration certificate. Spaces and small letters do no harm."),
        widget=forms.TextInput(attrs={"class": "input"}),
    )  # fmt: skip

    class Meta:
        model = Organization
        fields = (
            "name", "authority", "area", "legal_representative", "registered_on", "certificate_from",
            "certificate_until", "business_scope", "address", "phone",
        )  # fmt: skip
        widgets = {
            "registered_on": DayInput, "certificate_from": DayInput, "certificate_until": DayInput,
            "business_scope": _words(3),
        }  # fmt: skip
        help_texts = {
            "name": _("Exactly as on the certificate."),
            "area": _("The street where the organisation has its seat, or the district."),
            "business_scope": _("Word for word from the charter or the certificate."),
        }

    field_order = ("code", "name", "authority", "area")

    def __init__(self, *args: Any, areas: QuerySet[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area: Any = self.fields["area"]
        area.queryset = areas.order_by("code")
        for name in ("legal_representative", "registered_on"):
            self.fields[name].required = True


class HandOverForm(forms.Form):
    """The signed form as a scan, the day once more, and the reason where the call has closed."""

    received_on = forms.DateField(label=_("Received on"), widget=DayInput)
    reason = forms.CharField(
        label=_("Why after the call has closed"), max_length=300, required=False, help_text=LATE, widget=_words(2)
    )

    def __init__(self, *args: Any, has_scan: bool = False, late: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Purposes are declared when the app is ready, later than this class.
        self.fields["scan"] = UploadField(
            label=_("Signed and sealed form, scanned"), purpose=SIGNATURE_PURPOSE, ahead=True, required=not has_scan
        )
        self.order_fields(["scan", "received_on", "reason"])
        if not late:
            del self.fields["reason"]


class OpinionForm(forms.Form):
    """The opinion that a community gave on paper."""

    community = forms.CharField(max_length=12, widget=forms.HiddenInput)
    answer = forms.ChoiceField(label=_("Opinion of the community"), choices=ANSWERS)
    answerer = forms.CharField(
        label=_("Who signed for the community"), max_length=20, widget=forms.TextInput(attrs={"class": "input"})
    )
    words = forms.CharField(
        label=pgettext_lazy("consent", "Conditions"), max_length=300, required=False, widget=_words(2)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seal"] = UploadField(label=_("Picture of the sealed opinion"), purpose=SEAL_PURPOSE, ahead=True)


class SheetForm(_Rounds):
    round = forms.ModelChoiceField(label=_("Round"), queryset=Round.objects.none(), empty_label=None)
    reason = forms.CharField(
        label=_("Why after the call has closed"), max_length=300, required=False, help_text=LATE, widget=_words(2)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"] = UploadField(label=_("Filled-in workbook"), purpose=SHEET_PURPOSE, ahead=True)
        self.order_fields(["round", "file", "reason"])

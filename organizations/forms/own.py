"""Forms of the organisation's own pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Area
from organizations.domain import bank
from organizations.enums import MemberRole, OrganizationState
from organizations.flows.registering import CERTIFIED, PLAIN
from organizations.models import Organization, OrganizationDocument
from organizations.permissions import PROOF, PURPOSE
from organizations.validators import validate_applicant_code
from venture.doors.admin import DayInput
from venture.files.forms import UploadField
from venture.kernel.errors import RuleRefusal, sentence_of

PAPERS = (
    _("Registration certificate (original)"),
    _("Charter"),
    _("Result of last year's inspection or annual report"),
    _("Identity document of the legal representative"),
)
DAYS = ("registered_on", "certificate_from", "certificate_until", "grade_awarded_on")


class RegisterForm(forms.ModelForm):
    """The first page: what makes an organisation known. The rest is entered on the next one."""

    code = forms.CharField(
        label=_("Unified social credit code"),
        max_length=40,
        validators=[validate_applicant_code],
        help_text=_("18 characters, as printed on the registration certificate. Spaces and small letters do no harm."),
    )

    class Meta:
        model = Organization
        fields = ("name", "authority", "area")
        help_texts = {
            "name": _("Exactly as on the certificate."),
            "area": _("The street where the organisation has its seat, or the district."),
        }

    field_order = ("code", "name", "authority", "area")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area: Any = self.fields["area"]
        area.queryset = Area.objects.order_by("code")


class TakeOverForm(forms.Form):
    """Who asks to own an organisation that the staff entered: by its code, with its sealed letter."""

    code = forms.CharField(
        label=_("Unified social credit code"), max_length=40, validators=[validate_applicant_code],
        help_text=_("18 characters, as printed on the registration certificate."),
    )  # fmt: skip
    position = forms.CharField(
        label=_("Your position in the organisation"), max_length=60,
        help_text=_("For example legal representative, secretary-general, head of projects."),
    )  # fmt: skip
    proof = UploadField(
        label=_("Letter that names you, with the organisation's seal"), purpose=PROOF, ahead=True,
        help_text=_("A scan or a photo. It says your name and that you keep the organisation's account here."),
    )  # fmt: skip


class EntryForm(forms.ModelForm):
    """The entry. What the certificate bears cannot be changed once it is verified."""

    class Meta:
        model = Organization
        fields = (*CERTIFIED, *PLAIN)
        widgets = dict.fromkeys(DAYS, DayInput) | {"business_scope": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "business_scope": _("Word for word from the charter or the certificate."),
            "supervising_unit": _("Leave it empty if the organisation is registered directly."),
            "grade_awarded_on": _("The day of the announcement. A grade holds five years."),
            "party_members": _("Only if the organisation likes to say so."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.state != OrganizationState.REGISTERED:
            for name in CERTIFIED:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        refuse_reversed(self, given)
        if given.get("grade") and not given.get("grade_awarded_on"):
            self.add_error("grade_awarded_on", sentence_of(RuleRefusal("grade_day_missing")))
        return given


class PapersForm(forms.Form):
    papers = forms.MultipleChoiceField(
        label=_("Papers that you show at the counter"),
        help_text=_("What you have uploaded goes along by itself."),
        required=False,
        choices=[(str(number), text) for number, text in enumerate(PAPERS)],
        widget=forms.CheckboxSelectMultiple,
    )

    def chosen(self) -> list[str]:
        return [str(PAPERS[int(number)]) for number in self.cleaned_data["papers"]]


class ChangeForm(forms.ModelForm):
    """What a new certificate bears, asked for as a change of a verified entry."""

    class Meta:
        model = Organization
        fields = CERTIFIED
        widgets = EntryForm.Meta.widgets

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        refuse_reversed(self, given)
        return given


class DocumentForm(forms.ModelForm):
    file = UploadField(label=_("File"), purpose=PURPOSE, ahead=True)

    class Meta:
        model = OrganizationDocument
        fields = ("kind", "title", "valid_until")
        widgets = {"valid_until": DayInput}
        help_texts = {"title": _("For example the year, when there are several of a kind.")}

    field_order = ("kind", "file", "title", "valid_until")


class AccountForm(forms.Form):
    """Where the organisation is paid. The number's name keeps it out of forms that wait for a sign-in."""

    holder = forms.CharField(label=_("Account holder"), max_length=120, help_text=_("The organisation itself."))
    bank = forms.CharField(label=_("Bank"), max_length=80)
    branch = forms.CharField(label=_("Branch"), max_length=120)
    secret_number = forms.CharField(
        label=_("Account number"), max_length=60, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    bank_code = forms.CharField(
        label=_("Bank code (12 digits)"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("It stands on the certificate of opening; the bank tells it by telephone."),
    )

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        kwargs["initial"] = {"holder": organization.name, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.organization = organization
        for name, field in self.fields.items():
            field.widget.attrs["autocomplete"] = "off" if name != "holder" else "organization"

    def clean_holder(self) -> str:
        holder = str(self.cleaned_data["holder"])
        if not bank.is_same_name(holder, self.organization.name):
            raise forms.ValidationError(sentence_of(RuleRefusal("account_holder", name=self.organization.name)))
        return holder

    def clean_secret_number(self) -> str:
        return _checked(bank.validated_number, self.cleaned_data["secret_number"])

    def clean_bank_code(self) -> str:
        return _checked(bank.validated_bank_code, self.cleaned_data["bank_code"])


class InviteForm(forms.Form):
    address = forms.CharField(label=_("E-mail or mobile number"), max_length=120)
    role = forms.ChoiceField(label=_("Part"), choices=MemberRole.choices, initial=MemberRole.EDITOR)


def refuse_reversed(form: forms.ModelForm, given: dict[str, Any]) -> None:
    """Say it at the second day when a certificate would end before it begins."""
    first, last = given.get("certificate_from"), given.get("certificate_until")
    if first and last and last < first:
        form.add_error("certificate_until", sentence_of(RuleRefusal("certificate_days")))


def _checked(rule: Any, text: str) -> str:
    try:
        return str(rule(text))
    except RuleRefusal as refusal:
        raise forms.ValidationError(sentence_of(refusal), code=refusal.code) from None

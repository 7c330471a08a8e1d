"""What people type about a running project."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from grants.domain.plans import activities_of, lines_of_plan
from grants.enums import PayMethod
from grants.models import Grant
from grants.permissions.running import (
    CHANGE_PURPOSE,
    PHOTO_PURPOSE,
    REPORT_PURPOSE,
    SIGN_IN_PURPOSE,
    VOUCHER_PURPOSE,
)
from organizations.models import Community
from venture.doors.admin import DayInput
from venture.files.examining import examine
from venture.files.forms import UploadField
from venture.files.registry import purpose_of
from venture.kernel.errors import RuleRefusal, sentence_of
from venture.kernel.money import parse_yuan

KEY = 32


class Money(forms.CharField):
    """An amount in yuan as people type it; cleaned it is fen."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=24, widget=widget, **options)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_yuan(text)
        except RuleRefusal as refusal:
            raise ValidationError(sentence_of(refusal), code=refusal.code) from None


class ManyPictures(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        return [each for each in files.getlist(name) if each] if hasattr(files, "getlist") else []

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not self.value_from_datadict(data, files, name)


class Pictures(forms.Field):
    """Several photos of one purpose. Cleaned they are examined: written anew, without what a camera adds to them."""

    def __init__(self, *, purpose: str, **options: Any) -> None:
        self.purpose = purpose_of(purpose)
        attrs = {"multiple": True, "accept": "image/*", "class": "sr"}
        super().__init__(widget=ManyPictures(attrs=attrs), **options)

    def clean(self, value: Any) -> list[Any]:
        try:
            return [examine(each, self.purpose) for each in super().clean(value) or []]
        except RuleRefusal as refusal:
            raise ValidationError(sentence_of(refusal), code=refusal.code) from None


class Keyed(forms.Form):
    """A form that is sent once however often it is sent: its key is made with the page."""

    key = forms.CharField(max_length=64, min_length=8, widget=forms.HiddenInput)


class ConsentForm(forms.Form):
    consent = forms.BooleanField(label=_("Everybody on the photos agrees that they are shown"), required=False)
    children = forms.BooleanField(label=_("Children can be recognised"), required=False)
    guardians = forms.BooleanField(label=_("Their guardians agree"), required=False)


class ActivityForm(Keyed, ConsentForm):
    """The first five are all that a phone asks for; the rest is folded away."""

    planned = forms.ChoiceField(label=_("Which activity"), widget=forms.RadioSelect)
    on = forms.DateField(label=_("Day"), widget=DayInput)
    people = forms.IntegerField(
        label=_("People served"), min_value=0, max_value=100_000, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    words = forms.CharField(label=_("In one sentence"), max_length=1000, required=False)
    photos = Pictures(purpose=PHOTO_PURPOSE, label=_("Photos"), required=False)
    title = forms.CharField(label=_("What took place"), max_length=80, required=False)
    place = forms.CharField(label=_("Place"), max_length=80, required=False)
    community = forms.ModelChoiceField(label=_("Community"), queryset=Community.objects.none(), required=False)
    led_by = forms.CharField(label=_("Led by"), max_length=60, required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=0, max_value=1440, required=False)
    staff = forms.IntegerField(label=_("Own people"), min_value=0, required=False)
    volunteers = forms.IntegerField(label=_("Volunteers"), min_value=0, required=False)
    volunteer_hours = forms.IntegerField(label=_("Hours of volunteers"), min_value=0, required=False)
    signed = forms.IntegerField(label=_("Names on the sign-in sheet"), min_value=0, required=False)
    sign_in = UploadField(
        purpose=SIGN_IN_PURPOSE, ahead=True, label=_("Sign-in sheet"), required=False,
    )  # fmt: skip

    DETAILS = ("title", "place", "community", "led_by", "minutes", "staff", "volunteers", "volunteer_hours", "signed")

    def __init__(self, *args: Any, grant: Grant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {each["id"]: each.get("name") or "" for each in activities_of(grant.plan)}
        self._field("planned").choices = [*self.names.items(), ("other", _("Something else"))]
        codes = [row.get("community") for row in grant.plan.get("sections", {}).get("landing", {}).get("places", [])]
        self._field("community").queryset = Community.objects.filter(code__in=[code for code in codes if code])
        self.fields["sign_in"].help_text = _("Cover numbers of identity cards before you take the photo.")

    def _field(self, name: str) -> Any:
        return self.fields[name]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        planned = given.get("planned", "")
        if not given.get("title"):
            given["title"] = self.names.get(planned, "")
        if planned == "other":
            given["planned"] = ""
            if not given["title"]:
                self.add_error("title", _("Say what took place, in a few words."))
        if given.get("children") and given.get("consent") and not given.get("guardians"):
            self.add_error(
                "guardians", _("Children are shown only when their guardians agree. Tick it, or do not show.")
            )
        return given

    @property
    def details(self) -> list[Any]:
        return [self[name] for name in self.DETAILS]


class PhotosForm(ConsentForm):
    """Photos, or the sign-in sheet, that come later."""

    photos = Pictures(purpose=PHOTO_PURPOSE, label=_("Photos"), required=False)
    sign_in = UploadField(purpose=SIGN_IN_PURPOSE, ahead=True, label=_("Sign-in sheet"), required=False)


class ExpenseForm(Keyed):
    amount_fen = Money(label=_("Amount (yuan)"))
    on = forms.DateField(label=_("Paid on"), widget=DayInput)
    line = forms.ChoiceField(label=_("Line of the budget"))
    purpose = forms.CharField(label=_("What for"), max_length=120)
    payee = forms.CharField(label=_("Payee"), max_length=80)
    voucher_number = forms.CharField(label=_("Number of the voucher"), max_length=40)
    method = forms.ChoiceField(label=_("Paid by"), choices=PayMethod)
    source_slug = forms.ChoiceField(label=_("Fund source"), required=False)
    activity = forms.ChoiceField(label=_("For which activity"), required=False)
    voucher = UploadField(purpose=VOUCHER_PURPOSE, ahead=True, label=_("Photo of the voucher"), required=False)

    def __init__(self, *args: Any, grant: Grant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        lines = [(line.key, line.item) for line in lines_of_plan(grant.plan)]
        fields["line"].choices = [*lines, ("out", _("Not in the budget"))]
        sources = list(grant.shares.order_by("pk").values_list("source__slug", "source__name").distinct())
        if len({slug for slug, _name in sources}) > 1:
            fields["source_slug"].choices = list(dict(sources).items())
            fields["source_slug"].required = True
        else:
            del fields["source_slug"]
        recent = grant.activities.filter(withdrawn_at__isnull=True).order_by("-on", "-pk")[:60]
        fields["activity"].choices = [("", "—"), *((str(each.pk), f"{each.on:%m-%d} {each.title}") for each in recent)]

    def clean_line(self) -> str:
        line = str(self.cleaned_data["line"])
        return "" if line == "out" else line

    def clean_activity(self) -> int | None:
        chosen = self.cleaned_data["activity"]
        return int(chosen) if chosen else None


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class ReportFileForm(forms.Form):
    label = forms.CharField(label=_("What it is"), max_length=60)
    file = UploadField(purpose=REPORT_PURPOSE, ahead=True, label=_("File"))


class ChangeForm(Keyed):
    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    file = UploadField(purpose=CHANGE_PURPOSE, ahead=True, label=_("Evidence"), required=False)

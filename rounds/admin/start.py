"""Starting a round: from last year's, from a preset, or empty; and asking for a change of a published one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from rounds import flows, queries
from rounds.flows.amending import AMENDABLE
from rounds.flows.drafting import preset_names
from rounds.flows.editing import create_blank
from rounds.models import Round
from venture.doors.admin import InstantInput, StaffDoor
from venture.kernel import clock, policy

PRESETS = {
    "seed": gettext_lazy("The plan of the city"),
    "guangzhou": gettext_lazy("Practice of Guangzhou"),
    "dongguan": gettext_lazy("Practice of Dongguan"),
    "suzhou": gettext_lazy("Practice of Suzhou"),
}
BLANK = "blank"


class StartForm(forms.Form):
    origin = forms.ChoiceField(label=gettext_lazy("Start from"), widget=forms.RadioSelect)
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2004, max_value=2100)
    code = forms.RegexField(
        label=gettext_lazy("Code"),
        regex=r"^[0-9]{4}(-[a-z0-9]+)?\Z",
        max_length=20,
        help_text=gettext_lazy("Stands in the address: 2027, or 2027-b for a second round of the year."),
        error_messages={"invalid": gettext_lazy("Write the year, and -b for a second round.")},
    )
    title = forms.CharField(label=gettext_lazy("Title (for an empty round)"), max_length=80, required=False)
    sponsor = forms.CharField(label=gettext_lazy("Sponsor (for an empty round)"), max_length=60, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = policy.visible(user, "rounds.view_staff", Round.objects.all())
        choices: list[tuple[str, Any]] = [
            (f"round:{each.pk}", _("Clone: %(title)s") % {"title": each.title}) for each in mine
        ]
        choices += [(f"preset:{name}", PRESETS.get(name, name)) for name in preset_names()]
        choices.append((BLANK, _("An empty round")))
        self.fields["origin"].choices = choices  # type: ignore[attr-defined]
        self.fields["origin"].initial = choices[0][0]

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if Round.objects.filter(code=code).exists():
            raise forms.ValidationError(
                _("There is a round %(code)s already. Add -b for a second one."), params={"code": code}
            )
        return str(code)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("origin") == BLANK:
            for name in ("title", "sponsor"):
                if not self.cleaned_data.get(name):
                    self.add_error(name, _("An empty round needs this."))
        return self.cleaned_data


class Start(StaffDoor, FormView):
    permission = "rounds.create"
    template_name = "admin/rounds/start.html"
    title = gettext_lazy("New round")
    form_class = StartForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        newest = queries.for_staff().first()
        year = (newest.year if newest else clock.today().year) + 1
        return {"year": year, "code": str(year)}

    def form_valid(self, form: StartForm) -> HttpResponse:
        given = form.cleaned_data
        common = {"code": given["code"], "year": given["year"], "actor": self.request.user}
        kind, _colon, what = given["origin"].partition(":")
        if kind == "round":
            made = flows.clone_round(round_id=int(what), **common)
        elif kind == "preset":
            made = flows.create_from_preset(preset=what, **common)
        else:
            made = create_blank(title=given["title"], sponsor=given["sponsor"], **common)
        messages.success(self.request, _("The draft is made. The report below says what is still to be done."))
        return HttpResponseRedirect(reverse("admin:rounds_desk", kwargs={"code": made.code}))


class AmendForm(forms.Form):
    """The few things that may change after publication; only what differs is asked for."""

    closes_at = forms.SplitDateTimeField(label=gettext_lazy("Closes at"), required=False, widget=InstantInput)
    grace_seconds = forms.IntegerField(label=gettext_lazy("Grace (seconds)"), min_value=0, required=False)
    enquiry_phone = forms.CharField(label=gettext_lazy("Telephone for enquiries"), max_length=40, required=False)
    supervision_phone = forms.CharField(
        label=gettext_lazy("Telephone of the supervision"), max_length=40, required=False
    )
    lead = forms.CharField(label=gettext_lazy("Purpose in one sentence"), max_length=200, required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        self.round = round_
        kwargs["initial"] = {name: getattr(round_, name) for name in AMENDABLE}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self._changes():
            self.add_error(None, _("Nothing differs from what is published."))
        return self.cleaned_data

    def wanted(self) -> dict[str, Any]:
        return {"changes": self._changes(), "reason": self.cleaned_data["reason"]}

    def _changes(self) -> dict[str, Any]:
        changed: dict[str, Any] = {}
        for name in AMENDABLE:
            value = self.cleaned_data.get(name)
            if value not in {None, getattr(self.round, name)}:
                changed[name] = value.isoformat() if name == "closes_at" else value
        return changed

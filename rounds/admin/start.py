"""Starting a round: from last year's, from a preset, or empty."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from accounts.models import Area
from rounds import flows, queries
from rounds.admin.forms.money import offer
from rounds.flows.drafting import preset_names
from rounds.flows.editing import create_blank
from rounds.models import Round
from rounds.permissions import areas_to_start_in
from venture.doors.admin import StaffDoor
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
    area = forms.ModelChoiceField(
        label=gettext_lazy("Area"),
        queryset=Area.objects.none(),
        empty_label=None,
        help_text=gettext_lazy("Whose round it is: people of this area work on it."),
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
        areas = list(areas_to_start_in(user))
        self.only_area = areas[0] if len(areas) == 1 else None
        if len(areas) > 1:
            offer(self.fields["area"], areas)
            self.fields["area"].initial = areas[0]
        else:
            del self.fields["area"]
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
        common = {
            "code": given["code"],
            "year": given["year"],
            "area": given.get("area", form.only_area),
            "actor": self.request.user,
        }
        kind, _colon, what = given["origin"].partition(":")
        if kind == "round":
            made = flows.clone_round(round_id=int(what), **common)
        elif kind == "preset":
            made = flows.create_from_preset(preset=what, **common)
        else:
            made = create_blank(title=given["title"], sponsor=given["sponsor"], **common)
        messages.success(self.request, _("The draft is made. The report below says what is still to be done."))
        return HttpResponseRedirect(reverse("admin:rounds_desk", kwargs={"code": made.code}))

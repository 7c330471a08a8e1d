"""The staff's desk of a member unit: its words, who speaks for it, its lines in the division of work."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView

from accounts.queries.people import person_by_contact
from rounds.flows import units as flows
from rounds.models import MemberUnit, UnitContact, UnitDuty
from rounds.queries import units as queries
from venture.audit.queries import entries_of
from venture.doors.admin import READ, StaffDoor, StaffRowDoor, refusals_as_messages
from venture.doors.desk import DeskAdmin, DeskPage


class UnitForm(forms.ModelForm):
    class Meta:
        model = MemberUnit
        fields = ("name", "duty")
        widgets = {"duty": forms.Textarea(attrs={"rows": 3})}

    def validate_unique(self) -> None:
        """The flow says it in words."""

    def validate_constraints(self) -> None:
        """The flow says it in words."""


class ContactForm(forms.Form):
    person = forms.CharField(
        label=gettext_lazy("Mobile number or e-mail of the account"), max_length=254,
        help_text=gettext_lazy("The person opens an account first, if there is none."),
    )  # fmt: skip
    position = forms.CharField(label=gettext_lazy("Office held"), max_length=40, required=False)

    def clean_person(self) -> Any:
        user = person_by_contact(self.cleaned_data["person"])
        if user is None:
            raise forms.ValidationError(_("There is no account with this number or address."))
        return user


class DutyForm(forms.ModelForm):
    class Meta:
        model = UnitDuty
        fields = ("title", "words", "stage", "days")
        widgets = {"words": forms.Textarea(attrs={"rows": 2})}


class DivisionForm(forms.Form):
    """Which units of the plan's division of work the leading group has."""

    names = forms.MultipleChoiceField(
        label=gettext_lazy("Units of the plan"), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Each comes with its standing duty and its tasks; both can be changed afterwards."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = set(MemberUnit.objects.filter(ended_at__isnull=True).values_list("name", flat=True))
        left = [each["name"] for each in flows.division() if each["name"] not in known]
        names: Any = self.fields["names"]
        names.choices = [(name, name) for name in left]
        names.initial = left


@admin.register(MemberUnit)
class MemberUnitAdmin(DeskAdmin):
    view_permission = "units.view"
    add_permission = "units.enter"
    desk = "unit_desk"
    list_display = ("named", "speakers", "owed", "late", "left")
    list_filter = (("ended_at", admin.EmptyFieldListFilter),)
    search_fields = ("name", "duty")

    def get_queryset(self, request: HttpRequest) -> Any:
        return queries.units_for_list().filter(self.condition(request, self.view_permission))

    @admin.display(description=gettext_lazy("name"), ordering="order")
    def named(self, row: MemberUnit) -> str:
        return self.opens(row, row.name)

    @admin.display(description=gettext_lazy("contact persons"))
    def speakers(self, row: Any) -> str:
        return "、".join(str(each.user) for each in row.speakers) or "—"

    @admin.display(description=gettext_lazy("tasks owed"), ordering="owed")
    def owed(self, row: Any) -> int:
        return int(row.owed)

    @admin.display(description=gettext_lazy("of these late"), ordering="late")
    def late(self, row: Any) -> int:
        return int(row.late)

    @admin.display(description=gettext_lazy("still a member"), boolean=True)
    def left(self, row: MemberUnit) -> bool:
        return row.ended_at is None

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refused = self._closed(request, self.has_add_permission(request), READ)
        return refused or HttpResponseRedirect(reverse("admin:unit_new"))


class Enter(StaffDoor, FormView):
    """Enter one unit by hand, or take over units of the plan."""

    permission = "units.enter"
    template_name = "admin/rounds/unit_new.html"
    title = gettext_lazy("Enter member units")
    form_class = UnitForm

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(**{"division": DivisionForm(), **given})

    def form_valid(self, form: Any) -> HttpResponse:
        unit = flows.enter_unit(actor=self.request.user, **form.cleaned_data)
        return HttpResponseRedirect(reverse("admin:unit_desk", args=[unit.pk]))


class TakeOver(StaffDoor, View):
    """Enter the units of the plan that were ticked, with duty and tasks."""

    permission = "units.enter"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        with refusals_as_messages(request):
            made = flows.take_over_division(names=request.POST.getlist("names"), actor=request.user)
            messages.success(
                request, _("%(count)s units are entered. Name who speaks for each.") % {"count": len(made)}
            )
        return HttpResponseRedirect(reverse("admin:rounds_memberunit_changelist"))


class Desk(DeskPage):
    permission = "units.view"
    template_name = "admin/rounds/unit.html"
    row: MemberUnit

    def rows(self) -> Any:
        return queries.units_for_desk()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        may = self.allows("units.change")
        facts = {
            "title": self.row.name,
            "may_change": may,
            "form": UnitForm(instance=self.row) if may else None,
            "contact": ContactForm() if may else None,
            "line": DutyForm() if may else None,
            "entries": entries_of(self.row)[:20],
        }
        return super().get_context_data(**{**facts, **given})


class Act(StaffRowDoor, View):
    """A form of the desk: new words, one more contact person, one more line, or the end."""

    permission = "units.change"
    http_method_names = ["post"]
    row: MemberUnit

    def rows(self) -> Any:
        return MemberUnit.objects.all()

    def post(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        acts: dict[str, Any] = {
            "change": (UnitForm, self._change), "contact": (ContactForm, self._contact),
            "line": (DutyForm, self._line), "end": (None, self._end),
        }  # fmt: skip
        if verb not in acts:
            raise Http404
        shape, act = acts[verb]
        form = shape(request.POST) if shape else None
        if form is not None and not form.is_valid():
            for errors in form.errors.values():
                messages.error(request, " ".join(map(str, errors)))
        else:
            with refusals_as_messages(request):
                messages.success(request, act(form.cleaned_data if form else {}))
        return HttpResponseRedirect(reverse("admin:unit_desk", args=[pk]))

    def _change(self, given: dict[str, Any]) -> str:
        flows.change_unit(unit_id=self.row.pk, actor=self.request.user, **given)
        return _("Saved.")

    def _contact(self, given: dict[str, Any]) -> str:
        flows.name_contact(
            unit_id=self.row.pk, user=given["person"], position=given["position"], actor=self.request.user
        )
        return _("Named. This person sees the unit's tasks and reports on them.")

    def _line(self, given: dict[str, Any]) -> str:
        flows.add_duty(unit_id=self.row.pk, actor=self.request.user, **given)
        return _("Written down. Rounds whose tasks are given out from now on have it.")

    def _end(self, _given: dict[str, Any]) -> str:
        flows.end_unit(unit_id=self.row.pk, actor=self.request.user)
        return _("The unit has left; what it did stays.")


class _Ending(StaffRowDoor, View):
    """End a row of a unit that one may change."""

    permission = "units.change_part"
    http_method_names = ["post"]
    row: Any

    def back(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:unit_desk", args=[self.row.unit_id]))


class EndContact(_Ending):
    def rows(self) -> Any:
        return UnitContact.objects.select_related("unit")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        with refusals_as_messages(request):
            flows.end_contact(contact_id=pk, actor=request.user)
            messages.success(request, _("Ended; what this person reported stays."))
        return self.back()


class EndDuty(_Ending):
    def rows(self) -> Any:
        return UnitDuty.objects.select_related("unit")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        with refusals_as_messages(request):
            flows.end_duty(duty_id=pk, actor=request.user)
            messages.success(request, _("Taken out; tasks that were given out stay."))
        return self.back()

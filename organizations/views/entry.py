"""Entering an organisation, correcting the entry, asking for its verification and for a change of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView

from organizations import flows, queries
from organizations.forms import ChangeForm, EntryForm, PapersForm, RegisterForm
from organizations.views.frame import Own
from venture.doors.web import Door
from venture.kernel.errors import RuleRefusal, sentence_of


class Register(Door, FormView):
    permission = "organizations.register"
    template_name = "organizations/register.html"
    form_class = RegisterForm

    def form_valid(self, form: Any) -> HttpResponse:
        person: Any = self.request.user
        try:
            made = flows.register_organization(owner=person, actor=person, **form.cleaned_data)
        except RuleRefusal as refusal:
            form.add_error("code", sentence_of(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Entered. Complete the entry now, then hand it in for verification."))
        return HttpResponseRedirect(reverse("organizations:edit", args=[made.pk]))


class EditEntry(Own, FormView):
    permission = "organizations.change_own"
    template_name = "organizations/edit.html"
    form_class = EntryForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.row}

    def form_valid(self, form: Any) -> HttpResponse:
        flows.change_entry(organization_id=self.row.pk, actor=self.person, **form.cleaned_data)
        messages.success(self.request, _("Saved."))
        return HttpResponseRedirect(self.page())


class AskChange(Own, FormView):
    """A new certificate: what it bears now is asked for, compared and taken over."""

    permission = "organizations.change_own"
    template_name = "organizations/change.html"
    form_class = ChangeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        # The form compares with the row as it is: the row itself must not take the new values on.
        return {**super().get_form_kwargs(), "instance": queries.for_staff_list().get(pk=self.row.pk)}

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(**{"papers": PapersForm(self.request.POST or None), **given})

    def form_valid(self, form: Any) -> HttpResponse:
        papers = PapersForm(self.request.POST)
        if not papers.is_valid():
            return self.form_invalid(form)
        try:
            flows.ask_change(
                organization_id=self.row.pk, changes=form.cleaned_data, papers=papers.chosen(), actor=self.person
            )
        except RuleRefusal as refusal:
            form.add_error(None, sentence_of(refusal))
            return self.form_invalid(form)
        messages.success(self.request, _("Handed in. Until it is decided the verified entry holds."))
        return HttpResponseRedirect(self.page())


class AskVerification(Own, FormView):
    permission = "organizations.change_own"
    http_method_names = ["post"]
    form_class = PapersForm

    def form_valid(self, form: Any) -> HttpResponse:
        flows.ask_verification(organization_id=self.row.pk, papers=form.chosen(), actor=self.person)
        messages.success(self.request, _("Handed in. The bureau compares your entry with the certificate."))
        return HttpResponseRedirect(self.page())

    def form_invalid(self, form: Any) -> HttpResponse:
        for error in form.errors["papers"]:
            messages.error(self.request, error)
        return HttpResponseRedirect(self.page())

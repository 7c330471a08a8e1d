"""Buttons of the part “landing”: ask a community, remind it, bring its sealed paper."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from projects.flows.applications import consenting
from projects.forms.consents import SealForm
from projects.models import CommunityConsent
from projects.views.applications.doors import ApplicationDoor
from venture.files import flows as files
from venture.kernel.errors import RuleRefusal, sentence_of


class LandingAct(ApplicationDoor, View):
    """A button: it does one thing and leads back to the part."""

    permission = "applications.edit"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            messages.success(request, self.done())
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        return HttpResponseRedirect(reverse("applications:section", args=[self.row.code, "landing"]) + "#consents")

    def done(self) -> str:
        raise NotImplementedError

    @property
    def consent(self) -> CommunityConsent:
        """Return the opinion of this application that the button names. Raise ``Http404``."""
        given = str(self.kwargs.get("pk") or self.request.POST.get("consent", ""))
        found = self.row.consents.filter(pk=int(given) if given.isdigit() else 0).first()
        if found is None:
            raise Http404
        return found


class AskConsent(LandingAct):
    def done(self) -> str:
        user: Any = self.request.user
        consent = consenting.ask_consent(
            project_id=self.row.pk, community_code=self.request.POST.get("community", "")[:12], actor=user
        )
        return _("The link is on its way to %(name)s (%(community)s).") % {
            "name": consent.contact_name,
            "community": consent.community.name,
        }


class NudgeConsent(LandingAct):
    def done(self) -> str:
        user: Any = self.request.user
        consent = consenting.nudge_consent(consent_id=self.consent.pk, actor=user)
        return _("%(community)s was reminded.") % {"community": consent.community.name}


class SealConsent(LandingAct):
    def done(self) -> str:
        user: Any = self.request.user
        consent = self.consent
        form = SealForm(self.request.POST, self.request.FILES)
        if not form.is_valid():
            raise RuleRefusal("seal_refused", words=" ".join(str(error) for error in form.errors["seal"]))
        kept = files.keep(form.cleaned_data["seal"], actor=user)
        consenting.add_seal(consent_id=consent.pk, seal=kept.key, actor=user)
        return _("The sealed opinion is added.")

"""A new application: for which organisation, and from what."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from organizations.enums import MemberRole, OrganizationState
from organizations.models import Organization
from organizations.queries import is_member
from projects import queries as needs
from projects.flows import applications
from projects.models import Need, Project
from projects.queries import overview
from rounds import queries as rounds
from rounds.models import Round
from venture.doors.web import SIGNED_IN, Door
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal, sentence_of

BLANK, COPY, NEED = "blank", "copy", "need"
LONGEST_NUMBER = 10


class NewApplication(Door, TemplateView):
    """Choose an organisation and one of three beginnings; POST begins. Nine queries at most."""

    permission = SIGNED_IN
    template_name = "applications/start.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        round_, user, now = self._round(), self.request.user, clock.now()
        mine: list[Any] = list(overview.writes_for(self._organizations(), round_.pk))
        verified = [each for each in mine if each.state == OrganizationState.VERIFIED]
        most = round_.projects_per_organization
        return super().get_context_data(
            round=round_,
            now=now,
            open=rounds.takes_applications(round_, now),
            organizations=mine,
            ready=[each for each in verified if (each.begun or 0) < most],
            full=[each for each in verified if (each.begun or 0) >= most],
            earlier=list(overview.to_copy(policy.visible(user, "applications.view", Project.objects.all()))),
            needs=list(needs.to_answer(self._organizations())),
            chosen=self.request.GET.get("need", ""),
            **{"typed": self.request.GET, **given},
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        round_ = self._round()
        organization = get_object_or_404(self._organizations(), pk=_number(request.POST.get("organization", "")))
        how = request.POST.get("how", BLANK)
        try:
            project = self._begin(how, round_, organization)
        except RuleRefusal as refusal:
            refused = sentence_of(refusal)
        else:
            if project is not None:
                return HttpResponseRedirect(reverse("applications:overview", args=[project.code]))
            refused = _("Choose what the application begins from.")
        return self.render_to_response(self.get_context_data(refused=refused, typed=request.POST), status=422)

    def _begin(self, how: str, round_: Round, organization: Organization) -> Project | None:
        """Return the new application; nothing when what it should begin from was not chosen."""
        user: Any = self.request.user
        begun = {"round_id": round_.pk, "organization": organization, "actor": user}
        if how == NEED:
            need = Need.objects.filter(code=self.request.POST.get("need", "")).first()
            return applications.begin_from_need(need_id=need.pk, **begun) if need is not None else None
        if how == COPY:
            mine = policy.visible(user, "applications.view", Project.objects.all())
            earlier = mine.filter(code=self.request.POST.get("copy", "")).first()
            return applications.begin_application(copy_of=earlier, **begun) if earlier is not None else None
        return applications.begin_application(**begun)

    def _round(self) -> Round:
        code = self.request.POST.get("round") or self.request.GET.get("round") or ""
        found = rounds.for_public().filter(code=code).first() if code else rounds.for_home(clock.now())
        if found is None:
            raise Http404
        return found

    def _organizations(self) -> Any:
        return Organization.objects.filter(
            is_member(self.request.user, organization_ref="pk", roles=MemberRole.writers)
        )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < LONGEST_NUMBER else 0

"""One's own ideas: where each stands, what can still be reached, and what may be done with it now."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView

from organizations.models import Organization
from projects.flows import ideas as flows
from projects.models import Idea
from projects.queries import ideas as queries
from venture.doors.web import SIGNED_IN, Door, RowDoor
from venture.kernel import clock, policy


class MyIdeas(Door, TemplateView):
    """The person's own ideas and what became of them. 5 queries."""

    permission = SIGNED_IN
    template_name = "ideas/mine.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        user, now = self.request.user, clock.now()
        mine = list(queries.ideas_of(user))
        for each in mine:
            row: Any = each
            row.reach, row.lonely = queries.reach_of(each, now), queries.waits_long(each, now)
        found = queries.season(now)
        if not found.used and not mine:
            raise Http404
        return super().get_context_data(
            ideas=mine, draft=queries.idea_draft_of(user), season=found,
            may_post=found.used and policy.may(user, "ideas.post"), **given,
        )  # fmt: skip


# verb of the address -> permission, flow, what is said afterwards
ACTS: dict[str, tuple[str, Any, Any]] = {
    "carry": ("ideas.keep", flows.carry_idea, gettext_lazy("The idea goes with the call that is open now.")),
    "withdraw": ("ideas.keep", flows.withdraw_idea, gettext_lazy("The idea is taken off the list.")),
    "part": ("ideas.part", flows.part, gettext_lazy("You have parted. The idea looks for an organisation again.")),
    "draft": ("ideas.open_draft", flows.open_draft, gettext_lazy("The application has begun, with the idea in it.")),
}


class Act(Door, View):
    """A button of the idea's page, of its owner or of the organisation that is paired with it."""

    permission = SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str, verb: str) -> HttpResponse:
        user: Any = request.user
        if verb not in ACTS:
            raise Http404
        permission, flow, words = ACTS[verb]
        idea = get_object_or_404(policy.visible(user, permission, Idea.objects.all()), code=code)
        given = {"reason": request.POST.get("reason", "")} if verb == "part" else {}
        done = flow(idea_id=idea.pk, actor=user, **given)
        messages.success(request, str(words))
        if verb == "draft":
            return HttpResponseRedirect(reverse("applications:overview", args=[done.code]))
        if verb == "withdraw":
            return HttpResponseRedirect(reverse("ideas:mine"))
        return HttpResponseRedirect(reverse("portal:idea", args=[idea.code]))


class Point(RowDoor, View):
    """Ask an organisation that fits to look at one's idea."""

    permission = "ideas.keep"
    lookup = {"code": "code"}
    http_method_names = ["post"]

    def rows(self) -> Any:
        return Idea.objects.all()

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        user: Any = request.user
        chosen = request.POST.get("organization", "")
        organization = get_object_or_404(Organization, pk=int(chosen) if chosen.isdigit() else 0)
        flows.point_out(idea_id=self.row.pk, organization=organization, actor=user)
        messages.success(request, _("%(name)s is asked to look at your idea.") % {"name": organization.name})
        return HttpResponseRedirect(reverse("portal:idea", args=[code]))

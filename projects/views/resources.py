"""Pages of whoever offers something, and the word of an organisation that it would use it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView, TemplateView

from organizations.enums import MemberRole
from organizations.models import Organization
from organizations.queries import is_member
from projects import flows, queries
from projects.forms import ResourceForm
from projects.models import Need, Resource
from rounds.enums import Means
from rounds.queries import uses
from venture.doors.web import SIGNED_IN, Door, RowDoor
from venture.kernel import policy


class NewResource(Door, FormView):
    """Offer something. The page is missing while no round collects resources. 5 queries."""

    permission = "resources.offer"
    template_name = "needs/resource_form.html"
    form_class = ResourceForm

    def early(self, request: HttpRequest) -> HttpResponse | None:
        if not uses(Means.RESOURCES):
            raise Http404
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form: Any) -> HttpResponse:
        user: Any = self.request.user
        resource = flows.offer_resource(actor=user, **form.cleaned_data)
        messages.success(
            self.request,
            _("Thank you. %(code)s is handed in; the operator reads it, then it stands on the list.")
            % {"code": resource.code},
        )
        return HttpResponseRedirect(reverse("resources:mine"))


class MyResources(Door, TemplateView):
    """What one offers, and who asks for it. 3 queries."""

    permission = "resources.offer"
    template_name = "needs/resources_mine.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(resources=list(queries.resources_of(self.request.user)), **given)


class EditResource(RowDoor, FormView):
    """Put one's offer into better words, until it is published."""

    permission = "resources.edit_own"
    lookup = {"code": "code"}
    template_name = "needs/resource_form.html"
    form_class = ResourceForm

    def rows(self) -> Any:
        return Resource.objects.select_related("community__street")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Resource.objects.get(pk=self.row.pk)}

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(resource=self.row, **given)

    def form_valid(self, form: Any) -> HttpResponse:
        user: Any = self.request.user
        flows.edit_resource(resource_id=self.row.pk, actor=user, **form.cleaned_data)
        messages.success(self.request, _("Saved. The operator reads it again."))
        return HttpResponseRedirect(reverse("resources:mine"))


ACTS: dict[str, tuple[str, Any, Any]] = {
    "engage": (
        "resources.engage_own",
        flows.engage_resource,
        gettext_lazy("Given into use. The organisation is told."),
    ),
    "release": ("resources.release_own", flows.release_resource, gettext_lazy("It is free again.")),
    "withdraw": ("resources.withdraw_own", flows.withdraw_resource, gettext_lazy("Taken from the list.")),
}


class ResourceAct(RowDoor, View):
    """A button of whoever offers it: let one use it, let it be free again, take it back."""

    permission = "resources.view_own"
    lookup = {"code": "code"}
    http_method_names = ["post"]

    def rows(self) -> Any:
        return Resource.objects.all()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        if kwargs["verb"] not in ACTS:
            raise Http404
        permission, flow, words = ACTS[kwargs["verb"]]
        given: dict[str, Any] = {"resource_id": self.row.pk, "actor": user}
        if kwargs["verb"] == "engage":
            given["organization"] = queries.verified_organization(number(request.POST.get("organization", "")))
        if policy.allows(user, permission, self.row):
            flow(**given)
            messages.success(request, words)
        else:
            messages.error(request, _("This step is not yours, or the case has moved on. Reload the page."))
        return HttpResponseRedirect(reverse("resources:mine"))


class Wish(Door, View):
    """Say, for an organisation for which one writes, that it would use a resource; or take that back."""

    permission = SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        user: Any = request.user
        resource = get_object_or_404(policy.visible(user, "resources.view", Resource.objects.all()), code=code)
        writes = is_member(user, organization_ref="pk", roles=MemberRole.writers)
        chosen = number(request.POST.get("organization", ""))
        organization = get_object_or_404(Organization.objects.filter(writes), pk=chosen)
        if request.POST.get("act") == "withdraw":
            flows.withdraw_wish(resource_id=resource.pk, organization=organization, actor=user)
            messages.success(request, _("The wish is taken back."))
        else:
            need = Need.objects.filter(code=request.POST.get("need", "")).first()
            words = request.POST.get("words", "")[:200]
            flows.wish_resource(resource_id=resource.pk, organization=organization, words=words, need=need, actor=user)
            messages.success(request, _("Asked. Whoever offers it is told and decides."))
        return HttpResponseRedirect(reverse("portal:resource", args=[resource.code]))


def number(text: str) -> int:
    """Return a key that a form sent; nought for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0

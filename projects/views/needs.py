"""Pages of community workers, and the word of an organisation that it would answer a need."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import FormView, TemplateView

from organizations.enums import MemberRole
from organizations.models import Organization
from organizations.queries import is_member
from projects import flows, queries
from projects.forms import NeedForm, typed_in
from projects.models import Need
from venture.doors.web import SIGNED_IN, Door, RowDoor
from venture.kernel import policy


class NewNeed(Door, FormView):
    """Post a need of one's own community. Whatever is typed is kept, valid or not."""

    permission = "needs.report"
    template_name = "needs/form.html"
    form_class = NeedForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        draft = queries.draft_of(self.request.user)
        return dict(draft.typed) if draft else {}

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(draft=queries.draft_of(self.request.user), **given)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        if "draft" in request.POST:
            flows.keep_draft(user=user, typed=typed_in(request.POST))
            messages.success(request, _("The draft is kept. You can go on at any time, on any device."))
            return HttpResponseRedirect(reverse("needs:new"))
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        user: Any = self.request.user
        flows.keep_draft(user=user, typed=typed_in(self.request.POST))
        return super().form_invalid(form)

    def form_valid(self, form: Any) -> HttpResponse:
        user: Any = self.request.user
        need = flows.report_need(community=form.community(), actor=user, **form.words())
        flows.drop_draft(user=user)
        messages.success(
            self.request,
            _("%(code)s is handed in. The operator compares it with others; then it is published with a list.")
            % {"code": need.code},
        )
        return HttpResponseRedirect(reverse("needs:mine"))


class Draft(Door, View):
    """Keep what is typed while the person is typing; answered in a few bytes."""

    permission = "needs.report"
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        draft = flows.keep_draft(user=user, typed=typed_in(request.POST))
        return JsonResponse({"saved_at": draft.saved_at.isoformat()})


class MyNeeds(Door, TemplateView):
    """What one's communities have handed in, and what became of it. 3 queries."""

    permission = "needs.report"
    template_name = "needs/mine.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(needs=list(queries.for_community(user)), draft=queries.draft_of(user), **given)


class EditNeed(RowDoor, FormView):
    """Put a need of one's community into better words, until it is published."""

    permission = "needs.edit_own"
    lookup = {"code": "code"}
    template_name = "needs/form.html"
    form_class = NeedForm

    def rows(self) -> Any:
        return Need.objects.select_related("community__street")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.row}

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(need=self.row, **given)

    def form_valid(self, form: Any) -> HttpResponse:
        user: Any = self.request.user
        flows.edit_need(need_id=self.row.pk, actor=user, **form.words())
        messages.success(self.request, _("Saved."))
        return HttpResponseRedirect(reverse("needs:mine"))


class Interest(Door, View):
    """Say, for an organisation for which one writes, that it would answer a need; or take that back."""

    permission = SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        user: Any = request.user
        need = get_object_or_404(policy.visible(user, "needs.view", Need.objects.all()), code=code)
        writes = is_member(user, organization_ref="pk", roles=MemberRole.writers)
        given = request.POST.get("organization", "")
        organization = get_object_or_404(Organization.objects.filter(writes), pk=given if given.isdigit() else 0)
        if request.POST.get("act") == "withdraw":
            flows.withdraw_interest(need_id=need.pk, organization=organization, actor=user)
            messages.success(request, _("The interest is taken back."))
        else:
            flows.say_interest(need_id=need.pk, organization=organization, actor=user)
            messages.success(request, _("Your organisation is named below the need."))
        return HttpResponseRedirect(reverse("portal:need", args=[need.code]))


class Support(RowDoor, View):
    """A resident says that the need is theirs too, or takes that back."""

    permission = "needs.view"
    lookup = {"code": "code"}
    http_method_names = ["post"]

    def rows(self) -> Any:
        return Need.objects.all()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        if request.POST.get("act") == "withdraw":
            flows.take_support_back(need_id=self.row.pk, actor=user)
            messages.success(request, _("Your support is taken back."))
        else:
            flows.support_need(need_id=self.row.pk, actor=user)
            messages.success(request, _("Counted. Your name is not shown."))
        return HttpResponseRedirect(reverse("portal:need", args=[self.row.code]))

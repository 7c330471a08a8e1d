"""Pages of the three-society linkage: the organisation's own, and the community's word on its projects."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView

from organizations.queries import social_workers_of
from projects.flows import linking
from projects.forms.linkage import CharityForm, SatisfactionForm, TellForm, WorkerForm
from projects.models import BoundCommunity
from projects.queries import linkage as queries
from projects.views.resources import number
from projects.words.linkage import MODELS
from venture.doors.web import Door, RowDoor
from venture.kernel import policy

PERCENT = 100


class Linked(RowDoor):
    permission = "linkage.view_own"
    lookup = {"code": "code"}
    request: HttpRequest

    def rows(self) -> Any:
        return queries.for_linkage_page()

    def back(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("applications:linkage", args=[self.row.code]))


class LinkagePage(Linked, TemplateView):
    """Communities, social workers, volunteers and gifts of one project. 9 queries, whatever their number."""

    template_name = "applications/linkage.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        row = self.row
        writes = policy.allows(self.request.user, "linkage.write", row)
        facts: dict[str, Any] = {
            "project": row, "writes": writes, "models": list(MODELS.items()),
            "any_worker": writes and social_workers_of(row.organization).exists(),
        }  # fmt: skip
        if writes:
            facts |= {
                "tell": TellForm(instance=row.linkage), "worker": WorkerForm(organization=row.organization),
                "charity": CharityForm(),
            }  # fmt: skip
        return super().get_context_data(**{**facts, **given})


class LinkageAct(Linked, View):
    """One small form of the page. A mistake becomes a message; what was typed well elsewhere stays."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        verbs: dict[str, Callable[[], None]] = {
            "tell": self._tell, "share": self._share, "worker": self._worker, "end-worker": self._end_worker,
            "charity": self._charity, "remove-charity": self._remove,
        }  # fmt: skip
        act = verbs.get(kwargs["verb"])
        if act is None or not policy.allows(request.user, "linkage.write", self.row):
            raise Http404
        act()
        return self.back()

    @property
    def given(self) -> dict[str, Any]:
        return {"project_id": self.row.pk, "actor": self.request.user}

    def _taken(self, form: Any) -> dict[str, Any] | None:
        """Return what the form says; tell what is wrong with it otherwise."""
        if form.is_valid():
            taken: dict[str, Any] = form.cleaned_data
            return taken
        for name, errors in form.errors.items():
            messages.error(self.request, f"{form.fields[name].label}：{' '.join(map(str, errors))}")
        return None

    def _tell(self) -> None:
        taken = self._taken(TellForm(self.request.POST))
        if taken is not None:
            linking.tell_linkage(**self.given, **taken)
            messages.success(self.request, _("Saved."))

    def _share(self) -> None:
        shares: dict[int, int | None] = {}
        for bound in self.row.bound.all():
            text = self.request.POST.get(f"share-{bound.pk}", "").strip()
            if text and not (text.isascii() and text.isdigit() and int(text[:4]) <= PERCENT):
                messages.error(self.request, _("Write whole percent, 0 to 100."))
                return
            shares[bound.pk] = int(text) * PERCENT if text else None
        linking.share_money(**self.given, shares=shares)
        messages.success(self.request, _("Saved."))

    def _worker(self) -> None:
        taken = self._taken(WorkerForm(self.request.POST, organization=self.row.organization))
        if taken is not None:
            linking.link_worker(**self.given, worker_id=taken["worker"].pk, duty=taken["duty"], hours=taken["hours"])
            messages.success(self.request, _("Saved."))

    def _end_worker(self) -> None:
        linking.unlink_worker(**self.given, linked_id=number(self.request.POST.get("linked", "")))
        messages.success(self.request, _("Ended; the hours in projects stay."))

    def _charity(self) -> None:
        taken = self._taken(CharityForm(self.request.POST))
        if taken is not None:
            linking.add_charity(
                **self.given, kind=taken["kind"], giver=taken["giver"], what=taken["what"], value_fen=taken["value"]
            )
            messages.success(self.request, _("Noted."))

    def _remove(self) -> None:
        linking.remove_charity(**self.given, charity_id=number(self.request.POST.get("charity", "")))
        messages.success(self.request, _("Taken out."))


class CommunityProjects(Door, TemplateView):
    """The projects in one's communities, and the word on how content they are. 3 queries."""

    permission = "linkage.see_own_community"
    template_name = "needs/projects.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        rows = list(queries.bound_of(self.request.user))
        for row in rows:
            row.form = SatisfactionForm(  # type: ignore[attr-defined]  # for the page only
                initial={"stars": row.satisfaction, "words": row.satisfaction_words}, auto_id=f"id_{row.pk}_%s"
            )
        return super().get_context_data(rows=rows, **given)


class Satisfaction(RowDoor, View):
    """A community says how content it is."""

    permission = "linkage.judge"
    http_method_names = ["post"]

    def rows(self) -> Any:
        return BoundCommunity.objects.all()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = SatisfactionForm(request.POST)
        if form.is_valid():
            user: Any = request.user
            linking.judge_satisfaction(
                bound_id=self.row.pk, stars=form.cleaned_data["stars"], words=form.cleaned_data["words"], actor=user
            )
            messages.success(request, _("Thank you. The organisation and the office read it."))
        else:
            messages.error(request, _("Choose one to five."))
        return HttpResponseRedirect(reverse("needs:projects"))

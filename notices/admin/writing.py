"""Composing a notice, drawing its list of needs or projects, and beginning the notice that corrects another."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import FormView

from notices import flows, queries
from notices.enums import NoticeKind
from notices.forms import CorrectionForm, NoticeForm
from notices.models import Notice
from projects.models import Need
from rounds.models import Round
from venture.doors.admin import StaffDoor, StaffRowDoor, refusals_as_messages
from venture.kernel import policy


def _ids(values: list[str]) -> list[int]:
    return [int(text) for text in values if text.isdigit()][:500]


def _listable(user: Any, values: list[str]) -> list[int]:
    """Return those of the needs in the address that the person may put on a list."""
    rows = policy.visible(user, "needs.list", Need.objects.filter(pk__in=_ids(values)))
    return list(rows.values_list("pk", flat=True))


class Composing(FormView):
    """What the pages that write a notice share."""

    template_name = "admin/notices/form.html"
    form_class: Any = NoticeForm
    request: HttpRequest

    def to_desk(self, notice: Notice) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:notice_desk", args=[notice.pk]))


class New(StaffDoor, Composing):
    permission = "notices.draft"
    title = gettext_lazy("New notice")

    def get_form_kwargs(self) -> dict[str, Any]:
        rounds = policy.visible(self.request.user, "rounds.view_staff", Round.objects.all())
        return {**super().get_form_kwargs(), "rounds": rounds}

    def get_initial(self) -> dict[str, Any]:
        kind = self.request.GET.get("kind", "")
        newest = policy.visible(self.request.user, "rounds.view_staff", Round.objects.all()).first()
        return {
            "kind": kind if kind in NoticeKind.values else NoticeKind.CALL,
            "round": newest,
            "issuer": newest.sponsor if newest else "",
        }

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        return super().get_context_data(need_ids=_ids(self.request.GET.getlist("need")), **given)

    def form_valid(self, form: Any) -> HttpResponse:
        actor: Any = self.request.user
        notice = flows.draft_notice(
            text=form.cleaned_data["text"], round_=form.cleaned_data["round"], actor=actor, **form.words()
        )
        chosen = _listable(actor, self.request.POST.getlist("need"))
        if chosen:
            with refusals_as_messages(self.request):
                flows.list_needs(notice_id=notice.pk, need_ids=chosen, actor=actor)
        messages.success(self.request, _("The draft is kept. Below is what the public will read."))
        return self.to_desk(notice)


class Edit(StaffRowDoor, Composing):
    permission = "notices.edit"
    title = gettext_lazy("Change the notice")
    row: Notice

    def rows(self) -> Any:
        return queries.for_staff()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": Notice.objects.get(pk=self.row.pk)}

    def form_valid(self, form: Any) -> HttpResponse:
        actor: Any = self.request.user
        flows.edit_notice(notice_id=self.row.pk, actor=actor, text=form.cleaned_data["text"], **form.words())
        messages.success(self.request, _("Saved. Below is what the public will read."))
        return self.to_desk(self.row)


class Correct(StaffRowDoor, Composing):
    """Begin a notice that corrects a published one; the published one stays as it is."""

    permission = "notices.correct"
    title = gettext_lazy("Correct a notice")
    form_class = CorrectionForm
    row: Notice

    def rows(self) -> Any:
        return queries.for_staff()

    def get_initial(self) -> dict[str, Any]:
        return {
            "title": _("Correction of: %(title)s") % {"title": self.row.title},
            "issuer": self.row.issuer,
            "place": self.row.place,
        }

    def form_valid(self, form: Any) -> HttpResponse:
        actor: Any = self.request.user
        notice = flows.draft_notice(text=form.cleaned_data["text"], corrects=self.row, actor=actor, **form.words())
        return self.to_desk(notice)


class DrawList(StaffRowDoor, View):
    """Draw the list of a draft from the chosen needs; that of a shortlist from the chosen projects."""

    permission = "notices.edit"
    http_method_names = ["post"]
    row: Notice

    def rows(self) -> Any:
        return queries.for_staff()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor: Any = request.user
        with refusals_as_messages(request):
            if self.row.kind == NoticeKind.SHORTLIST:
                flows.list_projects(notice_id=self.row.pk, codes=set(request.POST.getlist("project")), actor=actor)
            else:
                chosen = _listable(actor, request.POST.getlist("need"))
                flows.list_needs(notice_id=self.row.pk, need_ids=chosen, actor=actor)
            messages.success(request, _("The list is drawn."))
        return HttpResponseRedirect(reverse("admin:notice_desk", args=[self.row.pk]))

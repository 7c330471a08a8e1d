"""A round's donations on one page: what each project earned by the rules, the funds' money, what has to go back."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import TemplateView

from grants.domain.giving import WHOLE
from grants.flows import giving
from grants.forms.giving import SupportForm
from grants.models import NamedFund, Support
from grants.queries import giving as queries
from reviews.admin.sheets import FEN, sheet_answer, workbook
from reviews.enums import AwardState
from reviews.flows.exporting import note_export
from reviews.models import Award
from rounds.models import Round
from venture.doors import desk
from venture.doors.admin import StaffRowDoor
from venture.doors.desk import DeskAct
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal, sentence_of

SUPPORTS: Mapping[str, desk.Act] = {
    "approve": ("supports.decide", giving.approve_support, gettext_lazy("Approved. The offer of the grant binds it.")),
    "refuse": ("supports.decide", giving.refuse_support, gettext_lazy("Refused; nothing is bound.")),
    "withdraw": ("supports.withdraw", giving.withdraw_support, gettext_lazy("Taken back.")),
}
PERCENT = 100


class RoundDoor(StaffRowDoor):
    permission = "donations.overview"
    lookup = {"code": "code"}
    row: Round

    def rows(self) -> QuerySet[Round]:
        return Round.objects.filter(donation_rules__isnull=False).select_related("donation_rules__source")

    def support_form(self, data: Any = None) -> SupportForm:
        """Offer the projects with an award and no grant yet, and the sources that have money for their fields."""
        awards = Award.objects.filter(
            decision__round=self.row, state__in=(AwardState.PROPOSED, AwardState.CONFIRMED), grant__isnull=True
        ).select_related("project")
        funds = NamedFund.objects.exclude(state="draft").select_related("source")
        source = self.row.donation_rules.source
        return SupportForm(
            data, projects=[(each.project_id, f"{each.project.code} {each.project.title}") for each in awards],
            sources=[*((each.source_id, each.name) for each in funds), (source.pk, source.name)],
        )  # fmt: skip


class Overview(RoundDoor, TemplateView):
    """14 queries, however many projects."""

    template_name = "admin/grants/giving/round.html"
    title = gettext_lazy("Donations of the round")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        row, user = self.row, self.request.user
        supports = Support.objects.filter(project__round=row).select_related("project", "source", "asked_by")
        decide = set(policy.visible(user, "supports.decide", supports).values_list("pk", flat=True))
        rows = queries.earned_by(row, row.donation_rules)
        returnable = list(queries.returnable(row.pk).values_list("amount_fen", flat=True))
        may = policy.rights(user, {"donations.support", "donations.return_all"}, row)
        return super().get_context_data(
            round=row, rules=row.donation_rules, rows=rows, returnable=len(returnable), returnable_fen=sum(returnable),
            supports=[(each, each.pk in decide, each.asked_by_id == user.pk) for each in supports],
            may_support="donations.support" in may, may_return="donations.return_all" in may,
            form=self.support_form(), **given,
        )  # fmt: skip


class RoundAct(RoundDoor, View):
    """Propose a support; ask for every refund that is owed."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        permission = {"support": "donations.support", "return": "donations.return_all"}.get(kwargs["verb"])
        if permission is None:
            raise Http404
        actor: Any = request.user
        if not policy.allows(actor, permission, self.row):
            messages.error(request, _("This step is not yours, or the case has moved on. Reload the page."))
            return self.back()
        try:
            messages.success(request, self._support(actor) if kwargs["verb"] == "support" else self._return(actor))
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        return self.back()

    def _support(self, actor: Any) -> str:
        form = self.support_form(self.request.POST)
        if not form.is_valid():
            words = " ".join(str(error) for errors in form.errors.values() for error in errors)
            raise RuleRefusal("gift_form_wrong", words=words)
        giving.ask_support(actor=actor, **form.cleaned_data)
        return _("Proposed. A head of section decides.")

    def _return(self, actor: Any) -> str:
        made = giving.ask_refunds(round_id=self.row.pk, actor=actor)
        words = ngettext(
            "%(n)s refund is asked for. A second person approves it.",
            "%(n)s refunds are asked for. A second person approves them.", len(made),
        )  # fmt: skip
        return words % {"n": len(made)}

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:donations_round", args=[self.row.code]))


class SupportAct(DeskAct):
    permission = "supports.view"
    acts = SUPPORTS
    row: Support

    def rows(self) -> QuerySet[Support]:
        return Support.objects.select_related("project__round")

    def given(self, verb: str) -> dict[str, Any]:
        said = {} if verb == "withdraw" else {"answer": self.request.POST.get("words", "")}
        return {"support_id": self.row.pk, **said}

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:donations_round", args=[self.row.project.round.code]))


class Sheet(RoundDoor, View):
    """What donations earn each project, for the meeting that decides."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        actor: Any = request.user
        rows = queries.earned_by(self.row, self.row.donation_rules)
        note_export(what="donations-of-round", count=len(rows), actor=actor)
        heads = [
            _("Number"), _("Title"), _("Organisation"), _("Budget (yuan)"), _("Donations that count (yuan)"),
            _("Came too late (yuan)"), _("Share of the budget (%)"), _("Earns the name"), _("Matched (yuan)"),
            _("Filled up (yuan)"), _("Points"),
        ]  # fmt: skip
        lines = [
            [
                project.code, project.title, project.organization.name, project.total_fen / FEN,
                earned.counted_fen / FEN, late / FEN, earned.share * PERCENT / WHOLE,
                _("Yes") if earned.named else _("No"), earned.matched_fen / FEN, earned.topped_fen / FEN,
                earned.points,
            ]
            for project, earned, late in rows
        ]  # fmt: skip
        name = f"donations-{self.row.code}-{clock.today():%Y%m%d}.xlsx"
        return sheet_answer(workbook(_("Donations"), heads, lines), name)

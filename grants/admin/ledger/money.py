"""Where the money stands, source by source and field by field; allotments are proposed and decided here."""

from collections.abc import Sequence
from secrets import token_hex
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import TemplateView

from grants.enums import AskState
from grants.flows import ledger
from grants.forms.ledger import AllotmentForm, EnvelopesForm, YearForm
from grants.models import Allotment, YearClosing
from grants.queries.ledger import Money, envelope_overview, money_of_sources
from reviews.admin.sheets import sheet_answer, workbook
from reviews.flows.exporting import note_export
from rounds.enums import Means, RoundState
from rounds.models import Round
from venture.doors.admin import StaffDoor, StaffRowDoor
from venture.doors.desk import Act, DeskAct
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal, sentence_of

FEN = 100
WIDE = 1000
PARTS = ("paid", "payable", "committed", "free")


class Bar:
    """One bar of the chart: what was paid, approved, bound and is free, as widths of a thousand."""

    def __init__(self, money: Money, largest: int) -> None:
        self.money, left = money, 0
        self.parts = []
        for name in PARTS:
            fen = getattr(money, name) - (money.returned if name == "paid" else 0)
            width = WIDE * max(fen, 0) // largest if largest else 0
            self.parts.append((name, left, width))
            left += width


def bars(rows: Sequence[Money]) -> list[Bar]:
    """Return the bars of a chart, all to one scale."""
    largest = max((row.source_in for row in rows), default=0)
    return [Bar(row, largest) for row in rows]


class Sources(StaffDoor, TemplateView):
    """All sources and budget years, the rounds, the end of a year. 12 queries at most."""

    permission = "ledger.read"
    template_name = "admin/grants/ledger/sources.html"
    title = gettext_lazy("Where the money stands")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        user = self.request.user
        rows = money_of_sources()
        closings = list(policy.visible(user, "year_closings.view", YearClosing.objects.select_related("asked_by")))
        asked = [each for each in closings if each.state == AskState.ASKED]
        decide = policy.condition(user, "year_closings.decide") != policy.NOBODY
        # A round whose first money is still to be allotted has no account yet.
        known = Q(accounts__isnull=False) | Q(state__in=RoundState.public())
        rounds = policy.visible(user, "ledger.overview", Round.objects.filter(known))
        return super().get_context_data(
            bars=bars(rows), prizes=any(row.prizes for row in rows), closings=closings,
            rounds=list(rounds.distinct().only("code", "title", "year")),
            asked=[(each, decide and each.asked_by_id != user.pk) for each in asked],
            may_ask=policy.may(user, "year_closings.propose"),
            form=YearForm(initial={"key": token_hex(8), "year": clock.today().year - 1}), **given,
        )  # fmt: skip


class RoundMoney(StaffRowDoor, TemplateView):
    """A round's fields, its allotments and what is to be decided. 14 queries at most."""

    permission = "ledger.overview"
    lookup = {"code": "code"}
    template_name = "admin/grants/ledger/round.html"
    row: Round

    def rows(self) -> QuerySet[Round]:
        return Round.objects.all()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        round_, user = self.row, self.request.user
        overview = envelope_overview(round_.pk)
        allotments = list(
            Allotment.objects.filter(round=round_).select_related(
                "category", "source", "asked_by", "decided_by", "file"
            )
        )
        decide = set(
            policy.visible(user, "allotments.decide", Allotment.objects.filter(round=round_)).values_list(
                "pk", flat=True
            )
        )
        key, first = token_hex(8), {"key": token_hex(8), "year": round_.year}
        return super().get_context_data(
            title=_("Money of the round"), round=round_, bars=bars(overview.rows), whole=overview.whole,
            asked=[
                (each, each.pk in decide, each.asked_by_id == user.pk)
                for each in allotments
                if each.state == AskState.ASKED
            ],
            decided=[each for each in allotments if each.state != AskState.ASKED],
            may_propose=policy.allows(user, "allotments.propose", round_),
            form=AllotmentForm(initial=first, round_=round_), gives_prizes=Means.IDEA_AWARDS in round_.advanced,
            all_form=EnvelopesForm(initial={"key": key}, prefix="all"),
            **given,
        )  # fmt: skip


class Propose(StaffRowDoor, View):
    """The two buttons of whoever makes: one field, or every envelope that has not its money yet."""

    permission = "allotments.propose"
    lookup = {"code": "code"}
    http_method_names = ["post"]
    row: Round

    def rows(self) -> QuerySet[Round]:
        return Round.objects.all()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["verb"] not in {"one", "all"}:
            raise Http404
        every = kwargs["verb"] == "all"
        form: Any = EnvelopesForm(request.POST, prefix="all") if every else AllotmentForm(request.POST, round_=self.row)
        if not form.is_valid():
            messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
            return self.back()
        actor: Any = request.user
        try:
            if every:
                made = ledger.propose_envelopes(round_id=self.row.pk, actor=actor, **form.cleaned_data)
            else:
                made = [ledger.propose_allotment(actor=actor, **form.cleaned_data)]
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            words = ngettext(
                "%(n)s allotment is proposed. A second person confirms it.",
                "%(n)s allotments are proposed. A second person confirms them.", len(made),
            )  # fmt: skip
            messages.success(request, words % {"n": len(made)})
        return self.back()

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:round_money", args=[self.row.code]))


ACTS: dict[str, Act] = {
    "approve": ("allotments.decide", ledger.confirm_allotment, gettext_lazy("Confirmed and booked.")),
    "refuse": ("allotments.decide", ledger.refuse_allotment, gettext_lazy("Refused; nothing was booked.")),
    "withdraw": ("allotments.withdraw", ledger.withdraw_allotment, gettext_lazy("Taken back.")),
}


class Decide(DeskAct):
    permission = "allotments.view"
    acts = ACTS
    row: Allotment

    def rows(self) -> QuerySet[Allotment]:
        return Allotment.objects.select_related("round")

    def given(self, verb: str) -> dict[str, Any]:
        said = {} if verb == "withdraw" else {"answer": self.request.POST.get("answer", "")}
        return {"allotment_id": self.row.pk, **said}

    def back(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:round_money", args=[self.row.round.code]))


def _sheet(request: HttpRequest, what: str, rows: Sequence[Money]) -> HttpResponse:
    actor: Any = request.user
    note_export(what=what, count=len(rows), actor=actor)
    heads = [
        _("Money of"), _("Budget year"), _("Came in (yuan)"), _("Free (yuan)"), _("Committed (yuan)"),
        _("Approved (yuan)"), _("Paid (yuan)"), _("Returned (yuan)"), _("Written off (yuan)"),
    ]  # fmt: skip
    names = ("source_in", "free", "committed", "payable", "paid", "returned", "written_off")
    lines = [[row.name, row.year, *(getattr(row, name) / FEN for name in names)] for row in rows]
    return sheet_answer(workbook(_("Money"), heads, lines), f"{what}-{clock.today():%Y%m%d}.xlsx")


class SourcesSheet(StaffDoor, View):
    permission = "ledger.read"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _sheet(request, "money-of-sources", money_of_sources())


class RoundSheet(StaffRowDoor, View):
    permission = "ledger.overview"
    lookup = {"code": "code"}
    http_method_names = ["get", "head", "options"]
    row: Round

    def rows(self) -> QuerySet[Round]:
        return Round.objects.all()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _sheet(request, "money-of-round", envelope_overview(self.row.pk).rows)

"""Annual accounts: made from the ledger, checked by another person, and the notice that publishes one."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView

from grants.enums import GrantState
from grants.flows import annual
from grants.models import AnnualAccount
from grants.queries.annual import account_content
from reviews.admin.sheets import FEN, sheet_answer, workbook
from reviews.flows.exporting import note_export
from rounds.models import FundSource
from venture.doors import desk
from venture.doors.admin import StaffDoor, StaffRowDoor
from venture.doors.desk import DeskAct, DeskPage
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of

ACTS: Mapping[str, desk.Act] = {
    "check": (
        "annual_accounts.check",
        annual.check_account,
        _("Checked. Its notice is drafted; publish it."),
    ),
    "return": ("annual_accounts.return", annual.return_account, _("Sent back.")),
}
FIGURES = (
    ("brought_fen", _("Brought forward")), ("given_fen", _("Given in the year")), ("paid_fen", _("Paid in the year")),
    ("returned_fen", _("Returned in the year")), ("left_fen", _("Left at the end of the year")),
    ("bound_fen", _("of it bound by agreements")), ("free_fen", _("of it free")),
)  # fmt: skip


class Make(StaffDoor, TemplateView):
    """Choose a source and a year. 6 queries."""

    permission = "annual_accounts.make"
    template_name = "admin/grants/annual_account_new.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        year = clock.today().year
        return super().get_context_data(
            title=gettext("New annual account"),
            sources=FundSource.objects.all(),
            years=range(year, year - 6, -1),
            **given,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        source, year = request.POST.get("source", ""), request.POST.get("year", "")
        known = FundSource.objects.filter(pk=int(source)).first() if source.isdecimal() and len(source) < 9 else None
        if known is None or not (year.isdecimal() and len(year) == 4):
            messages.error(request, gettext("Choose a source and a year."))
            return HttpResponseRedirect(request.path)
        actor: Any = request.user
        try:
            account = annual.make_account(source_id=known.pk, year=int(year), actor=actor)
        except RuleRefusal as refusal:
            messages.error(request, sentence_of(refusal))
            return HttpResponseRedirect(request.path)
        return HttpResponseRedirect(reverse("admin:annual_account_desk", args=[account.pk]))


class AccountDoor:
    permission = "annual_accounts.view"
    acts = ACTS
    desk = "annual_account_desk"
    row: AnnualAccount

    def rows(self) -> Any:
        return AnnualAccount.objects.select_related("source", "made_by", "checked_by")


class Desk(AccountDoor, DeskPage):
    """14 queries at most."""

    template_name = "admin/grants/annual_account.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        row = self.row
        open_ = row.state != "published"
        return super().get_context_data(
            title=str(row), figures=[(name, row.content["figures"][key]) for key, name in FIGURES],
            fields=row.content["fields"], prizes=row.content.get("prizes"), mine=row.made_by_id == self.request.user.pk,
            projects=[{**each, "state": GrantState(each["state"]).label} for each in row.content["projects"]],
            stale=open_ and annual.sha256_of(account_content(row.source_id, row.year)) != row.sha256, **given,
        )  # fmt: skip


class Act(AccountDoor, DeskAct):
    def given(self, verb: str) -> dict[str, Any]:
        facts: dict[str, Any] = {"account_id": self.row.pk}
        return {**facts, "reason": self.request.POST.get("reason", "")} if verb == "return" else facts


class Sheet(AccountDoor, StaffRowDoor, View):
    """The account as a sheet, in the order of the published format."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.row
        actor: Any = request.user
        note_export(what="annual-account", count=len(row.content["projects"]), actor=actor)
        heads = (
            gettext("Sequence"), gettext("Number"), gettext("Title"), gettext("Organisation"), gettext("State"),
            gettext("Grant (yuan)"), gettext("Paid (yuan)"), gettext("Spent (yuan)"), gettext("Returned (yuan)"),
            gettext("Grade"),
        )  # fmt: skip
        lines = [
            (
                number, each["code"], each["title"], each["organization"], str(GrantState(each["state"]).label),
                each["amount_fen"] / FEN, each["paid_in_all_fen"] / FEN, each["spent_fen"] / FEN,
                each["returned_fen"] / FEN, each["grade"],
            )
            for number, each in enumerate(row.content["projects"], start=1)
        ]  # fmt: skip
        prizes = row.content.get("prizes")
        if prizes:
            # Payees are individuals: the account names none of them.
            lines.append(
                (
                    len(lines) + 1, "", gettext("Creative prizes"), "", "", prizes["gross_fen"] / FEN,
                    prizes["net_fen"] / FEN, "", "", "",
                )
            )  # fmt: skip
        return sheet_answer(workbook(str(row.year), heads, lines), f"account-{row.source.slug}-{row.year}.xlsx")

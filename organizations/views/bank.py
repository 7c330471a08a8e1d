"""Where the organisation is paid: the account in use, the one that waits, the number after a fresh proof."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from organizations import flows, queries
from organizations.domain.bank import bank_code_is_plausible
from organizations.enums import AccountState
from organizations.forms import AccountForm
from organizations.models import BankAccount
from organizations.views.documents import Uploading
from venture.doors.proof import FreshDoor
from venture.doors.web import RowDoor
from venture.kernel import clock


class AccountPage(Uploading):
    """7 queries, however many accounts there were."""

    template_name = "organizations/account.html"
    tab = "account"
    right = "may_bank"
    form_class = AccountForm

    def shape(self) -> Any:
        return queries.for_account_page()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "organization": self.row}

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        accounts = self.row.all_accounts
        by_state = {each.state: each for each in reversed(accounts)}
        treasurers = [member for member in self.row.members if member.role in {"owner", "finance"}]
        waiting = by_state.get(AccountState.PROPOSED)
        return super().get_context_data(
            current=by_state.get(AccountState.CURRENT),
            waiting=waiting,
            earlier=[each for each in accounts if each.state not in {AccountState.CURRENT, AccountState.PROPOSED}],
            others=[member for member in treasurers if waiting and member.user_id != waiting.proposed_by_id],
            is_proposer=waiting is not None and waiting.proposed_by_id == self.person.pk,
            today=clock.today(),
            **given,
        )

    def keep(self, given: dict[str, Any]) -> str:
        number = given["secret_number"]
        facts = {name: given[name] for name in ("holder", "bank", "branch", "bank_code")}
        made = flows.propose_account(organization_id=self.row.pk, number=number, actor=self.person, **facts)
        if made.bank_code and not bank_code_is_plausible(made.bank_code):
            messages.warning(
                self.request,
                _("No bank with this bank code is known to us. Compare it with the certificate of opening."),
            )
        return _("Proposed. Another person confirms it; until then nothing changes.")


ACTS: dict[str, Any] = {
    "confirm": flows.confirm_account,
    "refuse": flows.refuse_account,
    "withdraw": flows.withdraw_account,
}


class AccountAct(RowDoor, View):
    """Confirm, refuse or take back an account that waits."""

    permission = "bank_accounts.manage"
    http_method_names = ["post"]

    def rows(self) -> Any:
        return BankAccount.objects.all()

    def post(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        if verb not in ACTS:
            raise Http404
        given = {"reason": request.POST.get("reason", "")} if verb == "refuse" else {}
        ACTS[verb](account_id=self.row.pk, actor=request.user, **given)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("organizations:account", args=[self.row.organization_id]))


@method_decorator(never_cache, name="dispatch")
class Reveal(FreshDoor, RowDoor, View):
    """Show the whole number, after a fresh proof; the log keeps who looked."""

    permission = "bank_accounts.reveal"
    http_method_names = ["post"]

    def rows(self) -> Any:
        return BankAccount.objects.select_related("organization")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        actor: Any = request.user
        number = flows.reveal_account(account_id=self.row.pk, actor=actor)
        return render(request, "organizations/reveal.html", {"account": self.row, "number": grouped(number)})


def grouped(number: str) -> str:
    """Return the number in groups of four, as it is read aloud."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))

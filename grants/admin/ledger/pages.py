"""One entry with its document and postings; one account with what moved on it."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.views.generic import TemplateView

from grants.models import Account, Expense, JournalEntry, Payment, Posting, PrizePayment
from venture.doors.admin import StaffRowDoor
from venture.kernel import policy

SHOWN = 200


class EntryPage(StaffRowDoor, TemplateView):
    """10 queries at most."""

    permission = "ledger.view"
    template_name = "admin/grants/ledger/entry.html"
    row: JournalEntry

    def rows(self) -> QuerySet[JournalEntry]:
        return JournalEntry.objects.select_related(
            "grant__project", "grant__organization", "round", "actor", "file", "reverses", "reversed_by"
        )

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        entry = self.row
        postings = entry.postings.select_related(
            "debit__source", "credit__source", "debit__category", "credit__category"
        )
        link = DOCUMENTS.get(entry.document_kind)
        return super().get_context_data(
            title=str(entry.number), entry=entry, postings=list(postings), whole=sum(p.amount_fen for p in postings),
            document_url=link(entry.document_pk, self.request.user) if link and entry.document_pk else "", **given,
        )  # fmt: skip


def _payment(pk: str, user: Any) -> str:
    seen = policy.visible(user, "payments.view_staff", Payment.objects.filter(pk=int(pk))).exists()
    return reverse("admin:payment_desk", args=[int(pk)]) if seen else ""


def _expense(pk: str, user: Any) -> str:
    row = Expense.objects.filter(pk=int(pk)).select_related("grant__project").first()
    return f"{reverse('admin:grants_expense_changelist')}?q={row.grant.project.code}" if row else ""


def _prize(pk: str, user: Any) -> str:
    rows = policy.visible(user, "prizes.view", PrizePayment.objects.filter(pk=int(pk)))
    row = rows.select_related("prize__contest__round").first()
    return reverse("admin:prizes_desk", args=[row.prize.contest.round.code]) if row else ""


DOCUMENTS: dict[str, Callable[[str, Any], str]] = {"payment": _payment, "expense": _expense, "prize": _prize}


class AccountPage(StaffRowDoor, TemplateView):
    """An account's newest postings. 8 queries at most."""

    permission = "ledger.view_accounts"
    template_name = "admin/grants/ledger/account.html"
    row: Account

    def rows(self) -> QuerySet[Account]:
        return Account.objects.select_related("source", "category", "grant__project", "round")

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        account = self.row
        moves = list(
            Posting.objects.filter(Q(debit=account) | Q(credit=account))
            .select_related("entry", "debit", "credit")
            .order_by("-pk")[:SHOWN]
        )
        for each in moves:
            each.comes = each.debit_id == account.pk  # type: ignore[attr-defined]
            each.other = each.credit if each.debit_id == account.pk else each.debit  # type: ignore[attr-defined]
        return super().get_context_data(
            title=str(account.get_kind_display()), account=account, moves=moves, shown=SHOWN, **given
        )

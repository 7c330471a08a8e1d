import json
from collections.abc import Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants.enums import AccountKind, EntryKind, PaymentState, PrizeState
from grants.models import JournalEntry, Posting
from grants.queries.invariants import Finding, findings
from venture.kernel.money import format_yuan

SENTENCES: Mapping[str, Any] = {
    "guard_missing": gettext_lazy("The database does not guard the ledger: %(name)s is missing."),
    "source_differs": gettext_lazy("%(source)s %(year)s: %(left)s yuan came in, the accounts make up %(right)s yuan."),
    "account_counter": gettext_lazy(
        "Account %(account)s (%(kind)s) counts %(debit)s and %(credit)s yuan, its postings sum up to %(debits)s and "
        "%(credits)s yuan."
    ),
    "grant_counter": gettext_lazy(
        "Grant %(grant)s counts %(committed)s committed, %(paid)s paid, %(returned)s returned; its accounts differ."
    ),
    "books_differ": gettext_lazy(
        "Grant %(grant)s, money of %(year)s: %(paid)s yuan paid, %(given)s received, %(held)s accounted for; "
        "%(returned)s came back, %(sent_back)s were sent back."
    ),
    "entry_empty": gettext_lazy("Entry %(number)s moves nothing."),
    "document_missing": gettext_lazy("Entry %(number)s rests on “%(document)s”, which does not exist."),
    "numbers_gap": gettext_lazy(
        "The numbers of entries have a gap: %(count)s entries from %(first)s to %(last)s, the counter says %(counter)s."
    ),
    "payment_differs": gettext_lazy(
        "Payment %(payment)s is “%(state)s”, but was approved %(approved)s, cancelled %(cancelled)s, paid %(paid)s and "
        "returned %(bounced)s times in the books."
    ),
    "payment_amount": gettext_lazy("Payment %(payment)s is of %(amount)s yuan, the books say %(booked)s."),
    "shares_exceed": gettext_lazy("Grant %(grant)s: its shares of %(shares)s yuan exceed the award of %(award)s."),
    "recovery_differs": gettext_lazy("Claim %(recovery)s counts %(returned)s yuan returned, the books say %(booked)s."),
    "expense_differs": gettext_lazy("Expense %(expense)s is “%(state)s”, but still stands in the books as spent."),
    "allotment_differs": gettext_lazy("Allotment %(document)s is “%(state)s” and was booked %(booked)s times."),
    "year_reopened": gettext_lazy("The books of %(year)s were closed at entry %(last)s, entry %(stands)s came later."),
    "gift_differs": gettext_lazy("Gift %(receipt)s is of %(amount)s yuan, the books say %(booked)s."),
    "refund_differs": gettext_lazy(
        "The refund of gift %(receipt)s over %(amount)s yuan stands in the books as %(booked)s."
    ),
    "donations_differ": gettext_lazy(
        "%(source)s: the ledger holds %(left)s yuan that came in, the donations make up %(right)s yuan."
    ),
    "donation_share_differs": gettext_lazy(
        "Grant %(grant)s holds donations of %(amount)s yuan, its shares say %(shares)s."
    ),
    "donation_unreturned": gettext_lazy(
        "The round is archived, and gift %(receipt)s of %(amount)s yuan for %(project)s, which was not selected, has "
        "not gone back."
    ),
    "prize_steps_differ": gettext_lazy(
        "The payment of the prize for %(prize)s is “%(state)s”; booked were: approved %(awarded)s, not paid "
        "%(failed)s, paid %(paid)s, came back %(back)s."
    ),
    "prize_amount_differs": gettext_lazy(
        "The prize for %(prize)s is of %(amount)s yuan, an entry of its payment says %(booked)s."
    ),
    "prize_tax_differs": gettext_lazy(
        "From the prize for %(prize)s %(amount)s yuan of tax are withheld, the books say %(booked)s."
    ),
    "prize_exceeded": gettext_lazy("The prize for %(prize)s is of %(amount)s yuan, its payments ask for %(booked)s."),
    "strange_move": gettext_lazy("%(count)s postings of “%(kind)s” go from “%(credit)s” to “%(debit)s”."),
    "and_more": gettext_lazy("And %(count)s more of the same kind."),
}
MONEY = frozenset(
    {"left", "right", "debits", "credits", "committed", "given", "held", "returned", "sent_back", "amount", "booked"}
    | {"shares", "award"}
)


class Command(BaseCommand):
    help = "Check that the ledger holds what it promises. Exit code 1 when something is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON document instead of sentences")

    def handle(self, *args: Any, **options: Any) -> None:
        found = findings()
        entries, postings = JournalEntry.objects.count(), Posting.objects.count()
        if options["json"]:
            told = [{"code": each.code, **each.facts} for each in found]
            whole = {"well": not found, "entries": entries, "postings": postings, "findings": told}
            self.stdout.write(json.dumps(whole, ensure_ascii=False, indent=2, default=str))
        else:
            for each in found:
                self.stdout.write(sentence_of(each))
            if not found:
                self.stdout.write(
                    _("The ledger is in order: %(entries)s entries, %(postings)s postings.")
                    % {"entries": entries, "postings": postings}
                )
        if found:
            raise SystemExit(1)


def sentence_of(finding: Finding) -> str:
    """Return a finding in words, its money in yuan."""
    return str(SENTENCES[finding.code]) % {name: _said(finding.code, name, v) for name, v in finding.facts.items()}


def _said(code: str, name: str, value: Any) -> str:
    money = MONEY if code != "allotment_differs" else frozenset()
    if (
        name in money
        or (code == "account_counter" and name in {"debit", "credit"})
        or (name == "paid" and code in {"grant_counter", "books_differ"})
    ):
        return format_yuan(int(value))
    if name == "kind":
        return str(EntryKind(value).label if code == "strange_move" else AccountKind(value).label)
    if code == "strange_move" and name in {"debit", "credit"}:
        return str(AccountKind(value).label)
    if code == "prize_steps_differ" and name == "state":
        return str(PrizeState(value).label)
    if code == "payment_differs" and name == "state":
        return str(PaymentState(value).label)
    return str(value)

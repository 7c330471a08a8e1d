"""The ledger as a sheet: one line for each posting."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from grants.models import JournalEntry
from reviews.admin.sheets import when, workbook

FEN = 100
# So many entries at most go into one sheet; who needs more narrows the list.
MOST = 20_000


def ledger_sheet(rows: QuerySet[JournalEntry]) -> tuple[bytes, int]:
    """Return the workbook of these entries and how many lines it has. 4 queries."""
    found = rows.order_by("number").prefetch_related("postings__debit__source", "postings__credit__source")[:MOST]
    lines = [line for entry in found for line in _lines(entry)]
    heads = [
        _("Number"), _("Day"), _("Kind"), _("Project"), _("Title"), _("Fund source"), _("Budget year"), _("Debit"),
        _("Credit"), _("Amount (yuan)"), _("Document"), _("Voucher number"), _("Booked by"), _("Booked at"),
        _("Remark"),
    ]  # fmt: skip
    return workbook(_("Ledger"), heads, lines), len(lines)


def _lines(entry: JournalEntry) -> list[list[Any]]:
    project = entry.grant.project if entry.grant else None
    return [
        [
            entry.number, str(entry.on), entry.get_kind_display(), project.code if project else "",
            project.title if project else "", str(posting.debit.source), posting.debit.year,
            posting.debit.get_kind_display(), posting.credit.get_kind_display(), posting.amount_fen / FEN,
            entry.document, entry.voucher, str(entry.actor or ""), when(entry.at), entry.memo,
        ]
        for posting in entry.postings.all()
    ]  # fmt: skip

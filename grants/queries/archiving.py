"""What belongs into the archive of a grant: its records as plain rows, and its papers."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from grants.models import ActivityPhoto, Grant, Posting, ReportFile
from venture.audit.models import AuditEntry
from venture.files.enums import FileState
from venture.files.models import StoredFile

Rows = list[dict[str, Any]]


def records_of(grant: Grant) -> Iterator[tuple[str, str, Rows | dict[str, Any]]]:
    """Yield (file name, title, rows) of everything that was written down. No account number stands in any of it."""
    yield "grant", _("Grant"), _plain([grant])[0]
    yield "application", _("Application as handed in"), json.loads(grant.submission.content)
    yield "shares", _("Sources"), _plain(grant.shares.all())
    yield "tranches", _("Tranches"), _plain(grant.tranches.all())
    yield "improvements", _("Improvements before signing"), _plain(grant.improvements.all())
    yield "agreements", _("Agreements"), _plain(grant.agreements.all())
    yield "payments", _("Payments"), _plain(grant.payments.all())
    yield "activities", _("Activities"), _plain(grant.activities.all())
    yield "expenses", _("Expenses"), _plain(grant.expenses.all())
    yield (
        "reports",
        _("Reports as handed in"),
        [row for report in grant.reports.all() for row in _plain(report.versions.all())],
    )
    yield "visits", _("Site visits"), _plain(grant.visits.all())
    yield "changes", _("Changes"), _plain(grant.changes.all())
    yield "measures", _("Measures"), _plain(grant.measures.all())
    yield "recoveries", _("Recoveries"), _plain(grant.recoveries.all())
    yield "evaluations", _("Evaluations"), _plain(grant.evaluations.all())
    yield "journal", _("Journal entries"), _plain(grant.entries.order_by("number"))
    yield "postings", _("Postings"), _plain(Posting.objects.filter(entry__grant=grant).order_by("pk"))
    yield "log", _("Log"), _log(grant)


def files_of(grant: Grant) -> list[tuple[str, str, StoredFile]]:
    """Return (folder, title, file) of every paper that is still kept."""
    found: list[tuple[str, str, StoredFile | None]] = []
    for agreement in grant.agreements.select_related("paper", "scan", "authorisation"):
        found += [
            ("agreement", _("Agreement"), agreement.paper),
            ("agreement", _("Sealed scan"), agreement.scan),
            ("agreement", _("Letter of authorisation"), agreement.authorisation),
        ]
    for payment in grant.payments.select_related("receipt", "bank_receipt"):
        found += [
            ("payments", _("Receipt of %(number)s") % {"number": payment.number}, payment.receipt),
            ("payments", _("Bank receipt of %(number)s") % {"number": payment.number}, payment.bank_receipt),
        ]
    found += [
        ("expenses", _("Voucher %(number)s") % {"number": expense.voucher_number}, expense.voucher)
        for expense in grant.expenses.select_related("voucher")
    ]
    found += [
        ("activities", _("Sign-in sheet of %(day)s") % {"day": activity.on}, activity.sign_in)
        for activity in grant.activities.select_related("sign_in")
    ]
    found += [
        ("activities", photo.caption or _("Photo"), photo.file)
        for photo in ActivityPhoto.objects.filter(activity__grant=grant).select_related("file")
    ]
    found += [
        ("reports", row.label, row.file)
        for row in ReportFile.objects.filter(report__grant=grant).select_related("file")
    ]
    found += [("visits", _("Visit of %(day)s") % {"day": each.on}, each.file) for each in _with_file(grant.visits)]
    found += [("changes", each.get_kind_display(), each.file) for each in _with_file(grant.changes)]
    found += [("measures", each.get_kind_display(), each.file) for each in _with_file(grant.measures)]
    return [
        (folder, title, file) for folder, title, file in found if file is not None and file.state == FileState.READY
    ]


def _with_file(rows: Any) -> QuerySet[Any]:
    found: QuerySet[Any] = rows.select_related("file")
    return found


def _plain(rows: "Sequence[Model] | QuerySet[Any]") -> Rows:
    """Return rows by their own columns; a foreign key as its number."""
    return [{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields} for row in rows]


def _log(grant: Grant) -> Rows:
    own = AuditEntry.objects.filter(subject_label="grants.grant", subject_pk=str(grant.pk)).order_by("seq")
    return [
        {"seq": each.seq, "at": each.at, "verb": each.verb, "before": each.before, "after": each.after} for each in own
    ]

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from accounts.models import User
from grants.flows.holding import holding
from grants.flows.ledger import Opening, open_balance
from grants.flows.ledger.proposing import source_named
from grants.models import Grant
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of
from venture.kernel.money import format_yuan, parse_yuan

# The columns in their order; the first row holds these heads.
COLUMNS = ("项目编号", "资金来源代码", "预算年度", "立项金额", "已拨付", "已支出", "已退回", "依据")
MONEY = slice(3, 7)
MOST = 5_000


class Command(BaseCommand):
    help = "Book the balances of grants begun elsewhere from a workbook. Without --book it only says what it would do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("workbook", type=Path, help="xlsx with the columns: " + ", ".join(COLUMNS))
        parser.add_argument("--on", type=date.fromisoformat, help="day of the balances (2027-01-31); today if left out")
        parser.add_argument("--actor", default="", help="e-mail of who books; needed with --book")
        parser.add_argument("--book", action="store_true", help="book it; all rows or none")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = User.objects.filter(email=options["actor"], is_active=True).first() if options["actor"] else None
        if options["book"] and actor is None:
            raise CommandError(_("Name who books: --actor with the e-mail of an account."))
        rows = _rows(options["workbook"])
        faults = []
        with transaction.atomic():
            for number, row in enumerate(rows, start=2):
                try:
                    self.stdout.write(_booked(row, options["on"] or clock.today(), actor))
                except RuleRefusal as refusal:
                    faults.append(_("Row %(row)s: %(why)s") % {"row": number, "why": sentence_of(refusal)})
            if faults or not options["book"]:
                transaction.set_rollback(True)
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(_("Nothing was booked: mend the rows named above."))
        said = _("%(count)s rows booked.") if options["book"] else _("%(count)s rows would be booked. Nothing was.")
        self.stdout.write(said % {"count": len(rows)})


def _rows(path: Path) -> list[tuple[str, ...]]:
    """Return the rows as text. Raise ``CommandError`` for a file that is no such workbook."""
    try:
        sheet = load_workbook(BytesIO(path.read_bytes()), read_only=True, data_only=True).worksheets[0]
    except Exception as error:
        raise CommandError(_("This is no readable workbook: %(error)s") % {"error": error}) from None
    lines = list(sheet.iter_rows(values_only=True, max_col=len(COLUMNS), max_row=MOST + 1))
    if not lines or tuple(str(each or "").strip() for each in lines[0]) != COLUMNS:
        raise CommandError(_("The first row must hold: %(heads)s") % {"heads": "、".join(COLUMNS)})
    return [tuple(str("" if each is None else each).strip() for each in line) for line in lines[1:] if any(line)]


def _booked(row: tuple[str, ...], on: date, actor: User | None) -> str:
    """Book one row in a savepoint of its own and return what was booked. Raise ``RuleRefusal``."""
    code, slug, year, document = row[0], row[1], row[2], row[7]
    bound, paid, spent, returned = (parse_yuan(each or "0") for each in row[MONEY])
    key = Grant.objects.filter(project__code=code).values_list("pk", flat=True).first()
    if key is None:
        raise RuleRefusal("opening_grant_unknown", project=code)
    if not year.isdigit():
        raise RuleRefusal("opening_does_not_add_up")
    with transaction.atomic(), holding(key) as grant:
        entry = open_balance(
            grant, source=source_named(slug), year=int(year), document=document, on=on, actor=actor,
            opening=Opening(bound, paid, spent, returned),
        )  # fmt: skip
    return f"{entry.number} · {code} · {slug} {year} · {format_yuan(bound)} / {format_yuan(paid)}"

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from venture.audit import queries
from venture.audit.domain.chain import Break, Fault, Head
from venture.audit.models import AuditEntry

SENTENCES = {
    Break.MISSING: gettext_lazy("Entry %(seq)s is missing."),
    Break.DISCONNECTED: gettext_lazy("Entry %(seq)s does not follow from the entry before it."),
    Break.CHANGED: gettext_lazy("Entry %(seq)s was changed: its content does not fit its hash."),
    Break.UNKNOWN_ALGORITHM: gettext_lazy("Entry %(seq)s names a hash algorithm that this system does not know."),
    Break.REWRITTEN: gettext_lazy("Entry %(seq)s differs from the head that was published: the log was written anew."),
    Break.TRUNCATED: gettext_lazy("The log was cut: entry %(seq)s and what followed are gone."),
    Break.HEAD_DIFFERS: gettext_lazy("The last entry, %(seq)s, does not fit the head that the database keeps."),
    Break.BEYOND_HEAD: gettext_lazy("Entry %(seq)s stands beyond the head: it was not written by this system."),
}


class Command(BaseCommand):
    help = "Read the whole audit log and name its first broken link."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--head", action="append", default=[], metavar="SEQ:HASH", help="a published head you kept")

    def handle(self, *args: Any, **options: Any) -> None:
        if guards := queries.missing_guards():
            raise CommandError(
                _("The database does not guard the log: %(names)s.") % {"names": ", ".join(sorted(guards))}
            )
        if fault := queries.first_fault([_head(text) for text in options["head"]]):
            raise CommandError(sentence_of(fault))
        count = AuditEntry.objects.count()
        self.stdout.write(_("The log is whole: %(count)s entries.") % {"count": count})


def sentence_of(fault: Fault) -> str:
    """Return the fault in words, and up to which entry a published head still vouches for the log."""
    said = str(SENTENCES[fault.kind]) % {"seq": fault.seq}
    proven = _("Proven by a published head up to entry %(seq)s.") % {"seq": fault.proven}
    return f"{said} {proven}" if fault.proven else said


def _head(text: str) -> Head:
    number, _colon, digest = text.partition(":")
    if not number.isdigit() or not digest:
        raise CommandError(_("Write a published head as NUMBER:HASH, the way the page shows it."))
    return Head(int(number), digest.strip())

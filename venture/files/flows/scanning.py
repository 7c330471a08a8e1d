"""What waits for the scanner: passed, held back, or asked again later."""

from django.core.files.storage import default_storage
from django.db import transaction

from venture.files import scanner
from venture.files.enums import FileState
from venture.files.flows.moving import move
from venture.files.models import StoredFile
from venture.kernel import clock


def scan(file_id: int) -> StoredFile:
    """Let the scanner look at a waiting file, outside any transaction, and write down what it says.

    A scanner that was switched off meanwhile lets the file pass, and the log says that nobody looked. Raise
    ``ScannerUnavailableError`` when it does not answer: the file goes on waiting and is not delivered.
    """
    file = StoredFile.objects.get(pk=file_id)
    if file.state != FileState.WAITING:
        return file
    looked = scanner.is_set_up()
    found = ""
    if looked:
        with default_storage.open(file.place) as content:
            found = scanner.finding(content)
    with transaction.atomic():
        return move(
            file_id,
            "quarantine" if found else "pass",
            actor=None,
            facts={"scanned": looked, "found": found},
            scanned_at=clock.now() if looked else None,
            scan_note=found[:200],
        )

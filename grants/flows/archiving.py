"""The archive package of a grant: every paper and record in a zip, with an index and a hash of each."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import translation
from django.utils.translation import gettext as _

from grants.enums import ClosureState
from grants.flows.holding import holding
from grants.models import ARCHIVE_PURPOSE, Closure, Grant
from grants.queries.archiving import files_of, records_of
from venture.audit.flows import record
from venture.files.enums import Kind
from venture.files.examining import Examined
from venture.files.flows import attach, store
from venture.files.registry import purpose_of

LANGUAGE = "zh-hans"
# A zip's own clock begins in 1980 and would make two archives of one content differ.
INSTANT = (1980, 1, 1, 0, 0, 0)


def archive(*, closure_id: int) -> None:
    """Make the archive of a checked close-out and keep it. Nothing happens once it is closed or was given back."""
    grant_id = Closure.objects.values_list("grant_id", flat=True).get(pk=closure_id)
    made = _pack(Grant.objects.select_related("project", "organization", "round", "submission").get(pk=grant_id))
    sha256 = hashlib.sha256(made).hexdigest()
    with holding(grant_id) as grant:
        closure = Closure.objects.select_for_update(of=("self",)).select_related("checked_by").get(pk=closure_id)
        if closure.state != ClosureState.CHECKED:
            return
        examined = Examined(
            purpose=purpose_of(ARCHIVE_PURPOSE), kind=Kind.ZIP, name=f"{grant.project.code}.zip",
            content=ContentFile(made), size=len(made), sha256=sha256, sha256_received=sha256,
        )  # fmt: skip
        file = store(examined, actor=closure.checked_by)
        closure.archive = attach(file.key, purpose=ARCHIVE_PURPOSE, actor=closure.checked_by)
        closure.archive_sha256 = sha256
        closure.save(update_fields=["archive", "archive_sha256"])
        record(
            actor=None, verb="closure.archive", subject=closure, sha256=closure.archive_sha256,
            application=grant.project.code,
        )  # fmt: skip


def _pack(grant: Grant) -> bytes:
    out = io.BytesIO()
    index: list[tuple[str, str, str, int]] = []
    with translation.override(LANGUAGE), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for path, title, data in _contents(grant):
            bundle.writestr(zipfile.ZipInfo(path, INSTANT), data, zipfile.ZIP_DEFLATED)
            index.append((path, title, hashlib.sha256(data).hexdigest(), len(data)))
        bundle.writestr(zipfile.ZipInfo("index.csv", INSTANT), _index(index), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _contents(grant: Grant) -> Iterator[tuple[str, str, bytes]]:
    for name, title, rows in records_of(grant):
        yield f"records/{name}.json", title, _json(rows)
    for number, (folder, title, file) in enumerate(files_of(grant), start=1):
        with default_storage.open(file.place) as stream:
            yield f"{folder}/{number:03d}.{file.kind}", title, stream.read()


def _json(rows: Any) -> bytes:
    return json.dumps(rows, ensure_ascii=False, indent=1, sort_keys=True, default=str).encode()


def _index(rows: list[tuple[str, str, str, int]]) -> bytes:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow([_("File"), _("What it is"), "SHA-256", _("Bytes")])
    table.writerows(rows)
    # The mark at the beginning lets office programs read the Chinese.
    return b"\xef\xbb\xbf" + out.getvalue().encode()

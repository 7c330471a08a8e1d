"""Canaries: a mark of its own in every text that any table holds, so that each says where it was read again.

A mark is ``Zq0f4241Z``; where there is room a mobile, an identity and a card number of the same number follow it, which
no public page may show even where it shows the text. What the machine itself gives (keys, hashes, codes of an address)
stays as it is.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, models, transaction

from venture.files.models import StoredFile

# Ours: what Django and its libraries keep beside is no page's business but for sign-in addresses.
OURS: Final = frozenset(
    {
        "accounts", "audit", "files", "grants", "jobs", "notices", "notify", "organizations", "projects", "reviews",
        "rounds", "account",
    }
)  # fmt: skip
# Names of fields that hold what the machine gave or chose: part of an address, of a check or of a state.
MACHINE: Final = frozenset(
    {
        "alg", "annex_sha256", "archive_sha256", "asked_hash", "blind_code", "challenge", "claim", "code", "commitment",
        "content_hash", "digest", "event", "fingerprint", "form_limits", "hash", "inputs_hash", "key", "kind", "line",
        "locale", "mobile_hash", "network", "nonce", "password", "path", "pattern", "planned", "prefix", "prev_hash",
        "purpose_key", "receipt", "salt", "scan_note", "scopes", "sealed", "seed", "sha256", "sha256_received", "slug",
        "source_slug", "text_version", "ticket", "times", "token", "verb", "subject_label", "subject_pk",
        "document_kind", "document_pk", "checklist", "persons_per_act", "project_prefix", "advanced", "inferred",
    }
)  # fmt: skip
# Fields of these names are machine's here and persons' elsewhere.
MACHINES: Final = frozenset(
    {
        "files.StoredFile.purpose", "jobs.Job.name", "notify.CodesSent.name", "organizations.Mentor.abilities",
        "reviews.Expert.fields", "rounds.BudgetRule.categories", "rounds.BudgetRule.sources",
        "projects.SectionDraft.keys", "rounds.Tranche.preconditions", "grants.GrantTranche.preconditions",
    }
)  # fmt: skip
PHONES: Final = frozenset({"mobile", "phone", "enquiry_phone", "supervision_phone"})
TYPED: Final = re.compile(r"[^\x00-\x7f]|\d{7}|@")
MARK: Final = re.compile(r"zq([0-9a-f]{6})z", re.IGNORECASE)
NUMBERS: Final = (
    re.compile(r"190(\d{8})(?!\d)"), re.compile(r"9(\d{8})00000000[\dXx]"), re.compile(r"6(\d{8})000000\d")
)  # fmt: skip
# So many rows of a table, the newest: the log of the city alone holds two thousand.
MOST: Final = 200
# The numbers of the marks begin here: no other number of a page looks like one.
FIRST: Final = 1_000_001
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Canary:
    """Where a mark was put: the field (``grants.Story.text``, with the path inside JSON) and the row."""

    label: str
    pk: Any


@dataclass
class Cage:
    """All canaries by their numbers. ``bare`` are models without a row, ``kept`` fields that refused in some row."""

    held: list[Canary] = field(default_factory=list)
    bare: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)

    def put(self, label: str, pk: Any) -> int:
        self.held.append(Canary(label, pk))
        return FIRST + len(self.held) - 1

    def marks_in(self, text: str) -> set[Canary]:
        """Return the canaries whose mark a text shows."""
        return self._known(int(found, 16) for found in MARK.findall(text))

    def numbers_in(self, text: str) -> set[Canary]:
        """Return the canaries of which a text shows the mobile, the identity or the card number."""
        close = re.sub(r"(?<=\d)[ -](?=\d)", "", text)
        return self._known(int(found) for pattern in NUMBERS for found in pattern.findall(close))

    def _known(self, numbers: Iterable[int]) -> set[Canary]:
        places = {each - FIRST for each in numbers}
        return {self.held[each] for each in places if 0 <= each < len(self.held)}


def mark(number: int) -> str:
    return f"Zq{number:06x}Z"


def mobile(number: int) -> str:
    return f"190{number:08d}"


def identity(number: int) -> str:
    head = f"9{number:08d}00000000"
    return head + "10X98765432"[sum(int(d) * w for d, w in zip(head, _WEIGHTS, strict=True)) % 11]


def card(number: int) -> str:
    head = f"6{number:08d}000000"
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(head)]
    return head + str(-sum(each - 9 * (each > 9) for each in doubled) % 10)


def words(number: int, room: int | None) -> str:
    """Return the mark with as many numbers of a person behind it as there is room for."""
    text = mark(number)
    for each in (mobile(number), identity(number), card(number)):
        if room is not None and len(text) + 1 + len(each) > room:
            break
        text += f" {each}"
    return text


def plant() -> Cage:
    """Put a canary into every text of every row, and into the content of every file. All guards are taken away."""
    take_guards_away()
    cage = Cage()
    for model in apps.get_models():
        places = [each for each in model._meta.concrete_fields if is_planted(model, each)]
        if model._meta.app_label not in OURS or not places:
            continue
        rows = list(model._base_manager.order_by("-pk")[:MOST])
        cage.bare |= set() if rows else {model._meta.label}
        for row in rows:
            _plant_row(cage, row, places)
    for file in StoredFile.objects.all():
        _plant_file(cage, file)
    return cage


def is_planted(model: type[models.Model], place: Any) -> bool:
    texts = (models.CharField, models.TextField, models.JSONField)
    if not isinstance(place, texts) or place.choices or place.name in MACHINE or place.primary_key:
        return False
    return f"{model._meta.label}.{place.name}" not in MACHINES


def _plant_row(cage: Cage, row: models.Model, places: list[Any]) -> None:
    rows = type(row)._base_manager.filter(pk=row.pk)
    values = {
        place.name: _planted(cage, f"{row._meta.label}.{place.name}", row.pk, place, getattr(row, place.attname))
        for place in places
    }
    changed = {name: value for name, value in values.items() if value is not None}
    # Some texts have a shape, or are to be empty in some states: those stay as they are.
    if not _taken(rows, changed):
        cage.kept |= {f"{row._meta.label}.{name}" for name, value in changed.items() if not _taken(rows, {name: value})}


def _taken(rows: Any, values: dict[str, Any]) -> bool:
    try:
        with transaction.atomic():
            rows.update(**values)
    except IntegrityError:
        return False
    return True


def _planted(cage: Cage, label: str, pk: Any, place: Any, old: Any) -> Any:
    room = place.max_length
    if isinstance(place, models.JSONField):
        return _leaves(cage, label, pk, old)
    if isinstance(old, str) and old[:1] in "{[":
        try:
            return json.dumps(_leaves(cage, label, pk, json.loads(old)), ensure_ascii=False)
        except ValueError:
            pass
    if room is not None and room < len(mark(0)):
        return None
    number = cage.put(label, pk)
    if place.name in PHONES:
        return f"+86{mobile(number)}" if place.name == "mobile" else mobile(number)
    if isinstance(place, models.EmailField):
        return f"{mark(number).lower()}@example.cn"
    return words(number, room)


def _leaves(cage: Cage, label: str, pk: Any, value: Any) -> Any:
    """Return JSON in which every leaf that somebody typed bears a canary."""
    if isinstance(value, dict):
        return {key: _leaves(cage, f"{label}.{'#' if key.isdigit() else key}", pk, each) for key, each in value.items()}
    if isinstance(value, list):
        return [_leaves(cage, label, pk, each) for each in value]
    if isinstance(value, str) and TYPED.search(value):
        return words(cage.put(label, pk), None)
    return value


def _plant_file(cage: Cage, file: StoredFile) -> None:
    content = mark(cage.put("files.StoredFile", file.pk)).encode()
    if default_storage.exists(file.place):
        default_storage.delete(file.place)
    default_storage.save(file.place, ContentFile(content))
    StoredFile.objects.filter(pk=file.pk).update(size=len(content))


@contextmanager
def uploads_kept() -> Iterator[None]:
    """Put back what was uploaded: in the tests files live in the memory of the process, not in the transaction."""
    places = [each.place for each in StoredFile.objects.all()]
    before = {place: default_storage.open(place).read() for place in places if default_storage.exists(place)}
    yield
    for place, content in before.items():
        default_storage.delete(place)
        default_storage.save(place, ContentFile(content))


def take_guards_away() -> None:
    """Take the guards away from all tables, as somebody could who owns the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for model in apps.get_models():
                cursor.execute(f'ALTER TABLE "{model._meta.db_table}" DISABLE TRIGGER USER')
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')


def by_label(found: set[Canary]) -> dict[str, set[Any]]:
    """Return the rows of each field among the canaries."""
    rows: defaultdict[str, set[Any]] = defaultdict(set)
    for each in found:
        rows[each.label].add(each.pk)
    return dict(rows)

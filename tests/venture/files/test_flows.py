"""A file is kept once it is examined, waits for the scanner, is taken up by a row, and leaves nothing behind."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from tests.accounts.factories import make_user
from tests.venture.files import clamd, samples
from venture.audit.models import AuditEntry
from venture.files import flows
from venture.files.domain import lifecycle
from venture.files.enums import FileState
from venture.files.examining import examine
from venture.files.models import StoredFile
from venture.files.registry import Purpose, purpose_of
from venture.jobs import flows as jobs
from venture.jobs.enums import JobState
from venture.jobs.models import Job
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db


def kept(actor: Any, data: bytes = b"", name: str = "章程.pdf", purpose: str = "test.anything") -> StoredFile:
    return flows.store(examine(samples.upload(name, data or samples.pdf()), purpose_of(purpose)), actor=actor)


def lying(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def verbs(file: StoredFile) -> list[str]:
    rows = AuditEntry.objects.filter(subject_label="files.storedfile", subject_pk=str(file.pk)).order_by("seq")
    return list(rows.values_list("verb", flat=True))


def test_a_file_is_kept_under_a_key_that_says_nothing(storage: Path) -> None:
    data = samples.pdf()
    file = kept(make_user(), data)

    file.refresh_from_db()
    assert (file.state, file.name, file.size, file.scanned_at) == (FileState.READY, "章程.pdf", len(data), None)
    assert lying(storage) == {file.place}
    assert (storage / file.place).read_bytes() == data
    assert (len(file.key), "章程" in file.place) == (32, False)
    assert verbs(file) == ["file.store", "file.pass"]


def test_the_same_file_twice_has_two_keys_and_one_hash() -> None:
    person = make_user()
    first, second = kept(person), kept(person)

    assert first.key != second.key
    assert first.sha256 == second.sha256


def test_when_the_storage_fails_there_is_no_row_and_no_rest(storage: Path) -> None:
    storage.write_bytes(b"a file where the folder should be")
    person = make_user()
    with pytest.raises(RuleRefusal) as refusal:
        kept(person)

    assert refusal.value.code == "file_not_kept"
    assert (StoredFile.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_when_the_row_fails_the_content_is_taken_back(storage: Path, settings: Any) -> None:
    settings.AUDIT_ALGORITHM = "no such algorithm"
    person = make_user()
    with pytest.raises(KeyError, match="no such algorithm"):
        kept(person)

    assert (StoredFile.objects.count(), lying(storage)) == (0, set())


def test_what_the_scanner_passes_is_ready(settings: Any) -> None:
    data = samples.pdf()
    with clamd.listening() as (url, seen):
        settings.CLAMD_URL = url
        file = kept(make_user(), data)
        before = file.state
        jobs.work_off()

    file.refresh_from_db()
    assert (before, file.state, file.scan_note) == (FileState.WAITING, FileState.READY, "")
    assert file.scanned_at is not None
    assert seen == [data]


def test_what_the_scanner_finds_is_held_back_and_cannot_be_taken_up(settings: Any) -> None:
    infected = samples.with_part(samples.word(), "word/media/a.bin", samples.EICAR)
    person = make_user()
    with clamd.listening(b"stream: Eicar-Test FOUND\0") as (url, _seen):
        settings.CLAMD_URL = url
        file = kept(person, infected, "a.docx")
        jobs.work_off()

    file.refresh_from_db()
    assert (file.state, file.scan_note) == (FileState.QUARANTINED, "Eicar-Test")
    assert verbs(file) == ["file.store", "file.quarantine"]
    with pytest.raises(RuleRefusal) as refusal:
        flows.attach(file.key, purpose=file.purpose, actor=person)
    assert refusal.value.code == "file_harmful"


@pytest.mark.parametrize("answer", [None, b"INSTREAM size limit exceeded. ERROR\0", b"\0", b"what?\0"])
def test_while_the_scanner_gives_no_clear_answer_the_file_waits(answer: bytes | None, settings: Any) -> None:
    with clamd.listening(answer or b"x") as (url, _seen):
        settings.CLAMD_URL = url if answer else clamd.nobody()
        file = kept(make_user())
        jobs.work_off()
    file.refresh_from_db()
    job = Job.objects.get(name="files.scan")

    assert (file.state, file.scanned_at, verbs(file)) == (FileState.WAITING, None, ["file.store"])
    assert (job.state, job.attempts) == (JobState.QUEUED, 1)

    with clamd.listening() as (url, _seen), clock.at(job.run_at + timedelta(seconds=1)):
        settings.CLAMD_URL = url
        jobs.work_off()
    file.refresh_from_db()
    assert file.state == FileState.READY


def test_a_row_takes_an_upload_up_once() -> None:
    person = make_user()
    file = kept(person)
    flows.attach(file.key, purpose=file.purpose, actor=person)

    file.refresh_from_db()
    assert file.attached_at is not None
    with pytest.raises(RuleRefusal) as refusal:
        flows.attach(file.key, purpose=file.purpose, actor=person)
    assert refusal.value.code == "file_foreign"


@pytest.mark.parametrize("how", ["somebody else", "another purpose", "no such key", "removed"])
def test_an_upload_that_is_not_ones_own_is_not_taken_up(how: str, only_papers: Purpose) -> None:
    person = make_user()
    file = kept(person)
    actor, purpose, key = person, file.purpose, file.key
    if how == "somebody else":
        actor = make_user()
    elif how == "another purpose":
        purpose = only_papers.name
    elif how == "no such key":
        key = "0" * 32
    else:
        flows.remove(file.pk, actor=person, reason="wrong one")
    with pytest.raises(RuleRefusal) as refusal:
        flows.attach(key, purpose=purpose, actor=actor)

    file.refresh_from_db()
    assert (refusal.value.code, file.attached_at) == ("file_foreign", None)


def test_a_removed_file_leaves_its_hash_and_nothing_else(storage: Path) -> None:
    person = make_user()
    file = kept(person)
    flows.remove(file.pk, actor=person, reason="wrong one")
    before = lying(storage)
    jobs.work_off()

    file.refresh_from_db()
    assert (file.state, file.name, len(file.sha256)) == (FileState.REMOVED, "", 64)
    assert (before, lying(storage)) == ({file.place}, set())
    assert AuditEntry.objects.get(verb="file.remove").facts["reason"] == "wrong one"


def test_a_removal_that_is_taken_back_destroys_nothing(storage: Path) -> None:
    file = kept(make_user())
    with transaction.atomic():
        flows.remove(file.pk, actor=None, reason="x")
        transaction.set_rollback(True)
    jobs.work_off()

    file.refresh_from_db()
    assert (file.state, lying(storage)) == (FileState.READY, {file.place})


def test_uploads_that_no_row_took_up_are_cleaned_away_after_a_day(storage: Path) -> None:
    person = make_user()
    forgotten, taken = kept(person), kept(person)
    flows.attach(taken.key, purpose=taken.purpose, actor=person)
    early = flows.clean_away()
    with clock.at(clock.now() + timedelta(hours=25)):
        late = flows.clean_away()
        jobs.work_off()

    forgotten.refresh_from_db()
    taken.refresh_from_db()
    assert (early, late) == ((0, 0), (1, 0))
    assert (forgotten.state, taken.state) == (FileState.REMOVED, FileState.READY)
    assert lying(storage) == {taken.place}


def test_contents_without_a_row_are_cleaned_away(storage: Path) -> None:
    file = kept(make_user())
    flows.attach(file.key, purpose=file.purpose, actor=file.owner)
    stray = storage / Path(file.place).parent / ("f" * 32)
    stray.write_bytes(b"left by a process that died")
    with clock.at(clock.now() + timedelta(days=3)):
        gone = flows.clean_away()

    assert (gone, lying(storage)) == ((0, 1), {file.place})


@pytest.mark.parametrize("verb", lifecycle.MOVES)
@pytest.mark.parametrize("state", FileState.values)
def test_every_verb_moves_exactly_from_where_the_table_says(verb: str, state: str) -> None:
    move = lifecycle.MOVES[verb]
    if state in move.sources:
        assert lifecycle.target_of(verb, state) == move.target
    else:
        with pytest.raises(RuleRefusal) as refused:
            lifecycle.target_of(verb, state)
        assert refused.value.code == "file_illegal_move"

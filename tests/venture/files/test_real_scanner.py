"""EICAR against the real clamd: held back within two seconds, in words, wherever in a file it hides."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.accounts.factories import make_user
from tests.venture.files import real_clamd, samples
from tests.venture.files.test_flows import kept
from venture.files import flows, scanner
from venture.files.enums import FileState
from venture.jobs import flows as jobs
from venture.kernel.errors import RuleRefusal, sentence_of

pytestmark = [pytest.mark.django_db, pytest.mark.clamd]


@pytest.fixture(scope="module")
def clamd() -> Iterator[str]:
    # A socket's path has at most 107 characters; those of pytest's folders can be longer.
    with TemporaryDirectory() as folder, real_clamd.scanning(Path(folder)) as url:
        yield url


INFECTED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "behind a pdf": ("申报书.pdf", lambda: samples.pdf_with_attachment("说明.txt", samples.EICAR)),
    "inside word": ("申报书.docx", lambda: samples.with_part(samples.word(), "word/media/a.bin", samples.EICAR)),
}


@pytest.mark.parametrize("where", INFECTED)
def test_eicar_is_held_back_within_two_seconds_and_said_in_chinese(where: str, clamd: str, settings: Any) -> None:
    settings.CLAMD_URL = clamd
    person, (name, make) = make_user(), INFECTED[where]
    data = make()
    began = time.process_time()
    file = kept(person, data, name)
    jobs.work_off()

    assert time.process_time() - began < 2
    file.refresh_from_db()
    assert (file.state, file.scan_note) == (FileState.QUARANTINED, "Local.Eicar.UNOFFICIAL")
    with pytest.raises(RuleRefusal) as refusal, translation.override("zh-hans"):
        flows.attach(file.key, purpose=file.purpose, actor=person)
    with translation.override("zh-hans"):
        assert sentence_of(refusal.value) == f"查毒时在“{name}”中发现有害内容。请换一个文件。"
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("files:download", kwargs={"key": file.key}))
    assert (answer.status_code, answer.get("Content-Disposition")) == (410, None)


def test_a_clean_file_passes(clamd: str, settings: Any) -> None:
    settings.CLAMD_URL = clamd
    file = kept(make_user())
    jobs.work_off()

    file.refresh_from_db()
    assert (scanner.answers(), file.state, file.scan_note) == (True, FileState.READY, "")

"""A file leaves by one door: for whoever sees its row, as an attachment, kept by no cache, run by no browser."""

import re
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.enums import Role
from tests.accounts.factories import make_user
from tests.venture.files import samples
from tests.venture.files.test_flows import kept
from venture.audit.models import AuditEntry
from venture.files import flows
from venture.files.enums import FileState
from venture.files.examining import Examined
from venture.files.forms import UploadField
from venture.files.models import StoredFile
from venture.files.registry import Purpose
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db


def ask(file: StoredFile, user: Any = None, method: str = "get") -> Any:
    client = Client()
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return getattr(client, method)(reverse("files:download", kwargs={"key": file.key}))


def content_of(answer: Any) -> bytes:
    """Read the answer to its end, as a browser does; that also closes the file."""
    return b"".join(answer.streaming_content)


def attached(data: bytes = b"", name: str = "章程.pdf", purpose: str = "test.anything") -> StoredFile:
    file = kept(make_user(), data, name, purpose)
    return flows.attach(file.key, purpose=purpose, actor=file.owner)


def test_a_reader_of_the_row_gets_the_file_as_an_attachment(readers: set[int]) -> None:
    data = samples.pdf()
    file, reader = attached(data, "章程 （2027年）.pdf"), make_user()
    readers.add(reader.pk)
    answer = ask(file, reader)

    assert (answer.status_code, content_of(answer)) == (200, data)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E7%AB%A0%E7%A8%8B")
    assert answer["Content-Length"] == str(len(data))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_reading_a_sensitive_file_is_written_down_and_asking_about_it_is_not(readers: set[int]) -> None:
    file, reader = attached(), make_user()
    readers.add(reader.pk)
    head = ask(file, reader, "head")
    before = AuditEntry.objects.filter(verb="file.read").count()
    content_of(ask(file, reader))

    entry = AuditEntry.objects.get(verb="file.read")
    assert (head.status_code, head["Content-Length"]) == (200, str(file.size))
    assert (before, entry.actor, entry.subject_pk) == (0, reader, str(file.pk))


def test_a_stranger_finds_nothing_and_learns_nothing(readers: set[int]) -> None:
    file = attached()
    stranger, keeper = make_user(), make_user(Role.SYSTEM_ADMIN)
    superuser = make_user(is_superuser=True)
    real, made_up = ask(file, stranger), ask(StoredFile(key="0" * 32), stranger)

    # Each answer carries a token of its own where the forms of the frame stand.
    bodies = [re.sub(rb"(csrfmiddlewaretoken[^>]*|[0-9a-f]{32})", b"", answer.content) for answer in (real, made_up)]
    assert (real.status_code, made_up.status_code) == (404, 404)
    assert bodies[0] == bodies[1]
    assert [ask(file, person).status_code for person in (keeper, superuser, file.owner)] == [404, 404, 404]


def test_an_anonymous_visitor_is_sent_to_the_sign_in_whether_the_file_exists_or_not() -> None:
    answers = [ask(attached()), ask(StoredFile(key="0" * 32))]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert all(answer["Location"].startswith(reverse("account_login")) for answer in answers)


def test_anybody_reads_a_file_of_a_public_purpose_once_it_is_taken_up(for_all: Purpose) -> None:
    file, loose = attached(purpose=for_all.name), kept(make_user(), purpose=for_all.name)
    answer = ask(file)

    assert (answer.status_code, ask(loose).status_code) == (200, 302)
    content_of(answer)


def test_until_it_is_taken_up_an_upload_is_its_owners_alone() -> None:
    file = kept(make_user())
    answer = ask(file, file.owner)

    assert (answer.status_code, ask(file, make_user()).status_code) == (200, 404)
    content_of(answer)


def test_an_inactive_owner_gets_nothing() -> None:
    file = kept(make_user())
    file.owner.is_active = False
    file.owner.save()

    assert not policy.allows(file.owner, "files.view", file)


@pytest.mark.parametrize(
    ("state", "status"), [(FileState.WAITING, 409), (FileState.QUARANTINED, 410), (FileState.REMOVED, 410)]
)
def test_what_is_not_ready_is_answered_in_words(state: str, status: int, readers: set[int]) -> None:
    file, reader = attached(), make_user()
    readers.add(reader.pk)
    StoredFile.objects.filter(pk=file.pk).update(state=state)
    answer = ask(file, reader)

    assert (answer.status_code, answer.get("Content-Disposition"), answer["Cache-Control"]) == (
        status, None, "private, no-store",
    )  # fmt: skip
    assert b"<h1>" in answer.content


def test_a_content_that_is_gone_is_answered_in_words(readers: set[int], storage: Any) -> None:
    file, reader = attached(), make_user()
    readers.add(reader.pk)
    (storage / file.place).unlink()
    answer = ask(file, reader)

    assert (answer.status_code, b"<h1>" in answer.content) == (503, True)


def test_the_list_the_row_and_the_button_agree(readers: set[int]) -> None:
    files = [attached(), kept(make_user())]
    reader = make_user()
    readers.add(reader.pk)
    for user in (reader, files[1].owner, make_user()):
        rows = set(policy.visible(user, "files.view", StoredFile.objects.all()))
        with_right = policy.with_right(user, "files.view", StoredFile.objects.all(), name="may")
        assert {file for file in files if policy.allows(user, "files.view", file)} == rows
        assert {file for file in with_right if file.may} == rows  # type: ignore[attr-defined]


def form_of(**files: Any) -> Any:
    class Bring(forms.Form):
        paper = UploadField(purpose="test.papers", label="章程")

    return Bring(data={}, files=files) if files else Bring()


def test_the_field_says_before_what_is_taken_and_after_what_is_wrong(only_papers: Purpose) -> None:
    with translation.override("en"):
        drawn = form_of().as_p()
        wrong = form_of(paper=samples.upload("a.docx", samples.word()))
        empty = form_of(paper=samples.upload("a.pdf", b""))

        assert "PDF, at most 20 MB" in drawn
        assert 'accept=".pdf"' in drawn
        assert wrong.errors == {
            "paper": ["A file of the kind Word (.docx) is not taken here. These are: PDF."],
        }  # fmt: skip
        assert empty.errors["paper"][0].startswith("The file is empty.")


def test_the_field_gives_what_may_be_kept(only_papers: Purpose) -> None:
    form = form_of(paper=samples.upload("a.pdf", samples.pdf()))

    assert form.is_valid()
    assert isinstance(form.cleaned_data["paper"], Examined)


# --- Shown inside our own pages ---------------------------------------------------------------------------------------


def shown(file: StoredFile, user: Any) -> Any:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("files:download", kwargs={"key": file.key}), {"view": "1"})
    content_of(answer)
    return answer


SHOWN = {
    "章程.pdf": (samples.pdf, "application/pdf"),
    "照片.jpg": (samples.photo, "image/jpeg"),
    "截图.png": (samples.png, "image/png"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_papers_and_pictures_are_shown_when_asked_for_in_our_own_frames_only(name: str, readers: set[int]) -> None:
    make, kind = SHOWN[name]
    file, reader = attached(make(), name), make_user()
    readers.add(reader.pk)
    answer = shown(file, reader)

    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert answer["Content-Type"] == kind
    assert answer["Content-Security-Policy"] == ("sandbox; default-src 'none'; frame-ancestors 'self'")
    assert (answer["X-Frame-Options"], answer["X-Content-Type-Options"]) == ("SAMEORIGIN", "nosniff")
    assert (answer["Cache-Control"], answer["Cross-Origin-Resource-Policy"]) == ("private, no-store", "same-origin")
    assert AuditEntry.objects.filter(verb="file.read", actor=reader).count() == 1


@pytest.mark.parametrize(
    ("name", "make"), [("申报书.docx", samples.word), ("预算.xlsx", samples.excel), ("发票.ofd", samples.ofd)]
)
def test_other_kinds_stay_attachments_however_one_asks(name: str, make: Any, readers: set[int]) -> None:
    file, reader = attached(make(), name), make_user()
    readers.add(reader.pk)
    answer = shown(file, reader)

    assert answer["Content-Disposition"].startswith("attachment;")
    assert (answer["Content-Security-Policy"], answer["X-Frame-Options"]) == (
        "sandbox; default-src 'none'; frame-ancestors 'none'", "DENY",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.pdf", "a.png"])
def test_a_web_page_is_never_shown_because_it_is_never_kept(name: str, anything: Purpose) -> None:
    page = b"<!doctype html><script>alert(1)</script>"
    with pytest.raises(RuleRefusal):
        kept(make_user(), page, name)
    with pytest.raises(RuleRefusal):
        kept(make_user(), samples.pdf(), "a.html")

    assert StoredFile.objects.count() == 0

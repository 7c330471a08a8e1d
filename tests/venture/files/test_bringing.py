"""A file may come before its form: for whoever may, no larger than its purpose takes, and every no is said in words."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.accounts.factories import make_user
from tests.venture.files import samples
from tests.venture.files.test_flows import kept, lying
from venture.files import flows, tickets
from venture.files.enums import FileState
from venture.files.flows import keeping
from venture.files.models import StoredFile
from venture.files.registry import PICTURES, Purpose, declare_purpose
from venture.kernel import policy
from venture.kernel.errors import RuleRefusal, sentence_of

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def allowed() -> Iterator[set[int]]:
    """The people who may do the act ``test.bring``."""
    people: set[int] = set()
    policy.declare_act("test.bring", lambda user: user.pk in people)
    yield people
    del policy._acts["test.bring"]


@pytest.fixture
def ahead(allowed: set[int]) -> Purpose:
    return declare_purpose(
        "test.ahead", label="证明材料", max_mb=1, rule=lambda user: policy.NOBODY, may_upload="test.bring"
    )


@pytest.fixture
def photos(allowed: set[int]) -> Purpose:
    return declare_purpose(
        "test.photos", label="照片", max_mb=10, kinds=PICTURES, rule=lambda user: policy.NOBODY, may_upload="test.bring"
    )


@pytest.fixture
def by_link() -> Purpose:
    return declare_purpose("test.by_link", label="盖章意见", rule=lambda user: policy.NOBODY, by_ticket=True)


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client: Client, purpose: Purpose, name: str, data: bytes, **more: Any) -> Any:
    path = reverse("files:upload", kwargs={"purpose": purpose})
    return client.post(path, {"file": SimpleUploadedFile(name, data)}, headers=JSON, **more)


def test_a_file_is_kept_as_the_persons_own_and_the_form_gets_its_key(ahead: Purpose, allowed: set[int]) -> None:
    person = make_user()
    allowed.add(person.pk)
    answer = send(signed_in(person), ahead, "章程.pdf", samples.pdf())
    file = StoredFile.objects.get()

    assert answer.status_code == 201
    assert answer.json() == {
        "key": file.key, "name": "章程.pdf", "size": file.size, "state": "ready", "kind": "pdf",
        "words": answer.json()["words"], "address": f"/files/{file.key}/state/",
    }  # fmt: skip
    assert (file.owner, file.purpose, file.attached_at, file.state) == (person, ahead.name, None, FileState.READY)
    assert flows.attach(file.key, purpose=ahead.name, actor=person) == file


def test_who_may_not_finds_nothing_and_a_stranger_is_told_to_sign_in(ahead: Purpose, only_papers: Purpose) -> None:
    person, stranger = signed_in(make_user()), Client()
    path = reverse("files:upload", kwargs={"purpose": ahead})
    told = send(stranger, ahead, "a.pdf", samples.pdf())

    assert send(person, ahead, "a.pdf", samples.pdf()).status_code == 404
    assert send(person, only_papers, "a.pdf", samples.pdf()).status_code == 404
    assert person.post("/files/upload/test.nothing/").status_code == 404
    assert (told.status_code, told.json()["code"]) == (401, "signed_out")
    assert stranger.post(path)["Location"].startswith(reverse("account_login"))
    assert StoredFile.objects.count() == 0


def test_what_is_wrong_with_a_file_is_said_in_chinese(ahead: Purpose, allowed: set[int], storage: Any) -> None:
    person = make_user()
    allowed.add(person.pk)
    client = signed_in(person)
    answers = {
        name: send(client, ahead, name, data)
        for name, data in {
            "空.pdf": b"", "程序.pdf": b"MZ" + b"\0" * 900, "页面.html": b"<script>alert(1)</script>",
            "宏.docx": samples.with_part(samples.word(), "word/vbaProject.bin", b"x"),
        }.items()
    }  # fmt: skip
    nothing = client.post(reverse("files:upload", kwargs={"purpose": ahead}), headers=JSON)

    assert {name: (answer.status_code, answer.json()["code"]) for name, answer in answers.items()} == {
        "空.pdf": (422, "file_empty"), "程序.pdf": (422, "file_unknown"), "页面.html": (422, "file_unknown"),
        "宏.docx": (422, "file_macros"),
    }  # fmt: skip
    assert all(answer.json()["words"].endswith("。") for answer in answers.values())
    assert nothing.json() == {"code": "file_missing", "words": "没有收到文件。请重新选择。"}
    assert (StoredFile.objects.count(), lying(storage)) == (0, set())


class Unread(io.BytesIO):
    """A body that nobody may read."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise AssertionError("the body was read")


@pytest.mark.parametrize("kind", ["photos", "ahead"])
def test_a_body_that_is_too_large_is_refused_before_anything_of_it_is_read(
    kind: str, request: pytest.FixtureRequest, allowed: set[int]
) -> None:
    purpose: Purpose = request.getfixturevalue(kind)
    person = make_user()
    allowed.add(person.pk)
    client = signed_in(person)
    head = {
        "REQUEST_METHOD": "POST", "PATH_INFO": reverse("files:upload", kwargs={"purpose": purpose}),
        "CONTENT_TYPE": "multipart/form-data; boundary=x", "wsgi.input": Unread(),
        "CONTENT_LENGTH": str(purpose.max_bytes + 2_000_000),
    }  # fmt: skip
    script, form = client.request(**head, HTTP_ACCEPT="application/json"), client.request(**head)

    assert (script.status_code, form.status_code) == (413, 413)
    assert (
        script.json()["words"]
        == {
            "photos": "照片超过 10 MB。请压缩后重传，或直接用手机拍摄。",
            "ahead": "文件大小为 2.8 MB，最多 1 MB。请用 150 dpi 重新扫描，或拆成几份上传。",
        }[kind]
    )
    assert f"{purpose.max_mb} MB".encode() in form.content


def test_a_file_over_its_limit_inside_a_body_that_may_come_is_read_past_and_named(
    ahead: Purpose, allowed: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_user()
    allowed.add(person.pk)
    written: list[int] = []
    from django.core.files.uploadhandler import TemporaryFileUploadHandler

    take = TemporaryFileUploadHandler.receive_data_chunk
    monkeypatch.setattr(
        TemporaryFileUploadHandler, "receive_data_chunk",
        lambda self, raw, start: (written.append(len(raw)), take(self, raw, start))[1],
    )  # fmt: skip
    monkeypatch.setattr("venture.files.limits.BESIDE", 50 * 1024 * 1024)
    answer = send(signed_in(person), ahead, "a.pdf", samples.pdf() + b"\0" * 8_000_000)

    assert (answer.status_code, answer.json()["code"]) == (422, "file_too_large")
    assert "7.6 MB" in answer.json()["words"]
    assert sum(written) <= ahead.max_bytes


def test_a_forged_form_is_refused(ahead: Purpose, allowed: set[int]) -> None:
    person = make_user()
    allowed.add(person.pk)
    client = Client(enforce_csrf_checks=True)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

    assert send(client, ahead, "a.pdf", samples.pdf()).status_code == 403
    assert StoredFile.objects.count() == 0


def test_nobody_leaves_more_lying_than_a_form_could_take_up(
    ahead: Purpose, allowed: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_user()
    allowed.add(person.pk)
    monkeypatch.setattr(keeping, "MOST_LOOSE", 2)
    client = signed_in(person)
    answers = [send(client, ahead, "a.pdf", samples.pdf()) for _each in range(3)]

    assert [answer.status_code for answer in answers] == [201, 201, 422]
    assert (answers[2].json()["code"], StoredFile.objects.count()) == ("file_too_many", 2)


def test_where_a_file_stands_is_told_to_its_owner_only(ahead: Purpose) -> None:
    file = kept(make_user(), purpose=ahead.name)
    path = reverse("files:state", kwargs={"key": file.key})
    own = signed_in(file.owner).get(path)

    assert (own.status_code, own.json()["state"], own["Cache-Control"]) == (200, "ready", "private, no-store")
    assert (signed_in(make_user()).get(path).status_code, Client().get(path).status_code) == (404, 302)


# --- Without an account -----------------------------------------------------------------------------------------------


def with_ticket(purpose: Purpose) -> tuple[Client, str]:
    client = Client()
    session = client.session
    ticket = tickets.issue(session, purpose)
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    return client, ticket


def test_whoever_opened_a_link_brings_a_file_by_the_ticket_of_the_session(by_link: Purpose) -> None:
    client, ticket = with_ticket(by_link)
    answer = send(client, by_link, "意见.pdf", samples.pdf())
    file = StoredFile.objects.get()

    assert answer.status_code == 201
    assert (file.owner, file.ticket, answer.json()["address"]) == (None, ticket, "")
    for actor, held in ((None, ""), (None, "0" * 32), (make_user(), ""), (make_user(), ticket)):
        with pytest.raises(RuleRefusal) as refusal:
            flows.attach(file.key, purpose=by_link.name, actor=actor, ticket=held)
        assert refusal.value.code == "file_foreign"
    assert flows.attach(file.key, purpose=by_link.name, actor=None, ticket=ticket) == file


def test_a_ticket_is_good_for_its_purpose_and_opens_no_file(by_link: Purpose, ahead: Purpose) -> None:
    client, _ticket = with_ticket(by_link)
    send(client, by_link, "意见.pdf", samples.pdf())
    file = StoredFile.objects.get()

    assert send(client, ahead, "a.pdf", samples.pdf()).status_code == 401
    assert client.get(reverse("files:download", kwargs={"key": file.key})).status_code == 302
    assert send(Client(), by_link, "a.pdf", samples.pdf()).status_code == 401
    with pytest.raises(ValueError, match="without an account"):
        tickets.issue({}, ahead)


def test_a_file_of_nobody_is_not_kept() -> None:
    with pytest.raises(Exception, match="file_of_somebody"):
        kept(None)


# --- What is kept already, for another purpose ------------------------------------------------------------------------


def test_a_file_that_one_may_see_is_copied_for_another_purpose(ahead: Purpose, readers: set[int]) -> None:
    person = make_user()
    first = flows.attach(kept(make_user()).key, purpose="test.anything", actor=StoredFile.objects.get().owner)
    with pytest.raises(RuleRefusal) as refusal:
        flows.reuse(first.key, purpose=ahead, actor=person)
    readers.add(person.pk)
    copy = flows.keep(flows.Reused(first.key, ahead), actor=person)

    assert refusal.value.code == "file_foreign"
    assert (copy.owner, copy.purpose, copy.sha256, copy.name) == (person, ahead.name, first.sha256, first.name)
    assert copy.key != first.key
    first.refresh_from_db()
    assert (first.purpose, first.state) == ("test.anything", FileState.READY)


def test_a_file_of_a_kind_that_is_not_taken_is_not_copied(only_papers: Purpose, readers: set[int]) -> None:
    person = make_user()
    readers.add(person.pk)
    file = kept(person, samples.word(), "a.docx")
    with pytest.raises(RuleRefusal) as refusal, translation.override("zh-hans"):
        flows.reuse(file.key, purpose=only_papers, actor=person)

    assert refusal.value.code == "file_not_here"
    assert sentence_of(refusal.value)
    assert StoredFile.objects.count() == 1

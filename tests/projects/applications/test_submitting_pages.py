"""The last steps as people meet them: a page each, a button that is never dead, the receipt."""

import hashlib
import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from projects.models import Extension, Submission
from tests.accounts.factories import make_user
from tests.projects.applications.complete import make_complete, make_member, sign
from tests.projects.applications.factories import NOW, make_application, owner_of
from tests.projects.applications.test_recalling import handed_in
from venture.jobs.flows import work_off
from venture.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]


@pytest.fixture(autouse=True)
def _own_storage(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture(autouse=True)
def _in_time() -> Any:
    with clock.at(NOW):
        yield


def at_desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def key_in(page: str) -> str:
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found is not None
    return found.group(1)


def test_one_owner_alone_signs_and_hands_in() -> None:
    project = make_complete()
    client = at_desk(owner_of(project.organization))
    base = f"/applications/{project.code}"
    sent = client.post(f"{base}/sign/", {"act": "send"}, follow=True)
    assert "验证码" in sent.content.decode()
    code = re.search(r"\b(\d{6})\b", str(mail.outbox[-1].body))
    sha256 = re.search(r'name="sha256" value="([0-9a-f]{64})"', sent.content.decode())
    assert code is not None
    assert sha256 is not None
    signed = client.post(
        f"{base}/sign/", {"act": "code", "sha256": sha256.group(1), "code": code.group(1)}, follow=True
    )
    assert signed.request["PATH_INFO"] == f"{base}/submit/"
    answer = client.post(f"{base}/submit/", {"key": key_in(signed.content.decode())})

    assert (answer.status_code, answer["Location"]) == (302, f"{base}/receipt/")
    receipt = client.get(answer["Location"]).content.decode()
    submission = Submission.objects.get()
    for said in (submission.receipt, submission.sha256, "接下来"):
        assert said in receipt


def test_the_second_press_of_the_button_leads_to_the_same_receipt() -> None:
    project = make_complete()
    sign(project)
    client = at_desk(owner_of(project.organization))
    page = client.get(f"/applications/{project.code}/submit/").content.decode()
    answers = [client.post(f"/applications/{project.code}/submit/", {"key": key_in(page)}) for _each in range(2)]

    assert {(each.status_code, each["Location"]) for each in answers} == {
        (302, f"/applications/{project.code}/receipt/")
    }
    assert Submission.objects.count() == 1
    assert client.get(f"/applications/{project.code}/submit/")["Location"].endswith("/receipt/")


def test_pressed_too_early_the_button_says_what_is_missing() -> None:
    project = make_application()
    client = at_desk(owner_of(project.organization))
    page = client.get(f"/applications/{project.code}/submit/").content.decode()
    assert "disabled" not in page
    answer = client.post(f"/applications/{project.code}/submit/", {"key": key_in(page)}, follow=True)

    assert "暂不能提交" in answer.content.decode()
    project.refresh_from_db()
    assert project.state == "draft"


def test_an_editor_finds_no_page_to_sign_and_asks_instead() -> None:
    project = make_complete()
    client = at_desk(make_member(project.organization, "editor"))
    assert client.get(f"/applications/{project.code}/sign/").status_code == 404
    answer = client.post(f"/applications/{project.code}/sign/ask/", follow=True)
    assert "已请1人签章" in answer.content.decode()


def test_a_wrong_code_is_said_and_signs_nothing() -> None:
    project = make_complete()
    client = at_desk(owner_of(project.organization))
    answer = client.post(
        f"/applications/{project.code}/sign/", {"act": "code", "sha256": "0" * 64, "code": "123456"}, follow=True
    )
    assert "验证码不能用于签署当前内容" in answer.content.decode()
    assert not project.signatures.exists()


def test_the_text_behind_the_hash_can_be_downloaded_and_checked() -> None:
    project, submission = handed_in()
    client = at_desk(make_member(project.organization, "viewer"))
    answer = client.get(f"/applications/{project.code}/receipt/content.json")

    assert hashlib.sha256(answer.content).hexdigest() == submission.sha256
    assert answer["Content-Disposition"] == f'attachment; filename="{submission.receipt}.json"'
    assert answer["Cache-Control"] == "private, no-store"


def test_the_paper_is_waited_for_and_then_downloaded() -> None:
    project, submission = handed_in()
    client = at_desk(owner_of(project.organization))
    base = f"/applications/{project.code}/receipt"
    assert client.get(f"{base}/paper/").status_code == 200
    assert client.get(f"{base}/paper.pdf")["Location"] == f"{base}/"
    work_off()
    assert client.get(f"{base}/paper/").status_code == 286
    paper = client.get(f"{base}/paper.pdf", follow=True)
    assert b"".join(paper.streaming_content).startswith(b"%PDF")
    assert submission.receipt in paper["Content-Disposition"]
    # Nobody else gets it by its address.
    stranger = at_desk(make_user())
    assert stranger.get(client.get(f"{base}/paper.pdf")["Location"]).status_code == 404


def test_calling_back_and_withdrawing_name_the_consequence_first() -> None:
    project, submission = handed_in()
    client = at_desk(owner_of(project.organization))
    base = f"/applications/{project.code}"
    assert submission.receipt in client.get(f"{base}/recall/").content.decode()
    assert client.post(f"{base}/recall/").status_code == 302
    project.refresh_from_db()
    assert project.state == "draft"
    assert "撤销后不能恢复" in client.get(f"{base}/withdraw/").content.decode()
    refused = client.post(f"{base}/withdraw/", {"reason": "团队有变"})
    assert refused.status_code == 422
    client.post(f"{base}/withdraw/", {"reason": "团队有变", "known": "on"})
    project.refresh_from_db()
    assert project.state == "withdrawn"


def test_staff_ask_for_more_time_and_a_colleague_grants_it() -> None:
    project = make_application()
    asker, decider = make_user(Role.OPERATOR), make_user(Role.HEAD)
    form = {
        "code": project.code.lower(), "until_0": "2025-04-10", "until_1": "17:00", "reason": "停电",
    }  # fmt: skip
    from django.urls import reverse

    answer = at_desk(asker).post(reverse("admin:extension_new"), form)
    extension = Extension.objects.get()
    assert answer["Location"] == reverse("admin:extension_desk", args=[extension.pk])
    grant = reverse("admin:extension_act", args=[extension.pk, "grant"])
    at_desk(asker).post(grant)
    extension.refresh_from_db()
    assert extension.state == "asked"
    at_desk(decider).post(grant)
    extension.refresh_from_db()
    assert (extension.state, extension.decided_by) == ("granted", decider)
    late = at_desk(asker).post(reverse("admin:extension_new"), {**form, "code": "GY1999-0001"})
    assert (late.status_code, "没有这个编号" in late.content.decode()) == (422, True)

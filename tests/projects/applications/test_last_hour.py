"""The last hour, texts without end, papers sent ahead: what is lost most easily is not lost."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from organizations.models import Inspection
from projects.forms.answers import LONGEST_ANSWER
from projects.models import Project, Signature
from projects.queries.content import read_content
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.projects.applications.complete import make_complete
from tests.projects.applications.factories import NOW, make_application, owner_of, save
from tests.venture.files import samples
from venture.files.models import StoredFile
from venture.kernel import clock

pytestmark = pytest.mark.django_db
WORDS = "请先提交，再修改"


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "kept", "base_url": None},
        },
    }


def come(client: Client, user: Any) -> Client:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def sent_ahead(client: Client, purpose: str, name: str) -> str:
    """Upload as the page's script does, before the form, and return the key."""
    address = reverse("files:upload", kwargs={"purpose": _purpose(purpose)})
    key: str = client.post(address, {"file": SimpleUploadedFile(name, samples.pdf())}).json()["key"]
    return key


def _purpose(name: str) -> Any:
    from venture.files.registry import purpose_of

    return purpose_of(name)


@pytest.mark.parametrize(("before", "said"), [(61, False), (59, True), (1, True), (0, False)])
def test_in_the_last_hour_the_overview_says_to_hand_in_first(client: Client, before: int, said: bool) -> None:
    project = make_application()
    ends = project.round.closes_at
    assert ends is not None
    come(client, owner_of(project.organization))
    with clock.at(ends - timedelta(minutes=before)):
        page = client.get(reverse("applications:overview", args=[project.code])).content.decode()
    assert (WORDS in page) == said


def test_a_text_without_end_is_given_back_whole_and_what_was_kept_stays(client: Client) -> None:
    project = make_application()
    save(project, "sustainability", {"funding": "社区出资。"}, base={})
    come(client, owner_of(project.organization))
    endless = "字" * (LONGEST_ANSWER + 1)
    with clock.at(NOW):
        answer = client.post(
            reverse("applications:section", args=[project.code, "sustainability"]),
            {"funding": endless, "base": "{}", "key": "k", "go": "stay"},
        )
    page = answer.content.decode()
    assert (answer.status_code, endless in page, "20,000" in page) == (409, True, True)
    assert project.sections.get(section="sustainability").typed == {"funding": "社区出资。"}


def test_the_sealed_scan_may_be_sent_ahead_of_the_form(client: Client) -> None:
    project = make_complete()
    Round.objects.filter(pk=project.round_id).update(signing="either")
    project = Project.objects.select_related("round", "organization__area").get(pk=project.pk)
    come(client, owner_of(project.organization))
    with clock.at(NOW):
        keys = {f"{name}_key": sent_ahead(client, "projects.signature", f"{name}.pdf") for name in ("scan", "letter")}
        sha256 = read_content(project).sha256
        client.post(reverse("applications:sign", args=[project.code]), {"act": "scan", "sha256": sha256, **keys})
    signature = Signature.objects.get()
    assert (signature.kind, signature.scan.name if signature.scan else "") == ("scan", "scan.pdf")
    assert StoredFile.objects.filter(attached_at__isnull=True, purpose="projects.signature").count() == 0


def test_the_evidence_of_a_result_may_be_sent_ahead_of_the_form(client: Client) -> None:
    organization = make_application().organization
    come(client, make_user(Role.CLERK))
    with clock.at(NOW):
        key = sent_ahead(client, "organizations.evidence", "年检结论.pdf")
        client.post(
            reverse("admin:inspection_enter", args=[organization.pk]),
            {"year": 2024, "outcome": "passed", "evidence_key": key},
        )
    found = Inspection.objects.get()
    assert (found.year, found.evidence and found.evidence.name) == (2024, "年检结论.pdf")

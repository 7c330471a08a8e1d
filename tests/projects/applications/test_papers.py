"""The papers of an application: uploaded, taken over, replaced, removed; seen by whoever sees the application."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from organizations.models import OrganizationDocument
from projects.flows import applications as flows
from projects.models import ATTACHMENT_PURPOSE, Attachment, Project
from projects.queries.checking import checked
from tests.accounts.factories import make_user
from tests.organizations.factories import make_verified
from tests.projects.applications.complete import make_complete, make_member, stored
from tests.projects.applications.factories import NOW, make_application, owner_of
from tests.venture.files import samples
from venture.audit.models import AuditEntry
from venture.files.models import StoredFile
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "kept", "base_url": None},
        },
    }


@pytest.fixture
def project() -> Project:
    return make_application()


@pytest.fixture
def page(client: Client, project: Project) -> Client:
    client.force_login(owner_of(project.organization), backend="django.contrib.auth.backends.ModelBackend")
    return client


def act(page: Client, project: Project, **fields: Any) -> Any:
    with clock.at(NOW):
        return page.post(f"/applications/{project.code}/files/paper/", fields)


def bring(page: Client, project: Project, slug: str = "charter", **fields: Any) -> Any:
    file = SimpleUploadedFile(fields.pop("name", "章程.pdf"), fields.pop("content", samples.pdf()))
    return act(page, project, act="bring", slug=slug, file=file, **fields)


def here(project: Project) -> list[tuple[str, str]]:
    return [(each.slug, each.file.name) for each in project.papers.filter(removed_at=None)]


def test_a_file_is_uploaded_into_its_place_and_counts(page: Client, project: Project) -> None:
    answer = bring(page, project)

    assert (answer.status_code, answer["Location"]) == (302, f"/applications/{project.code}/files/")
    assert here(project) == [("charter", "章程.pdf")]
    missing = [each.path for each in checked(project).problems if each.code == "paper_missing"]
    assert "charter" not in missing
    assert AuditEntry.objects.latest("seq").verb == "application.bring_paper"


def test_a_false_file_is_refused_in_words_and_nothing_moves(page: Client, project: Project) -> None:
    before = AuditEntry.objects.count()
    answer = bring(page, project, content=b"MZ\x90\x00 not a paper", name="章程.pdf")

    assert (answer.status_code, here(project), AuditEntry.objects.count()) == (302, [], before)


def test_a_newer_file_takes_the_place_and_the_old_row_stays(page: Client, project: Project) -> None:
    bring(page, project)
    old = project.papers.get()
    bring(page, project, name="章程（新）.pdf", replaces=str(old.pk))

    assert here(project) == [("charter", "章程（新）.pdf")]
    old.refresh_from_db()
    assert (old.removed_at, project.papers.count()) == (NOW, 2)


def test_a_paper_is_removed_once(page: Client, project: Project) -> None:
    bring(page, project)
    paper = project.papers.get()
    act(page, project, act="remove", paper=str(paper.pk))
    before = AuditEntry.objects.count()
    act(page, project, act="remove", paper=str(paper.pk))

    assert (here(project), AuditEntry.objects.count()) == ([], before)


def kept(project: Project, kind: str = "charter") -> OrganizationDocument:
    owner = owner_of(project.organization)
    return OrganizationDocument.objects.create(
        organization=project.organization, kind=kind, title="章程（2025）", file=stored(owner, "章程.pdf"),
        uploaded_by=owner, uploaded_at=NOW,
    )  # fmt: skip


def test_a_paper_of_the_organisation_is_shared_and_not_copied(page: Client, project: Project) -> None:
    document = kept(project)
    files = StoredFile.objects.count()
    act(page, project, act="reuse", slug="charter", document=str(document.pk))
    act(page, project, act="reuse", slug="charter", document=str(document.pk))

    paper = project.papers.get()
    assert (paper.file_id, paper.reused, StoredFile.objects.count()) == (document.file_id, True, files)


def test_a_paper_of_another_organisation_is_never_taken(page: Client, project: Project) -> None:
    other = kept(make_application(make_verified(), project.round))
    act(page, project, act="reuse", slug="charter", document=str(other.pk))
    assert here(project) == []


def test_a_quotation_belongs_to_a_line_that_is_there(page: Client) -> None:
    project = make_complete()
    page.force_login(owner_of(project.organization), backend="django.contrib.auth.backends.ModelBackend")
    bring(page, project, slug="quote", line="b9")
    bring(page, project, slug="nonsense")
    bring(page, project, slug="quote", line="b1", name="报价二.pdf")

    quotes = project.papers.filter(slug="quote", removed_at=None).order_by("pk")
    assert [(each.line, each.file.name) for each in quotes] == [("b1", "报价单.pdf"), ("b1", "报价二.pdf")]


def test_after_closing_no_paper_moves(page: Client, project: Project) -> None:
    bring(page, project)
    paper = project.papers.get()
    assert project.round.closes_at is not None
    with clock.at(project.round.closes_at + timedelta(minutes=1)), pytest.raises(RuleRefusal) as refused:
        flows.remove_paper(project_id=project.pk, paper_id=paper.pk, actor=owner_of(project.organization))

    assert (refused.value.code, here(project)) == ("round_closed", [("charter", "章程.pdf")])


def test_at_most_ten_files_stand_in_one_place(project: Project) -> None:
    owner = owner_of(project.organization)
    for number in range(10):
        Attachment.objects.create(
            project=project, slug="charter", file=stored(owner, f"{number}.pdf"), added_by=owner, added_at=NOW
        )
    file = stored(owner, "十一.pdf", ATTACHMENT_PURPOSE)
    with clock.at(NOW), pytest.raises(RuleRefusal) as refused:
        flows.bring_paper(project_id=project.pk, slug="charter", key=file.key, actor=owner)
    assert (refused.value.code, len(here(project))) == ("papers_too_many", 10)


def test_only_who_sees_the_application_sees_its_papers(page: Client, project: Project) -> None:
    bring(page, project)
    file = project.papers.get().file
    viewer, stranger = make_member(project.organization, "viewer"), make_user()
    rule = "files.view"

    assert policy.allows(owner_of(project.organization), rule, file)
    assert policy.allows(viewer, rule, file)
    assert not policy.allows(stranger, rule, file)
    client = Client()
    client.force_login(viewer, backend="django.contrib.auth.backends.ModelBackend")
    assert act(client, project, act="remove", paper=str(project.papers.get().pk)).status_code == 404

"""The pages of applications from paper: the desk, the same form that applicants fill in, the second person's page."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from organizations.models import Organization
from projects.flows import paper
from projects.models import PaperEntry, Project, Submission
from tests.accounts.factories import make_user
from tests.organizations.factories import code_for, make_area, make_verified
from tests.projects.applications.complete import fill
from tests.projects.applications.factories import NOW, make_application, owner_of
from tests.projects.applications.paper import TODAY, content_of, hand_over, make_handed_over, make_paper
from tests.venture.files import samples
from venture.files.models import StoredFile
from venture.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _then(tmp_path: Path, settings: Any) -> Any:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "kept", "base_url": None},
        },
    }
    with clock.at(NOW):
        yield


def come(client: Client, user: User) -> Client:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def desk(project: Project) -> str:
    return reverse("admin:paper_desk", args=[project.code])


def act(project: Project, verb: str) -> str:
    return reverse("admin:paper_act", args=[project.code, verb])


def test_a_clerk_begins_for_an_organisation_named_by_a_part_of_its_name(client: Client) -> None:
    clerk, round_ = make_user(Role.CLERK), make_application().round
    organization = make_verified(name="云溪市青禾社会工作服务中心")
    make_verified(name="云溪市青禾助学基金会")
    come(client, clerk)
    given = {"round": round_.pk, "organization": "青禾", "received_on": TODAY.isoformat(), "reason": ""}
    unclear = client.post(reverse("admin:paper_new"), given)
    assert (unclear.status_code, Project.objects.filter(on_paper=True).count()) == (422, 0)
    assert organization.uscc in unclear.content.decode()
    begun = client.post(reverse("admin:paper_new"), {**given, "organization": organization.uscc.lower()})
    project = Project.objects.get(on_paper=True)
    assert (begun.status_code, begun["Location"]) == (302, desk(project))
    assert (project.organization, project.received_on, project.created_by) == (organization, TODAY, clerk)


def test_an_organisation_without_account_is_entered_first(client: Client) -> None:
    make_application()
    come(client, make_user(Role.OPERATOR))
    code = code_for(801)
    given = {
        "code": code, "name": "云溪市南山互助会", "authority": "云溪市民政局", "area": make_area().pk,
        "legal_representative": "何平", "registered_on": "2015-05-04",
    }  # fmt: skip
    answer = client.post(reverse("admin:paper_organization"), given)
    organization = Organization.objects.get(uscc=code)
    assert answer["Location"] == f"{reverse('admin:paper_new')}?organization={code}"
    assert (organization.state, organization.memberships.count()) == ("registered", 0)


def test_the_staff_fill_in_the_same_form_and_find_the_way_back(client: Client) -> None:
    clerk = make_user(Role.CLERK)
    project = make_paper(clerk)
    come(client, clerk)
    page = client.get(reverse("applications:overview", args=[project.code])).content.decode()
    assert desk(project) in page
    section = reverse("applications:section", args=[project.code, "sustainability"])
    saved = client.post(section, {"funding": "社区接着出资。", "base": "{}", "key": "k1", "go": "stay"})
    assert saved.status_code == 302
    assert project.sections.get(section="sustainability").typed == {"funding": "社区接着出资。"}
    by_script = reverse("applications:save", args=[project.code, "sustainability"])
    said = {"typed": {"exit": "逐步退出。"}, "base": {}, "key": "k2"}
    told = client.post(by_script, said, "application/json", headers={"X-Person": str(clerk.pk)})
    assert (told.status_code, told.json()["typed"]["exit"]) == (200, "逐步退出。")
    assert client.get(reverse("applications:budget", args=[project.code])).status_code == 200
    assert client.get(reverse("applications:submit", args=[project.code])).status_code == 404
    listed = client.get(reverse("portal:desk-applications"))
    assert project.code not in listed.content.decode()


def test_other_staff_and_the_applicant_read_and_do_not_write(client: Client) -> None:
    project = make_paper(make_user(Role.CLERK))
    section = reverse("applications:section", args=[project.code, "risks"])
    answers = {}
    people = {
        "head": make_user(Role.HEAD), "owner": owner_of(project.organization), "auditor": make_user(Role.AUDITOR),
        "stranger": owner_of(make_verified()),
    }  # fmt: skip
    for name, person in people.items():
        come(client, person)
        answers[name] = (client.get(section).status_code, client.post(section, {"base": "{}"}).status_code)
    assert answers == {"head": (200, 404), "owner": (200, 404), "auditor": (404, 404), "stranger": (404, 404)}


def test_what_is_not_on_paper_stays_closed_to_the_staff(client: Client) -> None:
    project = make_application()
    come(client, make_user(Role.CLERK))
    assert client.get(reverse("applications:overview", args=[project.code])).status_code == 404
    assert client.get(desk(project)).status_code == 404


def test_it_is_handed_over_with_the_scan_and_compared_beside_it(client: Client) -> None:
    clerk, second = make_user(Role.CLERK), make_user(Role.OPERATOR, name="许复核")
    project = fill(make_paper(clerk), by=clerk)
    come(client, clerk)
    scan = SimpleUploadedFile("盖章申报书.pdf", samples.pdf())
    assert client.post(act(project, "ask"), {"received_on": TODAY.isoformat()}).status_code == 302
    assert PaperEntry.objects.get().state == "typing"
    client.post(act(project, "ask"), {"received_on": TODAY.isoformat(), "scan": scan})
    entry = PaperEntry.objects.get()
    assert (entry.state, entry.asked_by, entry.scan and entry.scan.name) == ("checking", clerk, "盖章申报书.pdf")
    own = client.get(desk(project)).content.decode()
    assert (act(project, "take_back") in own, 'value="' + entry.sha256 in own) == (True, True)

    come(client, second)
    frame = client.get(reverse("admin:paper_scan", args=[project.code]))
    assert (frame["Content-Type"], frame["X-Frame-Options"]) == ("application/pdf", "SAMEORIGIN")
    assert b"".join(frame.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    page = client.get(desk(project))
    assert act(project, "send_back") in page.content.decode()
    client.post(act(project, "confirm"), {"sha256": entry.sha256, "key": "k"})
    submission = Submission.objects.get()
    assert (submission.submitted_by, submission.sha256) == (second, entry.sha256)
    assert submission.receipt in client.get(desk(project)).content.decode()


def test_a_hostile_file_in_place_of_the_scan_is_refused_and_kept_nowhere(client: Client) -> None:
    clerk = make_user(Role.CLERK)
    project = fill(make_paper(clerk), by=clerk)
    come(client, clerk)
    before = StoredFile.objects.count()
    bad = SimpleUploadedFile("盖章申报书.pdf", b"MZ" + bytes(200))
    client.post(act(project, "ask"), {"received_on": TODAY.isoformat(), "scan": bad})
    assert (PaperEntry.objects.get().state, StoredFile.objects.count()) == ("typing", before)


def test_it_is_marked_wherever_it_is_seen(client: Client) -> None:
    project, _clerk = make_handed_over()
    second = make_user(Role.CLERK)
    paper.confirm_paper(project_id=project.pk, sha256=content_of(project), key="k", actor=second)
    come(client, second)
    staff = ["/admin/projects/project/", reverse("admin:screening_desk", args=[project.code]), desk(project)]
    assert ["纸质申报" in client.get(page).content.decode() for page in staff] == [True, True, True]
    come(client, owner_of(project.organization))
    names = ("overview", "receipt", "check", "print")
    pages = [reverse(f"applications:{name}", args=[project.code]) for name in names]
    pages.append(reverse("portal:desk-applications"))
    assert ["纸质申报" in client.get(page).content.decode() for page in pages] == [True] * 5


def test_the_list_costs_the_same_for_one_entry_and_for_three(client: Client, django_assert_num_queries: Any) -> None:
    clerk = make_user(Role.CLERK)
    make_paper(clerk)
    come(client, clerk)
    client.get("/admin/projects/paperentry/")
    with CaptureQueriesContext(connection) as one:
        client.get("/admin/projects/paperentry/")
    make_paper(clerk)
    hand_over(fill(make_paper(clerk), by=clerk), clerk)
    with django_assert_num_queries(len(one)):
        page = client.get("/admin/projects/paperentry/")
    assert page.context["cl"].result_count == 3

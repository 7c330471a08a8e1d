"""A workbook of applications: tried without writing, told line by line, taken over once, formulas refused."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.enums import Role
from accounts.models import User
from organizations.models import Organization
from projects.domain.form import FORMS
from projects.forms.sheets import read_sheet, template
from projects.forms.sheets.layout import heads, pages
from projects.models import PaperEntry, Project, SheetLoad
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.organizations.factories import make_verified
from tests.projects.applications.factories import NOW, make_application
from tests.projects.applications.paper import TODAY
from tests.venture.files import samples
from venture.audit.models import AuditEntry
from venture.jobs.flows import work_off
from venture.jobs.models import Job
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db
Cells = dict[str, Any]


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


@pytest.fixture
def round_() -> Round:
    return make_application().round


@pytest.fixture
def organization() -> Organization:
    return make_verified(name="云溪市青禾社会工作服务中心")


@pytest.fixture
def clerk(client: Client) -> User:
    user = make_user(Role.CLERK, name="陈经办")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def filled(round_: Round, rows: list[Cells], tables: dict[str, list[Cells]] | None = None) -> bytes:
    """Return the template with rows filled in as a person would: by the headings."""
    book = load_workbook(BytesIO(template(round_)))
    for name, lines in {heads().page: rows, **(tables or {})}.items():
        sheet = book[name]
        names = [cell.value for cell in sheet[1]]
        for line, cells in enumerate(lines, start=2):
            for head, value in cells.items():
                sheet.cell(line, names.index(head) + 1, value)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def row(number: str, organization: Organization) -> Cells:
    own = heads()
    return {own.number: number, own.code: organization.uscc, own.day: TODAY.isoformat()}


def bring(client: Client, round_: Round, content: bytes) -> Any:
    upload = SimpleUploadedFile("申报汇总.xlsx", content)
    return client.post(reverse("admin:sheet_new"), {"round": round_.pk, "file": upload, "reason": ""})


def report(client: Client) -> Any:
    return client.get(reverse("admin:sheet_desk", args=[SheetLoad.objects.latest("pk").pk])).context


def take(client: Client, callbacks: Any) -> Any:
    with callbacks(execute=True):
        answer = client.post(reverse("admin:sheet_act", args=[SheetLoad.objects.latest("pk").pk, "take"]))
    work_off()
    return answer


def test_the_template_asks_for_every_question_of_the_form_and_holds_no_formula(round_: Round) -> None:
    book = load_workbook(BytesIO(template(round_)))
    tables = [table for form in FORMS.values() for table in form.tables]
    assert book.sheetnames[:-1] == [page.name for page in pages()]
    assert len(book.sheetnames) == len(tables) + 2
    own = heads()
    first = [cell.value for cell in book[own.page][1]]
    assert first[:4] == ["序号", "统一社会信用代码", "机构名称", "收件日期"]
    assert len(first) == len(set(first)) == 4 + sum(len(form.fields) for form in FORMS.values())
    assert not [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]


def test_what_is_filled_in_is_read_as_somebody_would_type_it(round_: Round, organization: Organization) -> None:
    category = round_.categories.order_by("order", "pk")[0]
    page = next(page for page in pages() if page.section == "activities")
    head = {column.field.name: column.head for column in page.columns}
    lines = [
        {"序号": 1, head["name"]: "每周巡访", head["sessions"]: 40.0, head["form"]: "小组", head["objective"]: 2},
        {"序号": "1", head["name"]: "节日慰问", head["starts_on"]: date(2025, 10, 1)},
    ]
    about = {"项目概况·项目名称": "银龄守护", "项目概况·服务领域": category.name}
    content = filled(round_, [row("1", organization) | about], {page.name: lines})
    (found,) = read_sheet(BytesIO(content), {"project.category": {category.name: category.slug}})
    assert (found.code, found.received_on, found.faults) == (organization.uscc, TODAY, ())
    assert found.texts["project"] == {"title": "银龄守护", "category": category.slug}
    assert found.texts["activities"] == {
        "activities": "r1 r2", "activities.r1.name": "每周巡访", "activities.r1.sessions": "40",
        "activities.r1.form": "group", "activities.r1.objective": "r2", "activities.r2.name": "节日慰问",
        "activities.r2.starts_on": "2025-10-01",
    }  # fmt: skip


def test_trying_writes_nothing_and_tells_each_line(client: Client, clerk: User, round_: Round) -> None:
    good, other = make_verified(), make_verified()
    own = heads()
    rows = [
        row("1", good) | {"项目概况·项目名称": "银龄守护", "项目概况·开始日期": "下个月"},
        {**row("2", other), own.code: other.uscc[:-1] + ("0" if other.uscc[-1] != "0" else "1")},
        {**row("3", other), own.day: "2024-01-05"},
        {**row("4", other), own.day: "昨天"},
        row("5", good),
    ]
    before = Project.objects.count(), AuditEntry.objects.filter(verb__startswith="application").count()
    assert bring(client, round_, filled(round_, rows)).status_code == 302
    told = report(client)
    assert (told["good"], told["known"], told["bad"]) == (1, 0, 4)
    codes = [[refusal.code for refusal in line["judged"].refusals] for line in told["lines"]]
    assert codes == [
        [], ["uscc_check"], ["paper_day_early"], ["sheet_day_unreadable"], ["too_many_applications"],
    ]  # fmt: skip
    assert [problem.code for problem in told["lines"][0]["judged"].wrong] == ["day_unreadable"]
    assert (Project.objects.count(), AuditEntry.objects.filter(verb__startswith="application").count()) == before


def test_good_rows_are_taken_over_once_however_often_they_are_brought(
    client: Client, clerk: User, round_: Round, organization: Organization, django_capture_on_commit_callbacks: Any
) -> None:
    content = filled(round_, [row("1", organization) | {"项目概况·项目名称": "银龄守护"}])
    bring(client, round_, content)
    answer = take(client, django_capture_on_commit_callbacks)
    project = Project.objects.get(on_paper=True)
    job = Job.objects.get(name="applications.take_sheet")
    assert answer["Location"] == reverse("jobs:progress", args=[job.pk])
    assert (job.state, job.progress_done, job.progress_total) == ("done", 1, 1)
    assert (project.title, project.organization, project.received_on) == ("银龄守护", organization, TODAY)
    assert (project.state, project.paper_entry.state, project.key[:4]) == ("draft", "typing", "row:")
    assert SheetLoad.objects.get().state == "taken"

    bring(client, round_, content)
    told = report(client)
    assert (told["good"], told["known"], told["lines"][0]["judged"].known) == (0, 1, project)
    take(client, django_capture_on_commit_callbacks)
    assert (Project.objects.filter(on_paper=True).count(), PaperEntry.objects.count()) == (1, 1)


def test_a_formula_is_named_by_its_cell_and_never_counted(
    client: Client, clerk: User, round_: Round, organization: Organization
) -> None:
    content = filled(
        round_, [row("1", organization) | {"项目概况·项目名称": '=HYPERLINK("http://evil.example","银龄")'}]
    )
    bring(client, round_, content)
    told = report(client)
    assert (told["good"], [refusal.code for refusal in told["lines"][0]["judged"].refusals]) == (0, ["sheet_formula"])


def test_what_is_no_workbook_or_no_template_is_refused_in_words(client: Client, clerk: User, round_: Round) -> None:
    refused = bring(client, round_, b"MZ" + bytes(300))
    assert (refused.status_code, SheetLoad.objects.count()) == (422, 0)
    refused = bring(client, round_, samples.pdf())
    assert (refused.status_code, SheetLoad.objects.count()) == (422, 0)
    book, out = Workbook(), BytesIO()
    book.save(out)
    bring(client, round_, out.getvalue())
    assert "统一社会信用代码" in report(client)["refusal"] or "序号" in report(client)["refusal"]


def test_rows_of_tables_without_an_application_and_rows_twice_are_named(
    round_: Round, organization: Organization
) -> None:
    page = next(page for page in pages() if page.table is not None)
    content = filled(round_, [row("1", organization), row("1", organization)], {page.name: [{"序号": "9"}]})
    first, second = read_sheet(BytesIO(content), {})
    assert [fault.code for fault in first.faults] == ["sheet_number_unknown"]
    assert [fault.code for fault in second.faults] == ["sheet_number_twice"]


def test_an_empty_or_endless_sheet_is_refused(round_: Round, organization: Organization) -> None:
    with pytest.raises(RuleRefusal) as refusal:
        read_sheet(BytesIO(template(round_)), {})
    assert refusal.value.code == "sheet_empty"
    with pytest.raises(RuleRefusal) as refusal:
        read_sheet(BytesIO(filled(round_, [row(str(number), organization) for number in range(301)])), {})
    assert refusal.value.code == "sheet_too_long"


def test_only_who_enters_from_paper_loads(client: Client, round_: Round) -> None:
    for role in (Role.HEAD, Role.AUDITOR, Role.EXPERT):
        client.force_login(make_user(role), backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(reverse("admin:sheet_new")).status_code == 404
        assert client.get(reverse("admin:sheet_template")).status_code == 404

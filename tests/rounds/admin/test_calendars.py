"""The calendar in the admin: announced years by a button, a year by lines or a file, looked at before it is saved."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from accounts.enums import Role
from rounds import flows
from rounds.flows.calendars import load_announced_years, write_year
from rounds.models import Round, WorkDay, WorkYear
from rounds.queries import calendar
from tests.notices.test_publishing import MORNING, published
from tests.rounds.admin.test_setup import client_of
from tests.rounds.factories import lay_days, make_draft
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db
ADD = "/admin/rounds/workyear/add/"
TYPED = {"year": "2027", "source": "国务院办公厅通知", "lines": "2027-02-08 休 春节\n2027-02-20 班 春节调休"}


@pytest.fixture
def clerk() -> Client:
    return client_of("clerk", Role.CLERK)


def test_the_first_press_shows_the_changes_and_the_second_saves_them(clerk: Client) -> None:
    looked = clerk.post(ADD, TYPED)
    assert (looked.status_code, WorkYear.objects.count()) == (200, 0)
    assert "2月8日" in str(looked.context["adminform"].form.errors["confirmed"])

    saved = clerk.post(ADD, {**TYPED, "confirmed": "on"})
    assert (saved.status_code, list(WorkDay.objects.values_list("day", "works", "note"))) == (
        302, [(date(2027, 2, 8), False, "春节"), (date(2027, 2, 20), True, "春节调休")],
    )  # fmt: skip
    assert AuditEntry.objects.get(verb="calendar.write").facts["source"] == "国务院办公厅通知"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_file_fills_the_box_and_is_never_saved_unseen(clerk: Client, encoding: str) -> None:
    content = '日期,类型,名称\n2027/2/8,休,"春节"\n2027-02-20,班,春节调休\n'.encode(encoding)
    looked = clerk.post(
        ADD, {**TYPED, "lines": "", "confirmed": "on", "file": SimpleUploadedFile("days.csv", content)}
    )  # fmt: skip
    form = looked.context["adminform"].form

    assert (looked.status_code, WorkYear.objects.count()) == (200, 0)
    assert form["lines"].value() == "2027/2/8,休,春节\n2027-02-20,班,春节调休"
    assert list(form.errors) == ["confirmed"]


def test_a_wrong_line_is_named_and_nothing_is_saved(clerk: Client) -> None:
    answer = clerk.post(ADD, {**TYPED, "lines": "2027-02-08 休\n2027-02-31 休", "confirmed": "on"})

    assert "2027-02-31" in str(answer.context["adminform"].form.errors["lines"])
    assert not WorkYear.objects.exists()


def test_one_button_loads_what_was_announced_and_leaves_the_rest_alone(clerk: Client) -> None:
    WorkYear.objects.create(year=2024, source="手工录入")
    answer = clerk.post("/admin/rounds/calendar/load/", follow=True)
    call_command("load_calendars")

    assert next(str(message) for message in answer.context["messages"]).startswith("已载入")
    assert WorkYear.objects.count() == 23
    assert WorkYear.objects.get(year=2024).source == "手工录入"


def test_readers_see_a_year_and_change_nothing() -> None:
    write_year(year=2027, source="通知", lines="2027-02-08 休 春节", actor=None)
    year = WorkYear.objects.get()
    auditor = client_of("auditor", Role.AUDITOR)
    path = f"/admin/rounds/workyear/{year.pk}/change/"

    assert "2027-02-08 休 春节" in auditor.get(path).content.decode()
    assert auditor.post(path, {**TYPED, "lines": "", "confirmed": "on"}).status_code in {403, 404, 405}
    assert WorkDay.objects.count() == 1


def test_a_period_into_a_year_not_loaded_is_an_estimate_and_is_not_published(clerk: Client) -> None:
    load_announced_years()
    round_ = make_draft(code="2026")
    WorkYear.objects.filter(year__gt=2026).delete()
    assert round_.opens_at is not None
    lay_days(round_, date(2026, 10, 1), 25)
    last = round_.stages.get(kind="decision")
    last.starts_on, last.ends_on = date(2026, 12, 30), date(2027, 1, 20)
    last.save()
    page = clerk.get("/admin/rounds/2026/")
    author = client_of("operator", Role.OPERATOR)
    answer = author.post("/admin/rounds/2026/act/propose/", follow=True)

    assert page.context["notice"].certain is False
    assert "暂估" in page.content.decode()
    remedy = [each["line"].remedy for each in page.context["report"] if "2027" in each["line"].sentence]
    assert remedy == ["请在国务院公布放假安排后载入 2027 年工作日历，或调整日期。"]
    assert answer.redirect_chain == [("/admin/rounds/2026/", 302)]
    assert Round.objects.get(pk=round_.pk).state == "draft"
    with pytest.raises(RuleRefusal) as refused:
        flows.propose_round(round_id=round_.pk, actor=None)
    assert refused.value.code == "round_contradicts"


def test_a_changed_calendar_moves_nothing_that_was_published(clerk: Client) -> None:
    write_year(year=2021, source="通知", lines="", actor=None)
    with clock.at(MORNING):
        notice = published(kind="proposed", days=5)
    write_year(year=2021, source="通知（调整）", lines="2021-08-20 休 调整", actor=None)
    notice.refresh_from_db()

    assert calendar().works(date(2021, 8, 20)) is False
    assert (notice.starts_on, notice.ends_on) == (date(2021, 8, 18), date(2021, 8, 24))
    written = list(AuditEntry.objects.filter(verb="calendar.write").order_by("seq").values_list("before", "after"))
    assert written[-1] == ("", "2021-08-20 休 调整")

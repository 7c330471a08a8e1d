"""The pages of a running project, drawn for its organisation and for staff, and closed to everybody else."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from grants.flows import running as flows
from grants.models import Activity, Expense, Report
from tests.accounts.factories import make_user
from tests.grants.running.factories import (
    END,
    START,
    TODAY,
    activity,
    clerk,
    expense,
    make_running,
    member,
    owner_of,
)
from venture.kernel import clock

pytestmark = pytest.mark.django_db
MOST = 22


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with clock.at(TODAY):
        yield


def scene() -> Any:
    """Return a project with something of everything."""
    grant = make_running()
    with transaction.atomic():
        flows.schedule_reports(grant, actor=None)
    row = activity(grant)
    expense(grant, activity_id=row.pk)
    expense(grant, line="")
    flows.ask_change(
        grant_id=grant.pk, kind="period", typed={"ends_on": (END + timedelta(days=20)).isoformat()}, reason="天气",
        key="change-1", actor=owner_of(grant),
    )  # fmt: skip
    flows.plan_visit(grant_id=grant.pk, on=TODAY.date(), visitors="陈立", actor=clerk())
    return grant


def as_person(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def own_pages(grant: Any) -> dict[str, str]:
    code = grant.project.code
    report = grant.reports.order_by("due_on").first()
    return {
        **{
            name: reverse(f"grants:{name}", args=[code])
            for name in ("desk", "activities", "expenses", "statement", "changes")
        },
        "activity": reverse("grants:activity", args=[code, grant.activities.get().pk]),
        "report": reverse("grants:report", args=[code, report.kind, report.order]),
        **{
            f"change-{kind}": reverse("grants:change", args=[code, kind])
            for kind in ("plan", "budget", "period", "person")
        },
    }


def staff_pages(grant: Any) -> dict[str, str]:
    page = reverse("admin:project_desk", args=[grant.project.code])
    tabs = ("activities", "expenses", "statement", "reports", "changes", "visits")
    lists = ("runningproject", "activity", "expense", "report", "changerequest", "sitevisit", "runningrules")
    return {
        **{tab: f"{page}?tab={tab}" for tab in tabs},
        "report": reverse("admin:report_desk", args=[grant.reports.order_by("due_on").first().pk]),
        "change": reverse("admin:change_desk", args=[grant.changes.get().pk]),
        "visit": reverse("admin:visit_desk", args=[grant.visits.get().pk]),
        **{f"list-{name}": reverse(f"admin:grants_{name}_changelist") for name in lists},
    }


def test_an_organisation_sees_every_page_of_its_project(django_assert_max_num_queries: Callable[..., Any]) -> None:
    grant = scene()
    client = as_person(owner_of(grant))
    for name, url in own_pages(grant).items():
        with django_assert_max_num_queries(MOST):
            answer = client.get(url)
        assert answer.status_code == 200, name
        assert grant.project.title in answer.content.decode(), name
    sheet = client.get(reverse("grants:statement-sheet", args=[grant.project.code]))
    assert sheet.content[:2] == b"PK"


def test_staff_see_every_tab_and_list(django_assert_max_num_queries: Callable[..., Any]) -> None:
    grant = scene()
    client = as_person(clerk())
    for name, url in staff_pages(grant).items():
        with django_assert_max_num_queries(40):
            answer = client.get(url)
        assert answer.status_code == 200, name
    for what in ("activities", "expenses", "reports", "changes", "visits", "statement"):
        assert client.get(reverse("admin:project_sheet", args=[grant.project.code, what])).content[:2] == b"PK", what


def test_each_page_of_a_project_leads_to_its_money_and_its_evaluation() -> None:
    grant = scene()
    client, code = as_person(owner_of(grant)), grant.project.code
    for name, url in own_pages(grant).items():
        page = client.get(url).content.decode()
        for place in ("money:page", "grants:evaluation", "grants:agreement"):
            assert f'href="{reverse(place, args=[code])}"' in page, (name, place)


def test_the_project_leads_staff_to_its_end() -> None:
    grant = scene()
    page = as_person(clerk()).get(reverse("admin:project_desk", args=[grant.project.code])).content.decode()
    assert f'href="{reverse("admin:grant_end", args=[grant.project.code])}"' in page


def test_a_stranger_finds_no_page_of_the_project() -> None:
    grant = scene()
    stranger, supervisor = as_person(make_user()), as_person(make_user(Role.SUPERVISION))
    for url in own_pages(grant).values():
        assert stranger.get(url).status_code == 404
    for name, url in staff_pages(grant).items():
        assert stranger.get(url).status_code == 404
        assert supervisor.get(url).status_code == 200, name


def test_a_viewer_reads_and_writes_nothing() -> None:
    grant = scene()
    client, pages = as_person(member(grant, "viewer")), own_pages(grant)
    assert client.get(pages["desk"]).status_code == 200
    assert client.post(pages["activities"], {"key": "k" * 16}).status_code == 404
    assert client.post(pages["expenses"], {"key": "k" * 16}).status_code == 404
    assert client.post(pages["report"], {"done": "写", "base": "{}"}).status_code == 404
    assert client.get(pages["change-plan"]).status_code == 404
    assert (Activity.objects.count(), Expense.objects.count()) == (1, 2)


def test_an_activity_is_recorded_in_five_fields_and_once() -> None:
    grant = make_running()
    client, url = as_person(owner_of(grant)), reverse("grants:activities", args=[grant.project.code])
    sent = {"key": "a" * 32, "planned": "a2", "on": START.isoformat(), "people": "24", "words": "夜间照明差"}
    for _time in range(2):
        assert client.post(url, sent).status_code == 302
    row = Activity.objects.get()
    assert (row.title, row.planned, row.people, row.words) == ("长者茶会", "a2", 24, "夜间照明差")


def test_the_script_is_told_in_json_what_is_wrong() -> None:
    grant = make_running()
    client, url = as_person(owner_of(grant)), reverse("grants:activities", args=[grant.project.code])
    answer = client.post(
        url,
        {"key": "a" * 32, "planned": "other", "on": START.isoformat(), "people": "1"},
        headers={"accept": "application/json"},
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "invalid")
    assert not Activity.objects.exists()


def test_an_expense_is_entered_and_what_strikes_is_said() -> None:
    grant = make_running()
    client, url = as_person(member(grant, "finance")), reverse("grants:expenses", args=[grant.project.code])
    sent = {
        "key": "e" * 32, "amount_fen": "1,280.50", "on": START.isoformat(), "line": "out", "purpose": "茶点",
        "payee": "茶叶店", "voucher_number": "V1", "method": "transfer",
    }  # fmt: skip
    answer = client.post(url, sent, follow=True)
    row = Expense.objects.get()
    assert (row.amount_fen, row.line) == (128_050, "")
    assert "预算中没有对应科目" in answer.content.decode()
    wrong = client.post(url, {**sent, "key": "f" * 32, "amount_fen": "一千"})
    assert wrong.status_code == 409
    assert Expense.objects.count() == 1


def test_a_report_is_saved_and_handed_in_from_its_page() -> None:
    grant = scene()
    report = grant.reports.get(kind="progress", order=1)
    client, url = as_person(owner_of(grant)), reverse("grants:report", args=[grant.project.code, "progress", 1])
    saved = client.post(f"{url}save/", {"done": "完成探访", "base": "{}"})
    assert saved.json()["texts"] == {"done": "完成探访"}
    assert client.post(url, {"done": "完成探访两次", "base": '{"done":"完成探访"}', "go": "submit"}).status_code == 302
    report.refresh_from_db()
    assert (report.state, report.versions.get().content["texts"]["done"]) == ("submitted", "完成探访两次")


def test_staff_judge_from_their_pages() -> None:
    grant = scene()
    judge, row = as_person(clerk()), Expense.objects.exclude(line="").get()
    judge.post(reverse("admin:expense_act", args=[row.pk, "accept"]), {"reason": ""})
    judge.post(reverse("admin:change_act", args=[grant.changes.get().pk, "approve"]), {"answer": "同意"})
    row.refresh_from_db()
    grant.refresh_from_db()
    assert (row.state, grant.ends_on) == ("accepted", END + timedelta(days=20))
    visit = grant.visits.get()
    answers = {f"ok{number}": "yes" for number in range(len(visit.checklist))}
    judge.post(reverse("admin:visit_act", args=[visit.pk, "record"]), {**answers, "finding": ""})
    visit.refresh_from_db()
    assert visit.state == "done"


def test_a_supervisor_judges_nothing() -> None:
    grant = scene()
    client, row = as_person(make_user(Role.SUPERVISION)), Expense.objects.exclude(line="").get()
    client.post(reverse("admin:expense_act", args=[row.pk, "accept"]), {"reason": "好"})
    client.post(reverse("admin:change_act", args=[grant.changes.get().pk, "approve"]))
    row.refresh_from_db()
    assert (row.state, grant.changes.get().state) == ("entered", "asked")


def test_what_is_late_is_said_on_the_desk() -> None:
    grant = scene()
    Report.objects.filter(grant=grant, kind="progress", order=1).update(due_on=TODAY.date() - timedelta(days=3))
    page = as_person(owner_of(grant)).get(reverse("grants:desk", args=[grant.project.code])).content.decode()
    assert "写进度报告" in page
    assert "现已逾期" in page

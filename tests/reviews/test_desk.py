"""The staff's doors of the screening: the case, the letter before it is sent, the list, the sheet, the reminders."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.enums import Role
from accounts.models import Area, RoleGrant, User
from projects.models import Project
from reviews import flows
from reviews.flows import mark_of
from reviews.models import Recommendation, Screening
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.projects.applications.complete import make_complete
from tests.projects.applications.factories import NOW, make_application
from tests.reviews.factories import CLOSED, judge_all, make_handed_in, opened
from tests.reviews.test_screening import correct, returned
from venture.audit.models import AuditEntry
from venture.jobs.models import Job
from venture.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]
LIST = "/admin/projects/project/"


def desk(project: Project) -> str:
    return reverse("admin:screening_desk", args=[project.code])


def act(project: Project, verb: str) -> str:
    return reverse("admin:screening_act", args=[project.code, verb])


def signed_in(client: Client, *roles: Role, area: str = "") -> User:
    user = make_user(*roles) if not area else make_user()
    if area:
        for role in roles:
            RoleGrant.objects.create(
                user=user, role=role, starts_on=date(2020, 1, 1), area=Area.objects.get_or_create(code=area)[0]
            )
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def form_of(screening: Screening, *failing: str, place: str = "") -> dict[str, Any]:
    """Return what the page posts when everything fits but ``failing``."""
    data: dict[str, Any] = {}
    for item in screening.items.all():
        fails = item.key in failing
        data[f"seen-{item.key}"] = mark_of(item)
        fitting = item.verdict if item.verdict in {"fits", "na"} else "fits"
        data[f"verdict-{item.key}"] = verdict = "fails" if fails else fitting
        data[f"request-{item.key}"] = "请补传盖章页。" if fails else ""
        data[f"place-{item.key}"] = place if fails else ""
        data[f"note-{item.key}"] = "核对过原件。" if item.verdict not in {"", verdict} else ""
    return data


@clock.at(CLOSED)
def test_a_case_is_begun_judged_and_passed_without_scripts_and_the_next_one_opens(client: Client) -> None:
    first, second = make_handed_in(), make_handed_in()
    signed_in(client, Role.CLERK)
    assert client.get(desk(first)).status_code == 200
    client.post(act(first, "begin"))
    screening = Screening.objects.get(project=first)
    answer = client.post(act(first, "pass"), form_of(screening))

    assert answer.headers["Location"] == desk(second)
    assert Project.objects.get(pk=first.pk).state == "accepted"
    assert Screening.objects.get(project=second).state == "begun"


@clock.at(CLOSED)
def test_a_refused_step_keeps_what_was_judged_and_says_what_is_missing(client: Client) -> None:
    project = make_handed_in()
    screening = opened(project)
    signed_in(client, Role.CLERK)
    data = form_of(screening) | {"verdict-scope": ""}
    answer = client.post(act(project, "pass"), data)

    assert answer.status_code == 200
    assert Project.objects.get(pk=project.pk).state == "submitted"
    assert screening.items.get(key="files").verdict == "fits"
    assert screening.items.get(key="scope").verdict == ""


@clock.at(CLOSED)
def test_the_letter_is_shown_before_it_is_sent(client: Client) -> None:
    project = make_handed_in()
    screening = opened(project)
    signed_in(client, Role.OPERATOR)
    place = "活动计划与进度 · 活动 1 · 内容"
    client.get(desk(project))
    answer = client.post(act(project, "preview"), form_of(screening, "identity", place=place))
    assert answer.status_code == 200
    assert "请补传盖章页。" in answer.content.decode()
    assert Project.objects.get(pk=project.pk).state == "submitted"
    client.post(act(project, "correct"), {"words": "请一次补齐。"})
    correction = Project.objects.get(pk=project.pk).corrections.get()
    assert [(each.section, each.path) for each in correction.items.all()] == [("activities", "activities.a1.content")]
    assert correction.words == "请一次补齐。"


@clock.at(CLOSED)
def test_the_script_saves_one_item_and_learns_its_mark(client: Client) -> None:
    project = make_handed_in()
    screening = opened(project)
    signed_in(client, Role.CLERK)
    data = {"seen-scope": "", "verdict-scope": "fits", "note-scope": "", "request-scope": "", "place-scope": ""}
    answer = client.post(act(project, "save"), data, headers={"X-Requested-With": "fetch"})
    assert answer.json()["seen"] == mark_of(screening.items.get(key="scope"))
    late = client.post(act(project, "save"), data | {"verdict-scope": "na"}, headers={"X-Requested-With": "fetch"})
    assert late.status_code == 409
    assert screening.items.get(key="scope").verdict == "fits"


@clock.at(CLOSED)
@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SUPERVISION])
def test_who_only_reads_moves_nothing(client: Client, role: Role) -> None:
    project = make_handed_in()
    screening = opened(project)
    signed_in(client, role)
    assert client.get(desk(project)).status_code == 200
    assert client.post(act(project, "pass"), form_of(screening)).status_code == 302
    assert Project.objects.get(pk=project.pk).state == "submitted"


@clock.at(CLOSED)
def test_a_district_recommends_its_own_applicants_and_nobody_elses(client: Client) -> None:
    project = make_handed_in()
    Round.objects.filter(pk=project.round_id).update(district_first=True)
    signed_in(client, Role.CLERK, area="999902000000")
    assert client.get(desk(project)).status_code == 404
    ours = signed_in(client, Role.CLERK, area="999901000000")
    answer = client.post(act(project, "recommend"), {"advice": "recommended", "words": "材料齐全。"})
    assert answer.status_code == 302
    given = Recommendation.objects.get()
    assert (given.area.code, given.advice, given.by) == ("999901000000", "recommended", ours)
    # Recommending is all that a district does in such a round: the city screens.
    client.post(act(project, "begin"))
    assert not Screening.objects.exists()
    signed_in(client, Role.CLERK)
    client.post(act(project, "recommend"), {"advice": "not_recommended", "words": "不符。"})
    assert Recommendation.objects.get().advice == "recommended"


@clock.at(CLOSED)
def test_the_list_filters_by_what_waits_and_asks_no_more_for_many(
    client: Client, django_assert_num_queries: Any
) -> None:
    back, begun = make_handed_in(), make_handed_in()
    opened(begun)
    clerk = judge_all(opened(back), "duplicate")
    flows.ask_correction(project_id=back.pk, words="", actor=clerk)
    signed_in(client, Role.HEAD)
    for query in ("", "?waits=screen", "?due=late", "?amount=10", "?officer=others", "?district=999901000000"):
        assert client.get(LIST + query).status_code == 200
    shown = client.get(f"{LIST}?waits=screen").context["cl"].result_list
    assert [each.pk for each in shown] == [begun.pk]
    with django_assert_num_queries(8):
        client.get(LIST)
    Project.objects.filter(pk=back.pk).update(state="submitted")
    shown = client.get(f"{LIST}?waits=back").context["cl"].result_list
    assert [each.pk for each in shown] == [back.pk]


@clock.at(CLOSED)
def test_a_sheet_holds_text_as_text_and_is_on_record(client: Client) -> None:
    project = make_handed_in()
    Project.objects.filter(pk=project.pk).update(title="=HYPERLINK(1)")
    signed_in(client, Role.CLERK)
    answer = client.post(LIST, {"action": "take_along", "_selected_action": [project.pk]})
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    assert (sheet["B2"].value, sheet["C2"].value, sheet["C2"].data_type) == (project.code, "=HYPERLINK(1)", "s")
    assert AuditEntry.objects.get(verb="sheet.export").facts == {"count": 1, "what": "applications"}


@clock.at(NOW)
def test_drafts_are_listed_without_their_text_and_reminded_once_a_day(client: Client) -> None:
    draft, whole = make_application(), make_complete()
    signed_in(client, Role.CLERK)
    page = client.get("/admin/desk/drafts/")
    assert [each.pk for each in page.context["drafts"]] == [draft.pk, whole.pk]
    assert whole.title not in page.content.decode()
    asked = client.post("/admin/desk/drafts/", {"draft": [draft.pk]})
    assert (asked.status_code, Job.objects.filter(name="applications.remind_one").count()) == (200, 0)
    for _twice in range(2):
        client.post("/admin/desk/drafts/", {"draft": [draft.pk], "act": "send"})
    job = Job.objects.get(name="applications.remind_one")
    assert job.payload["project_id"] == draft.pk
    sheet = load_workbook(BytesIO(client.get("/admin/desk/drafts/?as=xlsx").content)).active
    assert sheet is not None
    assert sheet.max_row == 3


def test_a_draft_stands_in_no_list_of_staff(client: Client) -> None:
    project = make_application()
    signed_in(client, Role.CLERK)
    with clock.at(CLOSED + timedelta(days=1)):
        assert client.get(desk(project)).status_code == 404
        assert list(client.get(LIST).context["cl"].result_list) == []


def test_a_correction_that_came_in_shows_what_changed_and_goes_on_by_one_click(client: Client) -> None:
    project, screening = returned("duplicate")
    correct(project)
    signed_in(client, Role.CLERK)
    with clock.at(CLOSED + timedelta(days=2)):
        client.post(act(project, "begin"))
        changes = client.get(desk(project)).context["changes"]
    screening.refresh_from_db()
    assert screening.state == "begun"
    assert [(each.section, each.path, each.strange) for each in changes] == [("project", "summary", False)]


@clock.at(CLOSED)
def test_a_proposed_refusal_is_confirmed_from_the_desk_by_another_person_only(client: Client) -> None:
    project = make_handed_in()
    screening = opened(project)
    proposer = signed_in(client, Role.HEAD)
    client.post(act(project, "refuse"), {**form_of(screening, "scope"), "reason": "章程业务范围不含本项目。"})
    assert Screening.objects.get().state == "refusal"
    assert client.post(act(project, "confirm")).status_code == 200
    assert Screening.objects.get().state == "refusal"
    assert proposer != signed_in(client, Role.CLERK)
    assert client.get(f"{LIST}?waits=refusal").context["cl"].result_count == 1
    client.post(act(project, "confirm"))
    assert Project.objects.get(pk=project.pk).state == "rejected"


@clock.at(CLOSED)
def test_cases_are_taken_on_in_bulk_and_the_rest_is_counted(client: Client) -> None:
    waiting, settled = make_handed_in(), make_handed_in()
    judge_all(opened(settled))
    flows.pass_screening(project_id=settled.pk, actor=make_user())
    clerk = signed_in(client, Role.CLERK)
    chosen = {"action": "take_on", "_selected_action": [waiting.pk, settled.pk]}
    client.post(LIST, chosen)
    screening = Screening.objects.get(project=waiting)
    assert (screening.state, screening.officer, screening.items.count()) == ("unseen", clerk, 0)
    assert AuditEntry.objects.filter(verb="screening.take_on").count() == 1
    client.post(act(waiting, "begin"))
    screening.refresh_from_db()
    assert (screening.state, screening.officer, screening.items.count()) == ("begun", clerk, 21)

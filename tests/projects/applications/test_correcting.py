"""A returned application on its applicant's page: what is asked for, 原 and 现, everything else locked."""

from datetime import timedelta

import pytest
from django.test import Client

from projects.domain.comparing import compared
from projects.flows import applications
from projects.flows.applications.deciding import Ask, return_application
from projects.flows.applications.submitting import submit_application
from projects.models import Project
from tests.accounts.factories import make_user
from tests.projects.applications.complete import make_complete, sign, typed_now
from tests.projects.applications.factories import NOW, owner_of
from venture.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]
ASKED = NOW + timedelta(days=30)
ASKS = [
    Ask("project", "summary", "请写清服务人数。"),
    Ask("activities", "activities.a1", "请写明每次活动的地点。"),
    Ask("files", "charter", "请补传第二页。"),
]


def make_returned() -> Project:
    project = make_complete()
    sign(project)
    owner = owner_of(project.organization)
    with clock.at(NOW):
        submission = submit_application(project_id=project.pk, key="k1", actor=owner)
    with clock.at(ASKED):
        return_application(project_id=project.pk, submission=submission, asks=ASKS, words="", actor=make_user())
    project.refresh_from_db()
    return project


def page(project: Project) -> str:
    return f"/applications/{project.code}/returned/"


def enter(client: Client, project: Project) -> None:
    client.force_login(owner_of(project.organization), backend="django.contrib.auth.backends.ModelBackend")


@clock.at(ASKED)
def test_each_request_stands_beside_what_it_opens(client: Client) -> None:
    project = make_returned()
    enter(client, project)
    context = client.get(page(project)).context
    requests = context["requests"]
    assert [each.fix.state for each in requests] == ["open", "open", "open"]
    assert [question.path for question in requests[0].questions] == ["summary"]
    assert {question.path.rsplit(".", 1)[0] for question in requests[1].questions} == {"activities.a1"}
    assert requests[2].questions == []
    assert (context["done"], context["doing"], context["missing"]) == (0, 0, 3)
    assert "团队" in "".join(context["locked"])


@clock.at(ASKED)
def test_a_place_is_saved_here_and_its_difference_shown(client: Client) -> None:
    project = make_returned()
    enter(client, project)
    item = project.corrections.get().items.get(path="summary")
    text = typed_now(project, "project")["summary"] + "服务186人。"
    base = client.get(page(project)).context["requests"][0].base
    data = {"item": item.pk, "summary": text, "title": "换个名称", "base": base, "key": "one"}
    assert client.post(page(project), data).status_code == 302

    kept = typed_now(project, "project")
    assert (kept["summary"], kept["title"]) == (text, "银龄守护")
    request = client.get(page(project)).context["requests"][0]
    assert request.fix.state == "done"
    assert [piece.text for piece in request.changes[0].after if piece.marked] == ["服务186人。"]


@clock.at(ASKED)
def test_what_was_not_asked_for_is_named_before_handing_in(client: Client) -> None:
    project = make_returned()
    enter(client, project)
    kept = typed_now(project, "project")
    applications.save_section(
        project_id=project.pk, section="project", typed={**kept, "title": "换个名称"}, base=kept, key="two",
        actor=owner_of(project.organization),
    )  # fmt: skip
    context = client.get(page(project)).context
    assert [(each.section, each.path) for each in context["strange"]] == [("project", "title")]


def test_after_the_time_what_was_typed_stands_on_the_page(client: Client) -> None:
    project = make_returned()
    enter(client, project)
    item = project.corrections.get().items.get(path="summary")
    with clock.at(project.corrections.get().due_at):
        answer = client.post(page(project), {"item": item.pk, "summary": "来不及保存的话", "base": "{}", "key": "x"})
    assert answer.status_code == 409
    assert "来不及保存的话" in answer.content.decode()
    assert typed_now(project, "project")["summary"] != "来不及保存的话"


@clock.at(ASKED)
def test_the_letter_is_a_paper_and_who_is_no_member_sees_nothing(client: Client) -> None:
    project = make_returned()
    client.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(page(project)).status_code == 404
    enter(client, project)
    answer = client.get(f"{page(project)}letter.pdf")
    assert answer.content.startswith(b"%PDF")


def test_without_a_correction_there_is_no_such_page(client: Client) -> None:
    project = make_complete()
    enter(client, project)
    assert client.get(page(project)).status_code == 404


@pytest.mark.parametrize(("before", "after"), [("一二三", "一三"), ("", "新"), ("旧", ""), ("甲" * 4000, "乙" * 4000)])
def test_the_pieces_of_a_difference_are_the_texts(before: str, after: str) -> None:
    old, new = compared(before, after)
    assert ("".join(each.text for each in old), "".join(each.text for each in new)) == (before, after)

"""A section is saved as it is typed; two editors never lose a word to each other."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from projects.flows import applications as flows
from projects.models import Project, SectionDraft, SetAside
from tests.accounts.factories import make_user
from tests.projects.applications.factories import NOW, make_application, owner_of, save
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]


def test_an_invalid_answer_is_kept_as_it_was_typed_and_named() -> None:
    project = make_application()
    saved = save(project, "project", {"title": "银龄守护", "starts_on": "下个月"})

    assert saved.typed == {"title": "银龄守护", "starts_on": "下个月"}
    assert {each.path: each.code for each in saved.problems if not each.missing} == {"starts_on": "day_unreadable"}
    project.refresh_from_db()
    assert (project.title, saved.version) == ("银龄守护", 1)


def test_lists_learn_title_and_field_from_the_first_save_of_texts_that_were_brought_along() -> None:
    project = make_application()
    brought = {"title": "去年的项目", "category": "elderly"}
    SectionDraft.objects.filter(project=project, section="project").update(typed=brought)
    save(project, "project", {**brought, "summary": "新"}, base=brought, key="k1")
    project = Project.objects.select_related("category").get(pk=project.pk)
    assert project.category is not None
    assert (project.title, project.category.slug) == ("去年的项目", "elderly")

    save(project, "project", {**brought, "summary": "更新"}, base={**brought, "summary": "新"}, key="k2")
    save(project, "project", {**brought, "category": "youth"}, base=brought, key="k3")
    project = Project.objects.select_related("category").get(pk=project.pk)
    assert project.category is not None
    assert (project.title, project.category.slug) == ("去年的项目", "youth")


def test_the_same_key_twice_is_one_save() -> None:
    project = make_application()
    save(project, "project", {"title": "甲"}, base={}, key="k1")
    save(project, "project", {"title": "乙"}, base={"title": "甲"}, key="k2")
    again = save(project, "project", {"title": "甲"}, base={}, key="k1")

    assert (again.typed, again.version, SetAside.objects.count()) == ({"title": "乙"}, 2, 0)


def test_what_both_changed_is_kept_on_both_sides() -> None:
    project = make_application()
    colleague = make_user()
    save(project, "project", {"title": "甲", "summary": "旧"})
    base = {"title": "甲", "summary": "旧"}
    save(project, "project", {"title": "乙", "summary": "旧"}, base=base)
    saved = save(project, "project", {"title": "丙", "summary": "新"}, base=base, actor=colleague)

    assert saved.typed == {"title": "乙", "summary": "新"}
    assert [(each.path, each.mine, each.theirs) for each in saved.conflicts] == [("title", "丙", "乙")]
    aside = SetAside.objects.get()
    assert (aside.author, aside.path, aside.text) == (colleague, "title", "丙")

    with clock.at(NOW):
        flows.settle_aside(aside_id=aside.pk, take_mine=True, actor=colleague)
    project.refresh_from_db()
    assert project.title == "丙"


def test_rows_of_two_editors_stand_together() -> None:
    project = make_application()
    first = {"risks": "r1", "risks.r1.risk": "下雨"}
    save(project, "risks", first, base={})
    save(project, "risks", {**first, "risks": "r1 r2", "risks.r2.risk": "停电"}, base=first)
    saved = save(project, "risks", {**first, "risks": "r1 r3", "risks.r3.risk": "招募不足"}, base=first)

    assert saved.typed["risks"] == "r1 r2 r3"
    assert saved.conflicts == ()


def test_after_closing_nothing_is_written() -> None:
    project = make_application()
    before = AuditEntry.objects.count()
    assert project.round.closes_at is not None
    with clock.at(project.round.closes_at + timedelta(seconds=1)), pytest.raises(RuleRefusal) as refused:
        flows.save_section(
            project_id=project.pk, section="project", typed={"title": "迟"}, base={}, key="k",
            actor=owner_of(project.organization),
        )  # fmt: skip

    assert refused.value.code == "round_closed"
    assert (project.sections.get(section="project").typed, AuditEntry.objects.count()) == ({}, before)


def test_a_save_costs_ten_queries_at_most() -> None:
    project = make_application()
    with CaptureQueriesContext(connection) as seen:
        save(project, "budget", {"lines": "b1", "lines.b1.quantity": "24", "lines.b1.price": "900"}, base={})

    project.refresh_from_db()
    assert (project.grant_fen, project.total_fen) == (2_160_000, 2_160_000)
    assert len(seen) <= 10, [each["sql"] for each in seen]

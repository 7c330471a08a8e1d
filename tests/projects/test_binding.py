"""A need that was matched with an organisation alone gets its project later: by the staff, or by the citation."""

from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from organizations.models import Organization
from projects import flows, queries
from projects.flows.applications.answering_needs import begin_from_need
from projects.models import Need, Project
from projects.queries import overview
from tests.accounts.factories import make_user
from tests.organizations.factories import make_verified
from tests.projects.applications.complete import make_complete
from tests.projects.applications.factories import NOW, make_application, owner_of
from tests.projects.applications.test_citing import hand_in, published
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]


def matched(organization: Organization) -> Need:
    need = published()
    flows.match_need(need_id=need.pk, organization=organization, actor=make_user())
    return Need.objects.get(pk=need.pk)


def handed_in(code: str = "") -> Project:
    project = make_complete()
    hand_in(project, "k1", code)
    project.refresh_from_db()
    return project


def log(need: Need) -> list[Any]:
    rows = AuditEntry.objects.filter(verb="need.bind", subject_pk=str(need.pk))
    return [(each.actor_id, each.facts) for each in rows]


def test_a_matched_need_gets_its_project_once_with_an_entry_on_record() -> None:
    project, by = handed_in(), make_user()
    need = matched(project.organization)

    flows.bind_need(need_id=need.pk, project_id=project.pk, actor=by)
    flows.bind_need(need_id=need.pk, project_id=project.pk, actor=make_user())

    need.refresh_from_db()
    assert (need.state, need.answered_by, need.project) == ("matched", project.organization, project)
    assert [actor for actor, _facts in log(need)] == [by.pk]
    assert log(need)[0][1]["application"] == project.code


@pytest.mark.parametrize("case", ["another's", "draft", "withdrawn", "waiting", "met", "named"])
def test_what_cannot_be_bound_is_refused_and_nothing_moves(case: str) -> None:
    project, by = handed_in(), make_user()
    need = published() if case == "waiting" else matched(
        make_verified() if case == "another's" else project.organization
    )  # fmt: skip
    wanted, code = project, "need_illegal_move"
    if case == "another's":
        code = "need_project_of_another"
    elif case in {"draft", "withdrawn"}:
        Project.objects.filter(pk=project.pk).update(state=case)
        code = "need_project_not_handed_in"
    elif case == "met":
        flows.meet_need(need_id=need.pk, actor=by)
    elif case == "named":
        flows.bind_need(need_id=need.pk, project_id=project.pk, actor=by)
        wanted, code = make_application(), "need_project_named"
        Project.objects.filter(pk=wanted.pk).update(
            state="submitted", submitted_at=NOW, organization=project.organization
        )
    before, entries = Need.objects.filter(pk=need.pk).values().get(), log(need)

    with pytest.raises(RuleRefusal, match=code):
        flows.bind_need(need_id=need.pk, project_id=wanted.pk, actor=by)

    assert Need.objects.filter(pk=need.pk).values().get() == before
    assert log(need) == entries


def test_the_agreement_names_the_project_of_a_need_that_was_matched_before() -> None:
    project = make_complete()
    need, by = matched(project.organization), make_user()
    hand_in(project, "k1", need.code)

    answered = flows.answer_cited_need(project=project, actor=by)
    again = flows.answer_cited_need(project=project, actor=by)

    need.refresh_from_db()
    assert (answered, again) == (need, None)
    assert (need.state, need.project, [actor for actor, _facts in log(need)]) == ("matched", project, [by.pk])


def test_the_agreement_leaves_a_need_alone_that_another_organisation_answers() -> None:
    project, other = make_complete(), make_verified()
    need = matched(other)
    hand_in(project, "k1", need.code)
    before = Need.objects.filter(pk=need.pk).values().get()

    assert flows.answer_cited_need(project=project, actor=make_user()) is None
    assert Need.objects.filter(pk=need.pk).values().get() == before


def test_the_matched_need_is_offered_to_its_organisation_and_to_no_other() -> None:
    mine, other = make_verified(), make_verified()
    need = matched(mine)

    asked = {who.pk: overview.needs_to_answer("", who.pk) for who in (mine, other)}
    begun = [list(queries.to_answer(Organization.objects.filter(pk=who.pk))) for who in (mine, other)]

    assert asked == {mine.pk: [(need.community.name, need.code, need.title)], other.pk: []}
    assert begun == [[need], []]
    with clock.at(NOW):
        project = begin_from_need(
            round_id=make_application().round_id, organization=mine, need_id=need.pk, actor=owner_of(mine)
        )
    assert project.sections.get(section="need").typed["need"] == need.code


def test_the_staff_name_the_project_on_the_desk_those_that_cite_it_first(client: Client) -> None:
    project = handed_in()
    need = matched(project.organization)
    clerk = make_user(Role.CLERK)
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    desk = f"/admin/desk/needs/{need.pk}/"
    shown = client.get(desk)
    assert (shown.status_code, [each.code for each in shown.context["bindable"]]) == (200, [project.code])

    client.post(f"{desk}act/bind/", {"project": "2025-999"})
    assert (Need.objects.get(pk=need.pk).project, log(need)) == (None, [])
    client.post(f"{desk}act/bind/", {"project": project.code})

    assert Need.objects.get(pk=need.pk).project == project
    assert [actor for actor, _facts in log(need)] == [clerk.pk]
    again = client.get(desk)
    assert (again.context["may"]["bind"], again.context["bindable"]) == (False, [])

"""An application names the need that it answers: bound to the list or not, followed by each hand-in, met in the end."""

import pytest

from projects import flows
from projects.flows.applications import recalling, submitting
from projects.models import Need, NeedCitation, Project
from projects.queries.checking import problems_of
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.organizations.factories import make_verified
from tests.projects.applications.complete import make_complete, sign
from tests.projects.applications.factories import NOW, owner_of, save
from tests.projects.factories import make_need
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]


def published(title: str = "独居老人的午餐") -> Need:
    by = make_user()
    need = make_need(by, title=title)
    flows.publish_needs(need_ids=[need.pk], actor=by)
    return need


def hand_in(project: Project, key: str, code: str) -> None:
    owner = owner_of(project.organization)
    with clock.at(NOW):
        save(project, "need", {"need": code})
        sign(project)
        submitting.submit_application(project_id=project.pk, key=key, actor=owner)


def test_the_citation_follows_the_hand_in_that_stands() -> None:
    project, first, second = make_complete(), published(), published("楼道扶手")

    hand_in(project, "k1", first.code)
    with clock.at(NOW):
        recalling.recall_application(project_id=project.pk, actor=owner_of(project.organization))
    hand_in(project, "k2", second.code)

    cited = [(each.need, each.dropped_at is None) for each in NeedCitation.objects.order_by("pk")]
    assert cited == [(first, False), (second, True)]
    verbs = AuditEntry.objects.filter(verb__contains="cit").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["need.cite", "need.drop_citation", "need.cite"]


def test_a_round_that_is_bound_to_the_list_asks_for_the_need_and_an_open_one_does_not() -> None:
    project = make_complete()
    owner = owner_of(project.organization)
    assert [each.code for each in problems_of(project)] == []

    Round.objects.filter(pk=project.round_id).update(advanced=["needs_list"])
    project = Project.objects.select_related("round", "organization").get(pk=project.pk)
    problem = problems_of(project)[0]
    assert (problem.code, problem.section, problem.path, problem.missing) == ("need_missing", "need", "need", True)
    with clock.at(NOW), pytest.raises(RuleRefusal, match="application_incomplete"):
        submitting.submit_application(project_id=project.pk, key="k", actor=owner)
    assert not NeedCitation.objects.exists()

    hand_in(project, "k", published().code)
    assert NeedCitation.objects.get().project == project


def test_the_agreement_answers_the_cited_need_once_and_another_project_leaves_it_alone() -> None:
    project, need = make_complete(), published()
    hand_in(project, "k1", need.code)
    by = make_user()

    answered = flows.answer_cited_need(project=project, actor=by)
    again = flows.answer_cited_need(project=project, actor=by)

    need.refresh_from_db()
    assert (answered, again) == (need, None)
    assert (need.state, need.answered_by, need.project) == ("matched", project.organization, project)

    flows.meet_need(need_id=need.pk, actor=by, indicators=["i2", "i1", "i1"], words=" 按期完成 ")
    need.refresh_from_db()
    assert (need.state, need.indicators, need.met_words) == ("met", ["i1", "i2"], "按期完成")


def test_a_match_names_an_application_of_the_same_organisation_or_none() -> None:
    project, need = make_complete(), published()

    with pytest.raises(RuleRefusal, match="need_project_of_another"):
        flows.match_need(need_id=need.pk, organization=make_verified(), project=project, actor=make_user())

    assert Need.objects.get(pk=need.pk).state == "published"

"""Three-society linkage: laid down from the hand-in, told by the organisation, judged by the community."""

from typing import Any

import pytest

from organizations.flows import end_social_worker, enter_social_worker, renew_social_worker
from organizations.models import SocialWorker
from projects.flows import linking
from projects.flows.applications import submitting
from projects.models import BoundCommunity, Linkage, LinkedResource, LinkedWorker, Project
from projects.queries import linkage as queries
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.organizations.factories import make_verified
from tests.projects.applications.complete import make_complete, sign
from tests.projects.applications.factories import NOW, owner_of
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]


def linked() -> Project:
    """Return a project that was handed in and whose linkage is laid down."""
    project = make_complete()
    with clock.at(NOW):
        sign(project)
        submitting.submit_application(project_id=project.pk, key="k", actor=owner_of(project.organization))
    Round.objects.filter(pk=project.round_id).update(advanced=["linkage"])
    project = Project.objects.select_related("round", "organization").get(pk=project.pk)
    linking.lay_linkage(project=project, actor=None)
    return project


def worker_of(project: Project, number: str = "2020001", **fields: Any) -> SocialWorker:
    return enter_social_worker(
        organization_id=project.organization_id, name="林晓", level="worker", certificate=number,
        actor=owner_of(project.organization), **fields,
    )  # fmt: skip


def test_it_is_laid_once_from_what_was_handed_in_with_the_communitys_opinion() -> None:
    project = linked()
    linking.lay_linkage(project=project, actor=None)

    bound = BoundCommunity.objects.get(project=project)
    assert (bound.role, bound.people, bound.opinion, bound.share, bound.satisfaction) == (
        "landing",
        186,
        "agreed",
        None,
        None,
    )
    assert Linkage.objects.get(project=project).volunteers == 20
    assert AuditEntry.objects.filter(verb="linkage.lay").count() == 1


def test_a_round_that_does_not_use_it_lays_nothing() -> None:
    project = make_complete()

    assert linking.lay_linkage(project=project, actor=None) is None
    with pytest.raises(RuleRefusal, match="linkage_missing"):
        linking.tell_linkage(
            project_id=project.pk, model="demand", words="", volunteers=1, volunteer_hours=1, actor=make_user()
        )
    assert not Linkage.objects.exists()


def test_the_organisation_tells_model_workers_gifts_and_shares() -> None:
    project = linked()
    owner, worker = owner_of(project.organization), worker_of(project)
    bound = BoundCommunity.objects.get(project=project)

    linking.tell_linkage(
        project_id=project.pk, model="idea", words=" 一起做 ", volunteers=30, volunteer_hours=400, actor=owner
    )
    for hours in (12, 12, 40):
        linking.link_worker(project_id=project.pk, worker_id=worker.pk, duty="个案", hours=hours, actor=owner)
    gift = linking.add_charity(
        project_id=project.pk, kind="goods", giver="康居建材", what="防滑垫", value_fen=640_000, actor=owner
    )
    linking.share_money(project_id=project.pk, shares={bound.pk: 10_000}, actor=owner)

    whole: Any = queries.linkage_of(Project.objects.get(pk=project.pk))
    assert (whole.linkage.model, whole.linkage.words, whole.linkage.volunteers) == ("idea", "一起做", 30)
    assert [count for _level, count, _hours in queries.levels_of(whole)] == [1]
    assert [(hours) for _level, _count, hours in queries.levels_of(whole)] == [40]
    assert [(count, fen) for _kind, count, fen in queries.charity_of(whole)] == [(1, 640_000)]
    row: Any = queries.linkages_for_staff().get(project=project)
    assert (row.communities, row.at_work, row.hours, row.value_fen, row.satisfied) == (1, 1, 40, 640_000, None)

    linking.remove_charity(project_id=project.pk, charity_id=gift.pk, actor=owner)
    linking.unlink_worker(project_id=project.pk, linked_id=LinkedWorker.objects.get().pk, actor=owner)
    linking.unlink_worker(project_id=project.pk, linked_id=LinkedWorker.objects.get().pk, actor=owner)
    row = queries.linkages_for_staff().get(project=project)
    assert (row.at_work, row.value_fen) == (0, 0)
    verbs = AuditEntry.objects.filter(verb__startswith="linkage.").order_by("seq").values_list("verb", flat=True)
    assert [verb.removeprefix("linkage.") for verb in verbs] == [
        "lay", "tell", "worker", "worker", "charity", "share", "remove_charity", "end_worker",
    ]  # fmt: skip


def test_refusals_say_what_is_wrong_and_move_nothing() -> None:
    project = linked()
    owner, bound = owner_of(project.organization), BoundCommunity.objects.get(project=project)
    elsewhere = make_verified(make_user())
    stranger = enter_social_worker(
        organization_id=elsewhere.pk, name="别家", level="none", actor=elsewhere.memberships.get().user
    )
    gone = end_social_worker(worker_id=worker_of(project).pk, actor=owner)
    before = AuditEntry.objects.count()
    given: dict[str, Any] = {"project_id": project.pk, "actor": owner}

    for code, act in (
        ("worker_of_another", lambda: linking.link_worker(**given, worker_id=stranger.pk, duty="个案", hours=1)),
        ("worker_of_another", lambda: linking.link_worker(**given, worker_id=gone.pk, duty="个案", hours=1)),
        ("shares_too_large", lambda: linking.share_money(**given, shares={bound.pk: 10_001})),
        ("charity_unnamed", lambda: linking.add_charity(**given, kind="goods", giver=" ", what="x", value_fen=1)),
        ("stars_unknown", lambda: linking.judge_satisfaction(bound_id=bound.pk, stars=6, words="", actor=owner)),
        ("satisfaction_words_missing", lambda: linking.judge_satisfaction(
            bound_id=bound.pk, stars=2, words=" ", actor=owner)),
        ("social_worker_ended", lambda: end_social_worker(worker_id=gone.pk, actor=owner)),
        ("certificate_missing", lambda: enter_social_worker(
            organization_id=elsewhere.pk, name="x", level="senior", actor=owner)),
    ):  # fmt: skip
        with pytest.raises(RuleRefusal, match=code):
            act()

    bound.refresh_from_db()
    assert (bound.share, bound.satisfaction, AuditEntry.objects.count()) == (None, None, before)
    assert not LinkedWorker.objects.exists()
    assert not LinkedResource.objects.exists()


def test_a_community_says_how_content_it_is_and_may_say_so_anew() -> None:
    bound = BoundCommunity.objects.get(project=linked())
    by = make_user()

    linking.judge_satisfaction(bound_id=bound.pk, stars=2, words="换人后停了两周", actor=by)
    linking.judge_satisfaction(bound_id=bound.pk, stars=5, words="", actor=by)

    bound.refresh_from_db()
    assert (bound.satisfaction, bound.satisfaction_words, bound.satisfied_by) == (5, "", by)
    moves = AuditEntry.objects.filter(verb="linkage.satisfaction").order_by("seq").values_list("before", "after")
    assert list(moves) == [(None, 2), (2, 5)]


def test_a_certificate_stands_with_one_organisation_and_can_be_renewed() -> None:
    project = linked()
    worker = worker_of(project, "2020777")
    with pytest.raises(RuleRefusal, match="certificate_known"):
        worker_of(project, "2020777")

    renewed = renew_social_worker(worker_id=worker.pk, registered_until=clock.today(), actor=make_user())

    assert renewed.registered_until == clock.today()
    end_social_worker(worker_id=worker.pk, actor=make_user())
    assert worker_of(project, "2020777").pk != worker.pk

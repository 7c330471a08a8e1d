"""The life of a need: each verb from each state, merging, and that a refusal moves nothing."""

from collections.abc import Callable
from itertools import product

import pytest

from accounts.models import User
from projects import flows
from projects.domain import lifecycle
from projects.enums import NeedState
from projects.models import Need, NeedSeries
from tests.accounts.factories import make_user
from tests.organizations.factories import make_verified
from tests.projects.factories import WORDS, make_need
from venture.audit.models import AuditEntry
from venture.kernel.errors import RuleRefusal

LEGAL = {
    ("edit", "collected"): "collected",
    ("merge", "collected"): "merged",
    ("publish", "collected"): "published",
    ("match", "published"): "matched",
    ("bind", "matched"): "matched",
    ("release", "matched"): "published",
    ("meet", "matched"): "met",
}


@pytest.mark.parametrize(("verb", "state"), list(product(lifecycle.MOVES, NeedState.values)))
def test_a_need_moves_exactly_as_the_table_says(verb: str, state: str) -> None:
    if (verb, state) in LEGAL:
        assert lifecycle.target_of(verb, state) == LEGAL[verb, state]
    else:
        with pytest.raises(RuleRefusal, match="need_illegal_move"):
            lifecycle.target_of(verb, state)


def in_state(state: str, by: User) -> Need:
    """Bring a fresh need into ``state`` by the flows."""
    need = make_need(by)
    if state == "merged":
        flows.merge_needs(into_id=make_need(by).pk, need_ids=[need.pk], actor=by)
    elif state != "collected":
        flows.publish_needs(need_ids=[need.pk], actor=by)
        if state in {"matched", "met"}:
            flows.match_need(need_id=need.pk, organization=make_verified(), actor=by)
        if state == "met":
            flows.meet_need(need_id=need.pk, actor=by)
    need.refresh_from_db()
    assert need.state == state
    return need


VERBS: dict[str, Callable[[Need, User], object]] = {
    "edit": lambda need, by: flows.edit_need(need_id=need.pk, actor=by, title="换一个说法"),
    "merge": lambda need, by: flows.merge_needs(into_id=make_need(by).pk, need_ids=[need.pk], actor=by),
    "publish": lambda need, by: flows.publish_needs(need_ids=[need.pk], actor=by),
    "match": lambda need, by: flows.match_need(need_id=need.pk, organization=make_verified(), actor=by),
    "release": lambda need, by: flows.release_need(need_id=need.pk, reason="项目未立项", actor=by),
    "meet": lambda need, by: flows.meet_need(need_id=need.pk, actor=by),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("verb", "state"), list(product(VERBS, NeedState.values)))
def test_each_flow_moves_what_is_legal_and_nothing_else(verb: str, state: str) -> None:
    by = make_user()
    need = in_state(state, by)
    before = Need.objects.filter(pk=need.pk).values().get()

    if (verb, state) in LEGAL:
        VERBS[verb](need, by)
        after = Need.objects.get(pk=need.pk)
        assert after.state == LEGAL[verb, state]
        assert AuditEntry.objects.filter(verb=f"need.{verb}", subject_pk=str(need.pk)).exists()
    else:
        with pytest.raises(RuleRefusal, match="need_illegal_move"):
            VERBS[verb](need, by)
        assert Need.objects.filter(pk=need.pk).values().get() == before
        assert (
            not AuditEntry.objects.filter(verb=f"need.{verb}", subject_pk=str(need.pk))
            .exclude(verb__in=["need.publish", "need.match", "need.merge", "need.meet"])
            .exists()
        )


@pytest.mark.django_db
def test_a_reported_need_takes_the_next_code_and_keeps_every_word() -> None:
    by = make_user()

    first, second = make_need(by), make_need(by, title="另一件")

    assert (first.code, second.code, NeedSeries.objects.get().last_number) == ("N-0001", "N-0002", 2)
    assert {name: getattr(first, name) for name in WORDS} == WORDS
    assert (first.state, first.reported_by) == ("collected", by)


@pytest.mark.django_db
def test_what_was_merged_into_a_need_follows_when_that_need_is_merged() -> None:
    by = make_user()
    small, middle, large = make_need(by), make_need(by), make_need(by)
    flows.merge_needs(into_id=middle.pk, need_ids=[small.pk], actor=by)

    flows.merge_needs(into_id=large.pk, need_ids=[middle.pk, large.pk], actor=by)

    assert dict(Need.objects.values_list("pk", "merged_into")) == {
        small.pk: large.pk,
        middle.pk: large.pk,
        large.pk: None,
    }


@pytest.mark.django_db
def test_merging_is_all_or_nothing_and_needs_another_need() -> None:
    by = make_user()
    kept, good, published = make_need(by), make_need(by), make_need(by)
    flows.publish_needs(need_ids=[published.pk], actor=by)

    with pytest.raises(RuleRefusal, match="need_merges_nothing"):
        flows.merge_needs(into_id=kept.pk, need_ids=[kept.pk], actor=by)
    with pytest.raises(RuleRefusal, match="need_illegal_move"):
        flows.merge_needs(into_id=kept.pk, need_ids=[good.pk, published.pk], actor=by)

    assert list(Need.objects.order_by("pk").values_list("state", flat=True)) == ["collected", "collected", "published"]


@pytest.mark.django_db
def test_a_verified_organisation_says_its_interest_once_and_takes_it_back() -> None:
    by, owner = make_user(), make_user()
    organization = make_verified(owner)
    need = make_need(by)
    flows.publish_needs(need_ids=[need.pk], actor=by)

    first = flows.say_interest(need_id=need.pk, organization=organization, actor=owner)
    again = flows.say_interest(need_id=need.pk, organization=organization, actor=owner)
    flows.withdraw_interest(need_id=need.pk, organization=organization, actor=owner)
    flows.withdraw_interest(need_id=need.pk, organization=organization, actor=owner)

    assert first == again
    assert need.interests.get().withdrawn_at is not None
    verbs = AuditEntry.objects.filter(verb__endswith="_interest").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["need.say_interest", "need.withdraw_interest"]


@pytest.mark.django_db
def test_interest_is_refused_for_a_need_that_does_not_wait_and_an_organisation_that_is_suspended() -> None:
    from organizations.flows import suspend_organization

    by, owner = make_user(), make_user()
    organization = make_verified(owner)
    collected, published = make_need(by), make_need(by)
    flows.publish_needs(need_ids=[published.pk], actor=by)
    with pytest.raises(RuleRefusal, match="need_not_waiting"):
        flows.say_interest(need_id=collected.pk, organization=organization, actor=owner)
    suspended = suspend_organization(organization_id=organization.pk, actor=by, reason="整改")
    with pytest.raises(RuleRefusal, match="organization_not_verified"):
        flows.say_interest(need_id=published.pk, organization=suspended, actor=owner)

    assert (collected.interests.count(), published.interests.count()) == (0, 0)

"""The life of a resource: each verb from each state, who is told, and that a refusal moves nothing."""

from collections.abc import Callable
from itertools import product

import pytest

from accounts.models import User
from organizations.models import Organization
from projects import flows
from projects.domain.lifecycle import RESOURCE_LIFE
from projects.enums import ResourceState
from projects.models import Resource, ResourceWish
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.organizations.factories import make_verified
from tests.projects.factories import make_need
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = pytest.mark.django_db
WORDS = {"kind": "room", "title": "二楼活动室", "capacity": "周末全天", "giver": "河坊社区"}
LEGAL = {
    ("edit", "offered"): "offered",
    ("edit", "returned"): "offered",
    ("publish", "offered"): "published",
    ("send_back", "offered"): "returned",
    ("engage", "published"): "engaged",
    ("release", "engaged"): "published",
    ("withdraw", "offered"): "withdrawn",
    ("withdraw", "returned"): "withdrawn",
    ("withdraw", "published"): "withdrawn",
}


@pytest.fixture(autouse=True)
def _a_round_uses_them() -> None:
    now = clock.now()
    Round.objects.create(
        code="2030", year=2030, title="t", sponsor="s", state="open", advanced=["resources"], published_at=now,
        opens_at=now, closes_at=now.replace(year=now.year + 1),
    )  # fmt: skip


def in_state(state: str, giver: User, organization: Organization) -> Resource:
    """Bring a fresh resource into ``state`` by the flows; ``organization`` asks for it as soon as it can."""
    staff, asker = make_user(), organization.memberships.get().user
    resource = flows.offer_resource(actor=giver, **WORDS)
    if state == "returned":
        flows.send_back_resource(resource_id=resource.pk, reason="请写明时间", actor=staff)
    if state in {"published", "engaged"}:
        flows.publish_resource(resource_id=resource.pk, actor=staff)
        flows.wish_resource(resource_id=resource.pk, organization=organization, words="讲座", actor=asker)
    if state == "engaged":
        flows.engage_resource(resource_id=resource.pk, organization=organization, actor=giver)
    if state == "withdrawn":
        flows.withdraw_resource(resource_id=resource.pk, actor=giver)
    resource.refresh_from_db()
    assert resource.state == state
    return resource


VERBS: dict[str, Callable[[Resource, User, Organization], object]] = {
    "edit": lambda row, by, _o: flows.edit_resource(resource_id=row.pk, actor=by, title="换一个说法"),
    "publish": lambda row, by, _o: flows.publish_resource(resource_id=row.pk, actor=by),
    "send_back": lambda row, by, _o: flows.send_back_resource(resource_id=row.pk, reason="请补充", actor=by),
    "engage": lambda row, by, o: flows.engage_resource(resource_id=row.pk, organization=o, actor=by),
    "release": lambda row, by, _o: flows.release_resource(resource_id=row.pk, actor=by),
    "withdraw": lambda row, by, _o: flows.withdraw_resource(resource_id=row.pk, actor=by),
}


def test_the_table_holds_the_verbs_that_are_tried() -> None:
    assert set(VERBS) == set(RESOURCE_LIFE.moves)


@pytest.mark.parametrize(("verb", "state"), list(product(VERBS, ResourceState.values)))
def test_each_flow_moves_what_is_legal_and_nothing_else(verb: str, state: str) -> None:
    giver = make_user()
    organization = make_verified(make_user())
    resource = in_state(state, giver, organization)
    if verb == "engage" and state != "published":
        ResourceWish.objects.get_or_create(
            resource=resource, organization=organization, withdrawn_at=None,
            defaults={"words": "讲座", "by": giver, "said_at": clock.now()},
        )  # fmt: skip
    before = Resource.objects.filter(pk=resource.pk).values().get(), AuditEntry.objects.count()

    if (verb, state) in LEGAL:
        VERBS[verb](resource, giver, organization)
        assert Resource.objects.get(pk=resource.pk).state == LEGAL[verb, state]
        assert AuditEntry.objects.filter(verb=f"resource.{verb}", subject_pk=str(resource.pk)).exists()
    else:
        with pytest.raises(RuleRefusal, match="resource_illegal_move"):
            VERBS[verb](resource, giver, organization)
        assert (Resource.objects.filter(pk=resource.pk).values().get(), AuditEntry.objects.count()) == before


def test_whoever_offers_is_told_of_every_step_and_the_asker_of_the_answer() -> None:
    giver = make_user()
    organization = make_verified(make_user())
    resource = in_state("published", giver, organization)

    flows.engage_resource(resource_id=resource.pk, organization=organization, actor=giver)
    resource.refresh_from_db()

    told = list(Message.objects.filter(event__startswith="resource_").order_by("pk").values_list("event", "person"))
    asker = organization.memberships.get().user_id
    assert told == [("resource_published", giver.pk), ("resource_wished", giver.pk), ("resource_granted", asker)]
    assert (resource.code, resource.used_by) == ("R-0001", organization)


def test_free_again_means_that_the_wish_is_over() -> None:
    giver = make_user()
    organization = make_verified(make_user())
    resource = in_state("engaged", giver, organization)

    flows.release_resource(resource_id=resource.pk, actor=giver)

    assert Resource.objects.get(pk=resource.pk).used_by is None
    assert resource.wishes.get().withdrawn_at is not None


def test_refusals_name_what_is_missing_and_write_nothing() -> None:
    giver, owner = make_user(), make_user()
    organization, other = make_verified(owner), make_verified(make_user())
    resource = in_state("published", giver, organization)
    before = AuditEntry.objects.count()

    for code, act in (
        ("wish_words_missing", lambda: flows.wish_resource(
            resource_id=resource.pk, organization=other, words="  ", actor=giver)),
        ("wish_missing", lambda: flows.engage_resource(resource_id=resource.pk, organization=other, actor=giver)),
    ):  # fmt: skip
        with pytest.raises(RuleRefusal, match=code):
            act()
    Round.objects.update(advanced=[])
    with pytest.raises(RuleRefusal, match="resources_not_taken"):
        flows.offer_resource(actor=giver, **WORDS)

    assert AuditEntry.objects.count() == before


def test_a_resident_supports_a_need_once_by_phone_and_takes_it_back() -> None:
    by = make_user()
    resident, without = make_user(mobile="+8613900000001"), make_user(mobile="")
    need = make_need(by)
    with pytest.raises(RuleRefusal, match="need_not_waiting"):
        flows.support_need(need_id=need.pk, actor=resident)
    flows.publish_needs(need_ids=[need.pk], actor=by)

    first = flows.support_need(need_id=need.pk, actor=resident)
    again = flows.support_need(need_id=need.pk, actor=resident)
    with pytest.raises(RuleRefusal, match="support_needs_phone"):
        flows.support_need(need_id=need.pk, actor=without)
    assert (first, need.supports.filter(withdrawn_at=None).count()) == (again, 1)

    flows.take_support_back(need_id=need.pk, actor=resident)
    flows.take_support_back(need_id=need.pk, actor=resident)
    assert need.supports.get().withdrawn_at is not None
    verbs = AuditEntry.objects.filter(verb__contains="support").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["need.support", "need.take_support_back"]

"""The smallest legal crew: the operator proposes, one clerk checks, one head approves. Three can, two cannot."""

from datetime import UTC, datetime, timedelta
from itertools import combinations, product
from typing import Any

import pytest

from accounts.enums import Role
from accounts.flows.delegating import lend_role
from accounts.models import Area, User
from rounds import flows
from rounds.demo import playing as demo
from rounds.enums import RoundState
from rounds.models import Round, RulesVersion
from tests.accounts.factories import make_user
from venture.audit.models import AuditEntry
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db

STEPS: dict[str, tuple[str, Any]] = {
    "propose": ("rounds.propose", flows.propose_round),
    "check": ("rounds.check", flows.check_round),
    "publish": ("rounds.publish", flows.publish_round),
}
NOON = datetime(2026, 11, 9, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _planning() -> Any:
    with clock.at(NOON):
        yield


@pytest.fixture
def crew() -> dict[str, User]:
    return {
        "operator": make_user(Role.OPERATOR, name="宋佳"),
        "clerk": make_user(Role.CLERK, name="陈立"),
        "head": make_user(Role.HEAD, name="赵明华"),
    }


@pytest.fixture
def draft(crew: dict[str, User]) -> Round:
    """A draft that nothing contradicts, from the plan of the city."""
    Area.objects.create(code="999900000000", name="云溪市")
    demo._calendars()
    stages = demo._days(2026)
    round_ = flows.create_from_preset(
        preset="seed", code="2027", year=2027, actor=crew["operator"],
        **demo._basics(2027, "云民函〔2026〕41号", 600, stages, cap=20),
    )  # fmt: skip
    demo._fit(round_, 600, stages, demo.FIELDS)
    return round_


def step(name: str, round_: Round, person: User) -> bool:
    """Take a step as a door does: with the right, then through the flow. Say whether it was taken."""
    permission, flow = STEPS[name]
    person = User.objects.get(pk=person.pk)
    if not policy.allows(person, permission, round_):
        return False
    try:
        flow(round_id=round_.pk, actor=person)
    except RuleRefusal as refusal:
        if refusal.code not in {"same_person", "same_side"}:
            raise
        return False
    return True


def state_of(round_: Round) -> str:
    return Round.objects.values_list("state", flat=True).get(pk=round_.pk)


def test_three_people_run_a_whole_round(crew: dict[str, User], draft: Round) -> None:
    assert step("propose", draft, crew["operator"])
    assert step("check", draft, crew["clerk"])
    assert step("publish", draft, crew["head"])
    round_ = Round.objects.get(pk=draft.pk)
    assert (round_.proposed_by, round_.checked_by, round_.published_by) == tuple(crew.values())
    assert round_.opens_at is not None
    assert round_.closes_at is not None

    with clock.at(round_.opens_at):
        flows.announce_window(round_id=draft.pk)
        assert state_of(draft) == RoundState.OPEN
        later = round_.closes_at + timedelta(days=1)
        asked = flows.ask_amendment(
            round_id=draft.pk, changes={"closes_at": later.isoformat()}, reason="停电一天", actor=crew["operator"]
        )
        flows.decide_amendment(amendment_id=asked.pk, approve=True, actor=crew["head"])
    with clock.at(later + timedelta(seconds=round_.grace_seconds)):
        flows.announce_window(round_id=draft.pk)

    assert state_of(draft) == RoundState.CLOSED
    assert list(RulesVersion.objects.filter(round=draft).order_by("number").values_list("number", "reason")) == [
        (1, ""),
        (2, "停电一天"),
    ]
    acts = AuditEntry.objects.filter(subject_label__in=["rounds.round", "rounds.amendment"]).order_by("seq")
    assert list(acts.values_list("verb", "actor__display_name")) == [
        ("round.create", "宋佳"),
        ("round.propose", "宋佳"),
        ("round.check", "陈立"),
        ("round.publish", "赵明华"),
        ("round.open", None),
        ("amendment.ask", "宋佳"),
        ("amendment.approve", "赵明华"),
        ("round.close", None),
    ]


def test_the_three_clone_the_next_round(crew: dict[str, User], draft: Round) -> None:
    copy = flows.clone_round(round_id=draft.pk, code="2028", year=2028, actor=crew["clerk"])
    copy.document_number = "云民函〔2027〕40号"
    copy.save(update_fields=["document_number"])

    taken = [step(name, copy, crew[who]) for name, who in zip(STEPS, ("clerk", "head", "operator"), strict=True)]

    assert taken == [True, True, False]


@pytest.mark.parametrize("pair", list(combinations(("operator", "clerk", "head"), 2)))
@pytest.mark.parametrize("order", list(product((0, 1), repeat=3)))
def test_no_two_of_them_publish(pair: tuple[str, str], order: tuple[int, ...], crew: Any, draft: Round) -> None:
    taken = [step(name, draft, crew[pair[turn]]) for name, turn in zip(STEPS, order, strict=True)]

    assert not taken[-1]
    assert not RulesVersion.objects.exists()
    assert Round.objects.get(pk=draft.pk).published_by is None


def test_one_person_does_not_amend(crew: dict[str, User], draft: Round) -> None:
    for name, who in zip(STEPS, crew, strict=True):
        step(name, draft, crew[who])
    asked = flows.ask_amendment(round_id=draft.pk, changes={"grace_seconds": 60}, reason="x", actor=crew["head"])

    with pytest.raises(RuleRefusal, match="same_person"):
        flows.decide_amendment(amendment_id=asked.pk, approve=True, actor=crew["head"])
    assert Round.objects.get(pk=draft.pk).grace_seconds == draft.grace_seconds


@pytest.mark.parametrize("pair", list(combinations(("operator", "clerk", "head"), 2)))
def test_a_lent_role_does_not_make_three_of_two(pair: tuple[str, str], crew: dict[str, User], draft: Round) -> None:
    """Whoever is away and lends the own role to one of the other two: the two still cannot, in no order."""
    away = next(name for name in crew if name not in pair)
    for other in pair:
        if "operator" not in (away, other):  # the operator is kept apart from the bureau
            _lend(crew[away], crew[other])

    for first, second, third in product(pair, repeat=3):
        Round.objects.filter(pk=draft.pk).update(state="draft", proposed_by=None, checked_by=None)
        taken = [step(name, draft, crew[who]) for name, who in zip(STEPS, (first, second, third), strict=True)]
        assert taken[-1] is False, (first, second, third)


def test_a_colleague_who_stands_in_for_the_head_publishes_and_the_log_says_for_whom(
    crew: dict[str, User], draft: Round
) -> None:
    deputy = make_user(Role.CLERK, name="副职")
    _lend(crew["head"], deputy)

    assert [step(*each) for each in (("propose", draft, crew["operator"]), ("check", draft, crew["clerk"]))] == [
        True
    ] * 2
    assert step("publish", draft, deputy)

    entry = AuditEntry.objects.get(verb="round.publish")
    assert (entry.actor, entry.facts["on_behalf_of"]) == (deputy, crew["head"].pk)


def test_the_head_does_not_approve_what_was_checked_for_the_head(crew: dict[str, User], draft: Round) -> None:
    """The one who checks holds no role of their own for it: the step was the head's."""
    administrator = make_user(Role.SYSTEM_ADMIN)
    _lend(crew["clerk"], administrator)
    step("propose", draft, crew["operator"])
    assert step("check", draft, administrator)

    assert not step("publish", draft, crew["clerk"])
    assert step("publish", draft, crew["head"])


def test_a_standing_loan_does_not_stop_the_three(crew: dict[str, User], draft: Round) -> None:
    """The clerk is the head's AB 岗 all year; each still acts in their own right."""
    _lend(crew["head"], crew["clerk"])

    assert [step(name, draft, crew[who]) for name, who in zip(STEPS, crew, strict=True)] == [True] * 3


def _lend(lender: User, to: User) -> None:
    today = clock.today()
    lend_role(
        grant_id=lender.role_grants.get().pk, to_id=to.pk, starts_on=today, ends_on=today + timedelta(days=30),
        reason="AB岗", actor=lender,
    )  # fmt: skip

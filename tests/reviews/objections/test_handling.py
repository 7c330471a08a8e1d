"""Handling: every step in its state, nobody with a part in the case, two persons, and what an upheld one moves."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.enums import Role
from accounts.models import User
from notices.enums import ObjectionState
from notices.models import Hold, Objection
from reviews.flows.objections import (
    accept_objection,
    assign_objection,
    decide_objection,
    propose_answer,
    refuse_objection,
    send_answer_back,
)
from reviews.models import Award
from reviews.queries.objections import free_for, parts_of
from tests.accounts.factories import make_user
from tests.reviews.objections.cases import FILED, Case, accepted, announced, answered, file, given
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

LATER = FILED + timedelta(days=1)
WORDS = {"findings": "核实。", "reply": "答复。", "published": "公开答复。"}


@pytest.fixture
def case(db: None) -> Case:
    return announced()


def acts(case: Case, objection: Objection) -> dict[str, Any]:
    key = objection.pk
    return {
        "received": lambda: accept_objection(objection_id=key, actor=case.scored.clerk),
        "accepted": lambda: assign_objection(objection_id=key, handler_id=case.handler.pk, actor=case.second),
        "investigating": lambda: propose_answer(objection_id=key, actor=case.handler, **WORDS),
        "answered": lambda: send_answer_back(objection_id=key, reason="补充证据。", actor=case.second),
    }


@pytest.mark.parametrize("step", ["received", "accepted", "investigating", "answered"])
@pytest.mark.parametrize("state", ObjectionState.values)
def test_a_step_is_possible_in_its_state_only(case: Case, step: str, state: str) -> None:
    objection = file(case, case.projects[0])
    Objection.objects.filter(pk=objection.pk).update(
        state=state, handler=case.handler, proposed_by=case.handler if state == "answered" else None
    )

    with clock.at(LATER):
        if step == state:
            acts(case, objection)[step]()
        else:
            with pytest.raises(RuleRefusal) as refused:
                acts(case, objection)[step]()
            assert refused.value.code == "objection_illegal_move"

    assert (Objection.objects.get().state == state) is (step != state)


def of_the_case(case: Case) -> dict[str, User]:
    return {
        "decided and ranked": case.scored.clerk,
        "checked": case.scored.head,
        "wrote the notice": case.notice.drafted_by,
        "signed it": User.objects.get(pk=case.notice.signed_by_id),
        "scored": User.objects.get(pk=case.scored.experts[0].user_id),
    }


def test_nobody_with_a_part_handles_refuses_or_decides_superusers_included(case: Case) -> None:
    objection = file(case, case.projects[0])
    for name, person in of_the_case(case).items():
        person.is_superuser = True
        person.save()
        assert person.pk in parts_of(objection), name
        with pytest.raises(RuleRefusal) as refused:
            refuse_objection(objection_id=objection.pk, reason="无据。", actor=person)
        assert refused.value.code == "objection_handler_took_part"
    accepted(case, objection)
    for person in (case.scored.clerk, case.scored.head):
        with pytest.raises(RuleRefusal) as refused:
            assign_objection(objection_id=objection.pk, handler_id=person.pk, actor=case.second)
        assert refused.value.code == "objection_handler_took_part"
    assert {each.pk for each in free_for(objection)} >= {case.handler.pk, case.second.pk}
    assert not {each.pk for each in free_for(objection)} & set(parts_of(objection))
    answered_one = answered(case, file(case, case.projects[1]))
    with pytest.raises(RuleRefusal) as refused:
        decide_objection(objection_id=answered_one.pk, verdict="dismiss", actor=case.scored.head)
    assert refused.value.code == "objection_handler_took_part"
    assert Objection.objects.get(pk=answered_one.pk).state == "answered"


def test_who_answered_the_first_time_does_not_answer_again(case: Case) -> None:
    first = answered(case, file(case, case.projects[0]))
    second = Objection(notice=case.notice, project=case.projects[0], again=first)

    assert case.handler.pk in parts_of(second)


def test_somebody_outside_the_bureau_is_no_handler(case: Case) -> None:
    objection = accepted(case, file(case, case.projects[0]))

    with pytest.raises(RuleRefusal) as refused:
        assign_objection(objection_id=objection.pk, handler_id=make_user().pk, actor=case.second)

    assert refused.value.code == "objection_handler_unfit"


def test_the_handler_never_decides_not_even_a_superuser(case: Case) -> None:
    objection = answered(case, file(case, case.projects[0]))
    case.handler.is_superuser = True
    case.handler.save()

    for verdict in ("uphold", "uphold_partly", "dismiss"):
        with pytest.raises(RuleRefusal) as refused:
            decide_objection(objection_id=objection.pk, verdict=verdict, actor=case.handler)
        assert refused.value.code == "same_person"
    assert Award.objects.get(project=case.projects[0]).state == "proposed"


def test_upheld_takes_the_award_and_calls_the_reserve_in_its_order_and_nobody_else_is_touched(case: Case) -> None:
    objection = answered(case, file(case, case.projects[0]))

    with clock.at(LATER):
        decide_objection(objection_id=objection.pk, verdict="uphold", actor=case.second)

    states = dict(Award.objects.values_list("project__code", "state"))
    assert [states[each.code] for each in case.projects] == ["lost", "proposed", "proposed"]
    assert Award.objects.get(project=case.projects[2]).replaces.project == case.projects[0]  # type: ignore[union-attr]
    assert not Hold.objects.filter(lifted_at=None).exists()
    objection.refresh_from_db()
    assert (objection.state, objection.decided_by, objection.published_at) == ("upheld", case.second, LATER)


@pytest.mark.parametrize(("verdict", "out", "award"), [
    ("dismiss", False, "proposed"), ("uphold_partly", False, "proposed"), ("uphold_partly", True, "lost"),
])  # fmt: skip
def test_otherwise_the_hold_is_lifted_and_the_project_stays_unless_a_person_says_it_goes(
    case: Case, verdict: str, out: bool, award: str
) -> None:
    objection = answered(case, file(case, case.projects[0]))

    with clock.at(LATER):
        decide_objection(objection_id=objection.pk, verdict=verdict, out=out, actor=case.second)

    assert Award.objects.get(project=case.projects[0]).state == award
    assert not Hold.objects.filter(lifted_at=None).exists()


def test_upheld_with_nobody_in_reserve_leaves_the_money_free(case: Case) -> None:
    Award.objects.filter(state="reserve").update(state="none")
    objection = answered(case, file(case, case.projects[0]))

    with clock.at(LATER):
        decide_objection(objection_id=objection.pk, verdict="uphold", actor=case.second)

    assert Award.objects.get(project=case.projects[0]).state == "lost"


def test_a_second_objection_keeps_the_hold_when_the_first_is_dismissed(case: Case) -> None:
    objection, other = answered(case, file(case, case.projects[0])), file(case, case.projects[0])

    with clock.at(LATER):
        decide_objection(objection_id=objection.pk, verdict="dismiss", actor=case.second)

    assert [hold.objection_id for hold in Hold.objects.filter(lifted_at=None)] == [other.pk]


def test_refused_lifts_the_hold_and_its_author_reads_why(case: Case) -> None:
    objection = file(case, case.projects[0])

    with clock.at(LATER):
        refuse_objection(objection_id=objection.pk, reason="不属于本公示的事项。", actor=case.handler)

    objection.refresh_from_db()
    assert (objection.state, objection.reply) == ("refused", "不属于本公示的事项。")
    assert not Hold.objects.filter(lifted_at=None).exists()


@pytest.mark.parametrize(("words", "code"), [
    ({"findings": ""}, "objection_reply_missing"), ({"reply": ""}, "objection_reply_missing"),
    ({"published": ""}, "objection_published_missing"),
    ({"published": "周明远反映的情况属实"}, "objection_published_names"),
    ({"published": "来电 138 1234 5678 反映"}, "objection_published_names"),
])  # fmt: skip
def test_an_answer_is_whole_and_its_public_form_names_nobody(case: Case, words: dict[str, str], code: str) -> None:
    objection = given(case, file(case, case.projects[0]))

    with pytest.raises(RuleRefusal) as refused:
        propose_answer(objection_id=objection.pk, actor=case.handler, **{**WORDS, **words})

    assert refused.value.code == code
    assert Objection.objects.get().state == "investigating"


def test_somebody_who_belongs_to_the_applicant_takes_no_step(case: Case) -> None:
    project = case.projects[0]
    member = make_user(Role.SUPERVISION)
    project.organization.memberships.create(user=member, role="owner", since=FILED)
    objection = file(case, project)

    with pytest.raises(RuleRefusal) as refused:
        accept_objection(objection_id=objection.pk, actor=member)

    assert refused.value.code == "own_organization"
    assert member.pk not in {each.pk for each in free_for(objection)}

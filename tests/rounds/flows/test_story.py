"""A round from preset to archive: who may take which step, what is frozen, and that a refusal moves nothing."""

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.enums import Role
from rounds import flows
from rounds.domain.canonical import canonical
from rounds.enums import AmendmentState, RoundState
from rounds.flows.locks import intake
from rounds.models import Amendment, Round, RulesVersion, WorkYear
from rounds.queries import facts_of, rules_of
from tests.accounts.factories import make_user
from tests.organizations.factories import make_verified
from tests.rounds.factories import OPENS, make_crew, make_draft, make_published
from venture.audit.models import AuditEntry
from venture.jobs.enums import JobState
from venture.jobs.flows import work_off
from venture.jobs.models import Job
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def standing(round_: Round) -> tuple[Any, ...]:
    """Return everything that a refused step must leave alone."""
    fresh = Round.objects.values().get(pk=round_.pk)
    return (
        fresh,
        RulesVersion.objects.count(),
        Amendment.objects.count(),
        Job.objects.count(),
        AuditEntry.objects.count(),
    )


def refused(code: str, round_: Round, act: Any, **given: Any) -> None:
    before = standing(round_)
    with pytest.raises(RuleRefusal) as refusal:
        act(**given)
    assert refusal.value.code == code
    assert standing(round_) == before


def test_a_round_is_published_by_three_people_and_its_rules_are_frozen() -> None:
    operator, clerk, head = make_crew()
    round_ = make_draft()
    flows.propose_round(round_id=round_.pk, actor=operator)
    flows.check_round(round_id=round_.pk, actor=clerk)
    published = flows.publish_round(round_id=round_.pk, actor=head)
    version = RulesVersion.objects.get()

    assert (published.state, published.published_by) == (RoundState.PUBLISHED, head)
    assert (version.number, version.sha256) == (1, hashlib.sha256(version.rules.encode()).hexdigest())
    assert json.loads(version.rules) == json.loads(json.dumps(rules_of(published)))
    assert list(AuditEntry.objects.order_by("seq").values_list("verb", flat=True)) == [
        "round.create", "round.propose", "round.check", "round.publish",
    ]  # fmt: skip


def test_nobody_takes_two_of_the_three_steps() -> None:
    operator, clerk, _head = make_crew()
    both = make_user(Role.CLERK, Role.HEAD)
    round_ = make_draft()
    flows.propose_round(round_id=round_.pk, actor=both)
    refused("same_person", round_, flows.check_round, round_id=round_.pk, actor=both)
    flows.check_round(round_id=round_.pk, actor=clerk)
    refused("same_person", round_, flows.publish_round, round_id=round_.pk, actor=both)
    head_and_clerk = make_user(Role.HEAD, is_superuser=True)
    flows.return_round(round_id=round_.pk, actor=head_and_clerk, reason="文号有误")
    flows.propose_round(round_id=round_.pk, actor=operator)
    flows.check_round(round_id=round_.pk, actor=head_and_clerk)
    refused("same_person", round_, flows.publish_round, round_id=round_.pk, actor=head_and_clerk)


def test_a_round_with_a_contradiction_is_not_proposed() -> None:
    operator, _clerk, _head = make_crew()
    round_ = make_draft(document_number="")

    refused("round_contradicts", round_, flows.propose_round, round_id=round_.pk, actor=operator)


def test_a_round_that_reaches_into_a_year_without_calendar_is_not_proposed() -> None:
    operator, _clerk, _head = make_crew()
    round_ = make_draft()
    WorkYear.objects.filter(year=OPENS.year + 1).delete()
    last = round_.stages.order_by("order").last()
    assert last is not None

    assert facts_of(round_).years_missing == (OPENS.year + 1,)
    refused("round_contradicts", round_, flows.propose_round, round_id=round_.pk, actor=operator)


def test_a_return_needs_a_reason_and_takes_the_check_back() -> None:
    operator, clerk, head = make_crew()
    round_ = make_draft()
    flows.propose_round(round_id=round_.pk, actor=operator)
    flows.check_round(round_id=round_.pk, actor=clerk)
    refused("reason_missing", round_, flows.return_round, round_id=round_.pk, actor=head, reason=" ")
    returned = flows.return_round(round_id=round_.pk, actor=head, reason="额度待核")

    assert (returned.state, returned.checked_by) == (RoundState.DRAFT, None)
    assert AuditEntry.objects.get(verb="round.return").facts["reason"] == "额度待核"


def test_the_window_opens_and_closes_by_the_clock_and_the_job_only_announces_it() -> None:
    round_ = make_published()
    closes = round_.closes_at
    assert closes is not None
    taken: list[str] = []

    def knock(instant: datetime) -> str:
        with clock.at(instant):
            try:
                with intake(round_.pk):
                    return "in"
            except RuleRefusal as refusal:
                return refusal.code

    for instant in (OPENS - DAY, OPENS, closes - timedelta(microseconds=1), closes, closes + DAY):
        taken.append(knock(instant))

    assert taken == ["round_not_open", "in", "in", "round_closed", "round_closed"]
    assert Round.objects.get(pk=round_.pk).state == RoundState.PUBLISHED


def test_the_jobs_announce_opening_and_closing_once() -> None:
    round_ = make_published()
    assert round_.closes_at is not None
    with clock.at(OPENS + DAY):
        work_off()
        flows.announce_window(round_id=round_.pk)
        opened = Round.objects.get(pk=round_.pk).state
    with clock.at(round_.closes_at + DAY):
        work_off()
        work_off()

    assert (opened, Round.objects.get(pk=round_.pk).state) == (RoundState.OPEN, RoundState.CLOSED)
    assert [AuditEntry.objects.filter(verb=f"round.{verb}").count() for verb in ("open", "close")] == [1, 1]


def test_grace_is_given_after_closing_and_not_promised_before() -> None:
    round_ = make_published(grace_seconds=300)
    assert round_.closes_at is not None
    with clock.at(round_.closes_at + timedelta(seconds=299)), intake(round_.pk) as instant:
        assert instant == round_.closes_at + timedelta(seconds=299)
    with clock.at(round_.closes_at + timedelta(seconds=300)), pytest.raises(RuleRefusal), intake(round_.pk):
        pass


def test_an_amendment_needs_a_second_person_and_makes_a_new_version() -> None:
    operator, clerk, head = make_crew()
    round_ = make_published()
    assert round_.closes_at is not None
    later = (round_.closes_at + 3 * DAY).isoformat()
    amendment = flows.ask_amendment(
        round_id=round_.pk, changes={"closes_at": later}, reason="台风停工", actor=operator
    )  # fmt: skip
    refused("same_person", round_, flows.decide_amendment, amendment_id=amendment.pk, approve=True, actor=operator)
    flows.decide_amendment(amendment_id=amendment.pk, approve=True, actor=clerk)
    refused("amendment_decided", round_, flows.decide_amendment, amendment_id=amendment.pk, approve=True, actor=head)
    numbers = list(RulesVersion.objects.order_by("number").values_list("number", "reason"))

    assert Round.objects.get(pk=round_.pk).closes_at == round_.closes_at + 3 * DAY
    assert numbers == [(1, ""), (2, "台风停工")]
    assert Job.objects.filter(name="rounds.announce_window", run_at=round_.closes_at + 3 * DAY).count() == 1


def test_a_refused_amendment_changes_nothing_but_itself() -> None:
    operator, clerk, _head = make_crew()
    round_ = make_published()
    amendment = flows.ask_amendment(
        round_id=round_.pk, changes={"enquiry_phone": "0999-1"}, reason="换号", actor=operator
    )  # fmt: skip
    before = Round.objects.values().get(pk=round_.pk)
    flows.decide_amendment(amendment_id=amendment.pk, approve=False, actor=clerk)
    amendment.refresh_from_db()

    assert amendment.state == AmendmentState.REFUSED
    assert Round.objects.values().get(pk=round_.pk) == before
    assert RulesVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "reason", "code"),
    [({"pool_fen": 1}, "加钱", "amendment_field"), ({"closes_at": "2025-04-01T09:00:00+00:00"}, " ", "reason_missing")],
)
def test_an_amendment_of_money_or_without_reason_is_refused(changes: dict[str, Any], reason: str, code: str) -> None:
    operator, _clerk, _head = make_crew()
    round_ = make_published()

    refused(code, round_, flows.ask_amendment, round_id=round_.pk, changes=changes, reason=reason, actor=operator)


def test_a_draft_is_changed_directly_and_not_amended() -> None:
    operator, _clerk, _head = make_crew()
    round_ = make_draft()

    refused("amendment_not_needed", round_, flows.ask_amendment,
            round_id=round_.pk, changes={"lead": "x"}, reason="y", actor=operator)  # fmt: skip


def test_later_stages_follow_the_table_and_skip_none() -> None:
    _operator, _clerk, head = make_crew()
    round_ = make_published()
    refused("round_illegal_move", round_, flows.advance_round, round_id=round_.pk, verb="decide", actor=head)
    assert round_.closes_at is not None
    with clock.at(round_.closes_at + DAY):
        flows.announce_window(round_id=round_.pk)
        states = [
            flows.advance_round(round_id=round_.pk, verb=verb, actor=head).state
            for verb in ("start_review", "decide", "implement", "archive")
        ]

    assert states == [RoundState.REVIEWING, RoundState.DECIDED, RoundState.IMPLEMENTING, RoundState.ARCHIVED]


def test_a_step_with_a_story_of_its_own_is_no_stage() -> None:
    round_ = make_published()

    with pytest.raises(ValueError, match="flow of its own"):
        flows.advance_round(round_id=round_.pk, verb="close", actor=None)


def test_an_amendment_waits_for_as_many_people_as_the_round_asks_for() -> None:
    operator, clerk, head = make_crew()
    round_ = make_published()
    Round.objects.filter(pk=round_.pk).update(persons_per_act={**round_.persons_per_act, "amend": 3})
    amendment = flows.ask_amendment(
        round_id=round_.pk, changes={"enquiry_phone": "0999-1"}, reason="换号", actor=operator
    )  # fmt: skip
    first = flows.decide_amendment(amendment_id=amendment.pk, approve=True, actor=clerk)
    phone = Round.objects.get(pk=round_.pk).enquiry_phone
    refused("same_person", round_, flows.decide_amendment, amendment_id=amendment.pk, approve=True, actor=clerk)
    last = flows.decide_amendment(amendment_id=amendment.pk, approve=True, actor=head)

    assert (first.state, phone) == (AmendmentState.ASKED, round_.enquiry_phone)
    assert (last.state, Round.objects.get(pk=round_.pk).enquiry_phone) == (AmendmentState.APPROVED, "0999-1")
    assert last.before == {"enquiry_phone": round_.enquiry_phone}


def test_an_amendment_is_told_once_to_staff_and_to_whoever_may_apply() -> None:
    operator, clerk, head = make_crew()
    applicant, stranger = make_user(), make_user()
    make_verified(applicant)
    round_ = make_published()
    amendment = flows.ask_amendment(
        round_id=round_.pk, changes={"lead": "新的宗旨"}, reason="更正", actor=operator
    )  # fmt: skip
    flows.decide_amendment(amendment_id=amendment.pk, approve=True, actor=clerk)
    work_off()
    job = Job.objects.get(name="rounds.announce_amendment")
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, progress_done=0)
    work_off()
    told = Message.objects.filter(event="round_amended").values_list("person_id", flat=True)

    assert {operator.pk, clerk.pk, head.pk, applicant.pk} <= set(told)
    assert len(told) == len(set(told))
    assert stranger.pk not in told


def test_the_frozen_rules_are_the_same_text_on_every_machine_and_say_each_change() -> None:
    round_ = make_published()
    first = RulesVersion.objects.get()
    assert canonical(rules_of(Round.objects.get(pk=round_.pk))) == first.rules
    operator, clerk, _head = make_crew()
    beijing = round_.closes_at.astimezone(clock.BEIJING) + DAY if round_.closes_at else None
    assert beijing is not None
    amendment = flows.ask_amendment(
        round_id=round_.pk, changes={"closes_at": beijing.isoformat()}, reason="延期", actor=operator
    )  # fmt: skip
    flows.decide_amendment(amendment_id=amendment.pk, approve=True, actor=clerk)
    second = RulesVersion.objects.get(number=2)

    assert canonical(rules_of(Round.objects.get(pk=round_.pk))) == second.rules
    assert (first.sha256 != second.sha256, RulesVersion.objects.get(number=1).rules) == (True, first.rules)
    assert json.loads(second.rules)["round"]["closes_at"].endswith("+00:00")

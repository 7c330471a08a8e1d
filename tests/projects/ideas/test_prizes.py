"""The short review of ideas without an organisation, and the prizes that follow the points."""

from datetime import timedelta

import pytest

from accounts.enums import Role
from accounts.models import User
from projects.flows import ideas as flows
from projects.models import Idea, IdeaContest, IdeaEntry, IdeaPrize, IdeaScore
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.organizations.factories import code_for
from tests.projects.ideas.factories import accept, offer, open_contest, post, score_all, the_call
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = pytest.mark.usefixtures("stage", "db")


@pytest.fixture
def judges() -> list[User]:
    return [make_user(Role.EXPERT), make_user(Role.CLERK)]


def after(call: Round) -> object:
    return clock.at(call.closes_at + timedelta(days=2))  # type: ignore[operator]


def judged(judges: list[User]) -> tuple[IdeaContest, Idea, Idea]:
    """Return a review whose two ideas are judged: the first better than the second."""
    call = the_call()
    first = post()
    second = post(speaks_as="unit", unit_name="云溪市某公司", unit_code=code_for(77, kind="91"), title="第二个点子")
    with after(call):  # type: ignore[attr-defined]
        contest = open_contest(call, judges)
        score_all(contest, {first.pk: (36, 27, 26), second.pk: (30, 20, 20)})
    return contest, first, second


def picks(contest: IdeaContest, *ideas: Idea) -> dict[int, int]:
    awards = list(contest.round.idea_awards.order_by("order", "pk"))
    return {contest.entries.get(idea=idea).pk: awards[number].pk for number, idea in enumerate(ideas)}


def test_only_ideas_without_an_organisation_take_part_and_they_stay_as_they_are(judges: list[User]) -> None:
    call = the_call()
    lonely, paired = post(), accept(offer(post(title="配上的点子")))
    waiting = offer(lonely)
    with after(call):  # type: ignore[attr-defined]
        contest = open_contest(call, judges)
        for act in (
            lambda: flows.accept_offer(offer_id=waiting.pk, actor=lonely.owner),
            lambda: flows.withdraw_idea(idea_id=lonely.pk, actor=lonely.owner),
        ):
            with pytest.raises(RuleRefusal, match="idea_is_judged"):
                act()

    assert list(contest.entries.values_list("idea", flat=True)) == [lonely.pk]
    assert set(Idea.objects.values_list("pk", "state")) == {(lonely.pk, "open"), (paired.pk, "paired")}
    assert Message.objects.filter(event="ideas_to_judge").count() == 2


def test_a_review_that_does_not_fit_is_refused(judges: list[User]) -> None:
    call = the_call()
    idea = post()
    with pytest.raises(RuleRefusal, match="contest_too_early"), clock.at(call.closes_at - timedelta(days=1)):  # type: ignore[operator]
        open_contest(call, judges)
    with after(call):  # type: ignore[attr-defined]
        for refused, changed in (
            ("criteria_not_hundred", {"criteria": [{"name": "新", "points": 99}]}),
            ("judges_too_few", {"judges": judges[:1]}),
            ("judge_owns_idea", {"judges": [*judges, idea.owner]}),
        ):
            with pytest.raises(RuleRefusal, match=refused):
                open_contest(call, **{"judges": judges, **changed})  # type: ignore[arg-type]
        open_contest(call, judges)
        with pytest.raises(RuleRefusal, match="contest_twice"):
            open_contest(call, judges)
    Round.objects.filter(pk=call.pk).update(advanced=["ideas"])
    with after(call), pytest.raises(RuleRefusal, match="contest_not_used"):  # type: ignore[attr-defined]
        open_contest(call, judges)
    assert IdeaContest.objects.count() == 1


def test_judges_score_within_the_criteria_and_may_change_until_the_proposal(judges: list[User]) -> None:
    contest, first, _second = judged(judges)
    entry = IdeaEntry.objects.get(idea=first)
    good = {"0": 40, "1": 30, "2": 30}

    flows.score_entry(entry_id=entry.pk, points=good, words="改主意了，更好。", actor=judges[0])
    for refused, points, words, actor in (
        ("points_outside", {**good, "0": 41}, "好", judges[0]),
        ("score_words_missing", good, " ", judges[0]),
        ("not_a_judge", good, "好", make_user(Role.EXPERT)),
    ):
        with pytest.raises(RuleRefusal, match=refused):
            flows.score_entry(entry_id=entry.pk, points=points, words=words, actor=actor)
    flows.propose_prizes(contest_id=contest.pk, picks={}, actor=make_user(Role.OPERATOR))
    with pytest.raises(RuleRefusal, match="contest_over"):
        flows.score_entry(entry_id=entry.pk, points=good, words="晚了", actor=judges[0])

    assert sorted(IdeaScore.objects.filter(entry=entry).values_list("total", flat=True)) == [89, 100]


def test_prizes_are_decided_by_a_second_person_with_tax_withheld_from_a_person_only(judges: list[User]) -> None:
    contest, first, second = judged(judges)
    operator, head = make_user(Role.OPERATOR), make_user(Role.HEAD)

    flows.propose_prizes(contest_id=contest.pk, picks=picks(contest, first, second), actor=operator)
    with pytest.raises(RuleRefusal, match="decided_by_proposer"):
        flows.decide_prizes(contest_id=contest.pk, actor=operator)
    assert not IdeaPrize.objects.exists()
    flows.decide_prizes(contest_id=contest.pk, actor=head)

    told = {
        each.idea_id: (each.name, each.amount_fen, each.tax_fen, each.paid_fen, each.payee)
        for each in IdeaPrize.objects.select_related("idea")
    }
    assert told == {
        first.pk: ("一等奖", 300_000, 60_000, 240_000, str(first.owner)),
        second.pk: ("二等奖", 200_000, 0, 200_000, "云溪市某公司"),
    }
    assert set(Idea.objects.values_list("state", "project")) == {("awarded", None)}
    assert Message.objects.filter(event="idea_prized").count() == 2
    with pytest.raises(RuleRefusal, match="idea_not_open"):
        offer(first)


def test_prizes_follow_the_points_and_wait_for_every_judge(judges: list[User]) -> None:
    contest, first, second = judged(judges)
    operator = make_user(Role.OPERATOR)
    with pytest.raises(RuleRefusal, match="prize_order"):
        flows.propose_prizes(contest_id=contest.pk, picks=picks(contest, second, first), actor=operator)
    IdeaScore.objects.filter(judge__user=judges[1]).delete()
    with pytest.raises(RuleRefusal, match="contest_unscored"):
        flows.propose_prizes(contest_id=contest.pk, picks={}, actor=operator)
    contest.refresh_from_db()
    assert (contest.state, IdeaEntry.objects.filter(award__isnull=False).count()) == ("judging", 0)


def test_a_proposal_sent_back_is_judged_again_and_who_wins_nothing_stays_on_the_list(judges: list[User]) -> None:
    contest, first, second = judged(judges)
    operator, head = make_user(Role.OPERATOR), make_user(Role.HEAD)
    flows.propose_prizes(contest_id=contest.pk, picks=picks(contest, first, second), actor=operator)
    flows.send_prizes_back(contest_id=contest.pk, reason="二等奖空缺为宜", actor=head)
    contest.refresh_from_db()
    assert (contest.state, contest.reason, contest.entries.filter(award=None).count()) == (
        "judging",
        "二等奖空缺为宜",
        2,
    )

    flows.propose_prizes(contest_id=contest.pk, picks=picks(contest, first), actor=operator)
    flows.decide_prizes(contest_id=contest.pk, actor=head)

    assert dict(Idea.objects.values_list("pk", "state")) == {first.pk: "awarded", second.pk: "open"}
    assert Message.objects.filter(event="idea_not_prized", person=second.owner).count() == 1

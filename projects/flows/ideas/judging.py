"""The short review of ideas that found no organisation: opened by the staff, judged by several, nobody sees whose."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from projects.domain.ideas import FULL_MARKS, summed
from projects.enums import ContestState, IdeaState
from projects.models import Idea, IdeaContest, IdeaEntry, IdeaJudge, IdeaScore
from projects.queries.contests import page_of_judging
from rounds.enums import Means
from rounds.models import Round
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.flows import tell_all

# One judge alone is no review.
JUDGES_AT_LEAST = 2


@transaction.atomic
def open_contest(
    *, round_id: int, criteria: Sequence[Mapping[str, Any]], judges: Collection[User], due_on: date, tax_share: int,
    tax_basis: str, actor: User,
) -> IdeaContest:  # fmt: skip
    """Open the review of a closed call's ideas that look for an organisation still; from now on they stay as they are.

    Raise ``RuleRefusal``: ``contest_not_used`` where the call has no awards for ideas; ``contest_too_early`` before it
    closes; ``contest_twice``; ``criteria_not_hundred``; ``judges_too_few``; ``judge_owns_idea``; ``contest_empty``.
    """
    round_ = Round.objects.select_for_update().get(pk=round_id)
    _refuse_unfit(round_, criteria, judges)
    ideas = list(Idea.objects.select_for_update(of=("self",)).filter(round=round_, state=IdeaState.OPEN).order_by("pk"))
    if not ideas:
        raise RuleRefusal("contest_empty")
    if {idea.owner_id for idea in ideas} & {judge.pk for judge in judges}:
        raise RuleRefusal("judge_owns_idea")
    contest = IdeaContest.objects.create(
        round=round_, criteria=[dict(each) for each in criteria], due_on=due_on, tax_share=tax_share,
        tax_basis=tax_basis, opened_by=actor, opened_at=clock.now(),
    )  # fmt: skip
    IdeaJudge.objects.bulk_create(IdeaJudge(contest=contest, user=judge) for judge in judges)
    IdeaEntry.objects.bulk_create(IdeaEntry(contest=contest, idea=idea) for idea in ideas)
    tell_all(
        judges, "ideas_to_judge", f"{contest.pk}", path=page_of_judging(), round=round_.title, ideas=len(ideas),
        until=due_on.isoformat(),
    )  # fmt: skip
    record(
        actor=actor, verb="contest.open", subject=contest, after=contest.state, round=round_.code,
        ideas=[idea.code for idea in ideas], judges=sorted(judge.pk for judge in judges),
    )  # fmt: skip
    return contest


@transaction.atomic
def score_entry(*, entry_id: int, points: Mapping[str, int], words: str, actor: User) -> IdeaScore:
    """Give an idea points and a sentence; until the prizes are proposed the judge may change both.

    Raise ``RuleRefusal``: ``contest_over``; ``not_a_judge``; ``points_outside``; ``score_words_missing``.
    """
    contest_id = IdeaEntry.objects.values_list("contest_id", flat=True).get(pk=entry_id)
    contest = IdeaContest.objects.select_for_update().get(pk=contest_id)
    if contest.state != ContestState.JUDGING:
        raise RuleRefusal("contest_over")
    judge = contest.judges.filter(user=actor).first()
    if judge is None:
        raise RuleRefusal("not_a_judge")
    total = summed(points, contest.criteria)
    said = words.strip()
    if not said:
        raise RuleRefusal("score_words_missing")
    kept = {str(place): points[str(place)] for place in range(len(contest.criteria))}
    score, _made = IdeaScore.objects.update_or_create(
        entry_id=entry_id, judge=judge,
        defaults={"points": kept, "total": total, "words": said, "scored_at": clock.now()},
    )  # fmt: skip
    record(actor=actor, verb="contest.score", subject=score, entry=entry_id, total=total)
    return score


def _refuse_unfit(round_: Round, criteria: Sequence[Mapping[str, Any]], judges: Collection[User]) -> None:
    if Means.IDEA_AWARDS not in round_.advanced or not round_.idea_awards.exists():
        raise RuleRefusal("contest_not_used")
    if round_.closes_at is None or clock.now() < round_.closes_at:
        raise RuleRefusal("contest_too_early")
    if IdeaContest.objects.filter(round=round_).exists():
        raise RuleRefusal("contest_twice")
    if sum(int(each["points"]) for each in criteria) != FULL_MARKS:
        raise RuleRefusal("criteria_not_hundred")
    if len({judge.pk for judge in judges}) < JUDGES_AT_LEAST:
        raise RuleRefusal("judges_too_few", least=JUDGES_AT_LEAST)

"""Read shapes of the review of ideas."""

from datetime import datetime
from typing import Any, Final

from django.db.models import Count, F, OuterRef, Prefetch, QuerySet, Subquery, Sum
from django.urls import reverse
from django.utils import translation

from projects.domain.ideas import ranked, suggested
from projects.enums import ContestState, IdeaState
from projects.models import Idea, IdeaContest, IdeaEntry, IdeaPrize, IdeaScore
from rounds.enums import Means, RoundState
from rounds.models import Round
from venture.kernel.prepared import Prepared


def page_of_judging() -> str:
    """Return the address of the judges' page as messages keep it: without the language."""
    with translation.override("zh-hans"):
        return reverse("ideas:judging")


def totals_of(contest: IdeaContest) -> dict[int, int]:
    """Return the sum of all judges' points for each entry. One query."""
    return {row["pk"]: row["sum"] or 0 for row in contest.entries.values("pk").annotate(sum=Sum("scores__total"))}


def judged_by(user: Any) -> QuerySet[IdeaContest]:
    """Return the reviews in which the person judges, the running ones first. One query."""
    rows = IdeaContest.objects.filter(judges__user=user).select_related("round")
    return rows.order_by(F("decided_at").desc(nulls_first=True), "-pk")


def to_judge(user: Any) -> QuerySet[Any]:
    """Return the ideas of running reviews that the person judges, with the person's own sum (``mine``). One query.

    Nothing of the owner is fetched: who judges does not know whose an idea is.
    """
    own = IdeaScore.objects.filter(entry=OuterRef("pk"), judge__user=user).values("total")[:1]
    rows = IdeaEntry.objects.filter(
        contest__state=ContestState.JUDGING, contest__judges__user=user, idea__state=IdeaState.OPEN
    )
    return rows.select_related("idea__street", "contest__round").annotate(mine=Subquery(own)).order_by("idea__code")


def left_to_judge(user: Any) -> int:
    """Return how many ideas of running reviews the person has not judged yet. One query."""
    return len(_LEFT(user=user.pk))


_LEFT: Final = Prepared(
    lambda user: to_judge(user).filter(mine__isnull=True).order_by().values_list("pk", flat=True)
)  # fmt: skip


def own_score(entry: IdeaEntry, user: Any) -> IdeaScore | None:
    return IdeaScore.objects.filter(entry=entry, judge__user=user).first()


def contests_for_staff() -> QuerySet[IdeaContest]:
    rows = IdeaContest.objects.select_related("round", "opened_by", "proposed_by", "decided_by")
    return rows.annotate(number=Count("entries", distinct=True), judges_number=Count("judges", distinct=True))


def entries_of(contest: IdeaContest) -> list[Any]:
    """Return the entries with their place, sum (``total``) and scores, the best first. Three queries."""
    scores = IdeaScore.objects.select_related("judge__user").order_by("judge")
    rows: Any = contest.entries.select_related("idea", "award").prefetch_related(Prefetch("scores", scores))
    by_pk = {row.pk: row for row in rows}
    totals = {pk: sum(score.total for score in row.scores.all()) for pk, row in by_pk.items()}
    found = []
    for each in ranked(totals):
        row = by_pk[each.entry]
        row.total, row.place = each.total, each.place
        found.append(row)
    return found


def suggestion(contest: IdeaContest, entries: list[Any]) -> dict[int, int]:
    """Return the awards as the points give them, by entry. One query."""
    totals = {entry.pk: entry.total for entry in entries if entry.idea.state == IdeaState.OPEN}
    places = contest.round.idea_awards.order_by("order", "pk").values_list("pk", "places")
    return suggested(totals, list(places))


def prizes_for_staff() -> QuerySet[IdeaPrize]:
    return IdeaPrize.objects.select_related("idea", "contest__round")


def scores_of(idea: Idea) -> list[IdeaScore]:
    """Return what judges gave the idea, for the staff. One query."""
    return list(IdeaScore.objects.filter(entry__idea=idea).select_related("judge__user", "entry__contest__round"))


def to_review(now: datetime) -> QuerySet[Round]:
    """Return the closed calls with awards for ideas that have no review yet. Two queries."""
    calls = Round.objects.filter(state__in=RoundState.public(), closes_at__lte=now, contest__isnull=True)
    wanted = [each.pk for each in calls if Means.IDEA_AWARDS in each.advanced]
    return Round.objects.filter(pk__in=wanted).order_by("-year", "-code")

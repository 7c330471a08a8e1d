"""What is looked at before a selection goes to the decision (送审前检查): what stands, what to look at again."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, Q

from reviews.enums import AssignmentState, Outcome, OverrideState, RankingState
from reviews.models import Assignment, Override, Selection
from reviews.queries.components import Public
from reviews.queries.planning import usual_rules
from reviews.queries.rankings import stages_of
from rounds.models import Stage
from venture.kernel.money import format_yuan

NEAR: Final = Decimal(1)
OK, WARN, BAD = "ok", "warn", "bad"


@dataclass(frozen=True)
class Check:
    """``tone`` is ok, warn or bad; a bad one keeps the selection from being sent."""

    tone: str
    code: str
    details: dict[str, Any] = field(default_factory=dict)


def checks_of(selection: Selection) -> list[Check]:
    """Return the checks in the order of the page. 9 queries at most."""
    rows = selection.rows.all()
    ranking, stages = selection.ranking, stages_of(selection.round, None)
    selected = rows.filter(outcome=Outcome.SELECTED).count()
    fewer = sum(len(_fewer(stage)) for stage in stages)
    close = Q(margin__lt=NEAR, margin__gt=-NEAR)
    near = rows.filter(close, outcome__in=(Outcome.SELECTED, Outcome.RESERVE)).count()
    changes = list(selection.overrides.exclude(state__in=(OverrideState.REFUSED, OverrideState.WITHDRAWN)))
    waiting = sum(each.state == OverrideState.PROPOSED for each in changes)
    left = selection.facts.get("left", {})
    disputed = ranking.rows.filter(disputed=True).count()
    return [
        Check(OK, "ranking_locked", {"version": ranking.version})
        if ranking.state == RankingState.LOCKED
        else Check(BAD, "ranking_not_locked"),
        Check(OK, "sheets_fewer", {"count": fewer}) if fewer else Check(OK, "sheets_complete"),
        Check(OK, "envelopes_kept") if min(left.values(), default=0) >= 0 else Check(BAD, "envelopes_over"),
        Check(OK, "some_selected", {"count": selected}) if selected else Check(BAD, "nobody_selected"),
        Check(WARN, "near_the_line", {"count": near}) if near else Check(OK, "none_near"),
        *_donations(selection),
        *([Check(WARN, "disputed", {"count": disputed})] if disputed else []),
        _changes(changes, waiting),
    ]


def _donations(selection: Selection) -> list[Check]:
    """Return what donations do to the amounts; nothing where none counts. One query where some do."""
    given = {code: Public(*told) for code, told in selection.rules.get("donations", {}).items()}
    if not any(each.given_fen for each in given.values()):
        return []
    rows = selection.rows.filter(outcome=Outcome.SELECTED, project__code__in=given)
    mine = [given[code] for code in rows.values_list("project__code", flat=True)]
    matched = sum(each.matched_fen for each in mine)
    covered = sum(bool(each.given_fen) and not each.most_fen for each in mine)
    return [
        Check(OK, "donations_matched", {
            "count": sum(bool(each.given_fen) for each in mine), "yuan": format_yuan(matched),
        }),
        *([Check(WARN, "donations_cover", {"count": covered})] if covered else []),
    ]  # fmt: skip


def _fewer(stage: Stage) -> list[int]:
    """Return the projects that somebody stepped aside from in whose place nobody else reads."""
    rows = Assignment.objects.filter(stage=stage).values("project").annotate(
        aside=Count("pk", filter=Q(state=AssignmentState.RECUSED)),
        there=Count("pk", filter=Q(state__in=list(AssignmentState.counting))),
    )  # fmt: skip
    readers = usual_rules(stage).readers
    return [row["project"] for row in rows if row["aside"] and row["there"] < readers]


def _changes(changes: list[Override], waiting: int) -> Check:
    if waiting:
        return Check(BAD, "changes_wait", {"count": waiting})
    return Check(OK, "changes_whole", {"count": len(changes)}) if changes else Check(OK, "no_changes")

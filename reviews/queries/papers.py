"""What the papers for the meeting print: the summary, the line with its neighbours, changes, one page per project."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from django.db.models import Count, OuterRef, Subquery, Sum
from django.utils.formats import date_format

from reviews.domain.ranking.components import EXPERTS
from reviews.enums import AssignmentState, DecisionState, Outcome, OverrideState, SheetState
from reviews.models import Assignment, Decision, DecisionItem, RankRow, Recusal, ScoreSheet
from reviews.queries import decisions
from reviews.queries.selections import changes_of, given_of, money_of
from reviews.words.deciding import margin_of, reason_of
from rounds.models import Envelope, Round
from venture.kernel import clock
from venture.kernel.money import format_yuan

AROUND: Final = 5
WAN: Final = 1_000_000


def paper_values(decision: Decision, *, sha256: str, listed: Sequence[DecisionItem] | None = None) -> dict[str, Any]:
    """Return the values of the papers as plain text. 8 queries at most, however many projects there are.

    The items are asked for unless they came as they are ``listed``.
    """
    found = RankRow.objects.filter(ranking=OuterRef("selection__ranking"), project=OuterRef("project")).values("parts")
    selected = decision.selection.rows.select_related("override").annotate(made=Subquery(found[:1]))
    rows = {each.project_id: each for each in selected}
    parts = {project: row.made or {} for project, row in rows.items()}
    items = _ranked(decisions.listed(decision) if listed is None else listed, rows)
    money, round_, now = money_of(decision.round), decision.round, clock.now()
    return {
        "title": f"{round_.title}",
        "sponsor": round_.sponsor,
        "state": str(decision.get_state_display()),
        "printed": date_format(now.astimezone(clock.BEIJING), "DATETIME_FORMAT"),
        "sha256": sha256,
        "footer": round_.title,
        "counts": {name: sum(each.outcome == name for each in items) for name in Outcome.values},
        "total": format_yuan(sum(each.approved_fen for each in items if each.outcome == Outcome.SELECTED)),
        "envelopes": _envelopes(decision, items, money),
        "areas": _areas(items),
        "selected": [_row(each, rows) for each in items if each.outcome == Outcome.SELECTED],
        "reserve": sorted(
            (_row(each, rows) for each in items if each.outcome == Outcome.RESERVE), key=lambda row: row["reserve_no"]
        ),
        "line": _line(items, rows),
        "joined": any(parts.values()),
        "donations": _donations(decision, items, parts),
        "changes": _changes(decision),
        "meeting": _meeting(decision, money),
        "recusals": _recusals(decision),
        "last": _last_year(round_),
        "projects": _projects(decision, items, rows),
    }


def _ranked(items: Iterable[DecisionItem], rows: dict[int, Any]) -> list[DecisionItem]:
    """Return the items of which the selection holds a row, in the order of the ranking."""

    def place(item: DecisionItem) -> tuple[bool, int, int]:
        rank = rows[item.project_id].rank
        return rank is None, rank or 0, item.pk

    return sorted((each for each in items if each.project_id in rows), key=place)


def _row(item: DecisionItem, rows: dict[int, Any]) -> dict[str, Any]:
    row = rows.get(item.project_id)
    return {
        "rank": "" if row is None or row.rank is None else str(row.rank),
        "code": item.project.code,
        "title": item.project.title,
        "organization": item.project.organization.name,
        "category": str(item.project.category or ""),
        "mean": "" if row is None or row.mean is None else str(row.mean),
        "asked": format_yuan(item.project.grant_fen),
        "approved": format_yuan(item.approved_fen),
        "recommended": format_yuan(item.recommended_fen),
        "outcome": str(item.get_outcome_display()),
        "reserve_no": item.reserve_no or 0,
        "margin": "" if row is None or row.margin is None else str(row.margin),
        "marked": row is not None and row.override_id is not None,
        "reason": item.reason,
    }


def _donations(decision: Decision, items: list[DecisionItem], parts: dict[int, dict[str, str]]) -> list[list[str]]:
    """Return what donations bring each selected and reserve project that has any: the experts' mean, the points, what
    was given and counts, what matches it, what fills it up. Nothing where nothing was given."""
    rules, found = decision.selection.rules, []
    for each in items:
        given, made = given_of(rules, each.project.code), parts.get(each.project_id, {})
        gives = given is not None and given.given_fen
        if each.outcome == Outcome.OUT or not (gives or any(Decimal(made[key]) for key in made if key != EXPERTS)):
            continue
        money = (given.given_fen, given.matched_fen, given.filled_fen) if given is not None else ()
        found.append(
            [
                each.project.code, each.project.title, made.get(EXPERTS, ""),
                "、".join(points for key, points in sorted(made.items()) if key != EXPERTS),
                *(map(format_yuan, money) if money else ("", "", "")), format_yuan(each.approved_fen),
            ]
        )  # fmt: skip
    return found


def _envelopes(decision: Decision, items: list[DecisionItem], money: Sequence[Envelope]) -> list[list[str]]:
    names = {str(each.pk): each for each in money}
    told = []
    for each in decisions.envelopes_after(decision, money):
        mine = [row for row in items if row.outcome == Outcome.SELECTED and str(row.envelope_id) == each.key]
        used = sum(row.approved_fen for row in mine)
        told.append(
            [
                str(names[each.key].category), str(names[each.key].source), str(len(mine)), format_yuan(each.fen),
                format_yuan(used), format_yuan(each.fen - used),
            ]
        )  # fmt: skip
    return told


def _areas(items: list[DecisionItem]) -> list[list[str]]:
    """Return how many projects and how much money go to organisations of each authority."""
    count: Counter[str] = Counter()
    money: Counter[str] = Counter()
    for each in items:
        if each.outcome == Outcome.SELECTED:
            count[each.project.organization.authority] += 1
            money[each.project.organization.authority] += each.approved_fen
    return [[name, str(count[name]), format_yuan(money[name])] for name in sorted(count, key=lambda key: -count[key])]


def _line(items: list[DecisionItem], rows: dict[int, Any]) -> list[dict[str, Any]]:
    """Return for each category the last above the line and the first below it, five of each at most."""
    by: dict[str, list[DecisionItem]] = defaultdict(list)
    for each in items:
        by[str(each.project.category or "")].append(each)
    told = []
    for category, mine in by.items():
        above = [each for each in mine if each.outcome == Outcome.SELECTED][-AROUND:]
        below = sorted(
            (each for each in mine if each.outcome == Outcome.RESERVE), key=lambda each: each.reserve_no or 0
        )
        shown = [(each, rows[each.project_id]) for each in (*above, *below[:AROUND])]
        told.append(
            {
                "category": category,
                "above": len(above),
                "rows": [
                    {
                        **_row(each, rows),
                        "why": f"{reason_of(row.reason, row.details)}{margin_of(row.margin, row.details)}",
                    }
                    for each, row in shown
                ],
            }
        )
    return told


def _why(item: DecisionItem, row: Any) -> tuple[str, str]:
    """Return why a project stands where it stands, and its margin; after a change of the meeting, only that."""
    if item.outcome != row.outcome:
        return reason_of("moved_up" if item.outcome == Outcome.SELECTED else "moved_down", {}), ""
    return reason_of(row.reason, row.details), margin_of(row.margin, row.details)


def _changes(decision: Decision) -> list[list[str]]:
    return [
        [
            each.project.code, each.project.title, str(each.get_kind_display()), each.reason, str(each.asked_by),
            str(each.decided_by or ""),
        ]
        for each in changes_of(decision.selection)
        if each.state == OverrideState.IN_FORCE
    ]  # fmt: skip


def _meeting(decision: Decision, money: Sequence[Envelope]) -> list[list[str]]:
    """Return what was changed of the sent list so far: amounts and removed projects."""
    changes = decision.changes or {}
    names = {str(each.pk): str(each.category) for each in money}
    return [
        *([names[key], format_yuan(each["fen"]), each["reason"]] for key, each in changes.get("envelopes", {}).items()),
        *([code, "", each["reason"]] for code, each in changes.get("removed", {}).items()),
        *([code, format_yuan(each["fen"]), each["reason"]] for code, each in changes.get("amounts", {}).items()),
    ]


def _recusals(decision: Decision) -> list[list[str]]:
    """Return who stepped aside from what: the meeting knows the experts, the applicants do not."""
    rows = Recusal.objects.filter(assignment__stage__round=decision.round_id).select_related(
        "assignment__project", "assignment__appointment__expert"
    )
    return [
        [each.assignment.project.code, each.assignment.project.title, each.assignment.appointment.expert.name]
        for each in rows.order_by("assignment__project__code")
    ]


def _last_year(round_: Round) -> list[list[str]]:
    """Return the last decided year by field: how many, how much. Nothing without one. One query."""
    decided = Decision.objects.filter(state=DecisionState.DECIDED, round__year__lt=round_.year)
    last = decided.order_by("-round__year", "-round__code", "-pk").values("pk")[:1]
    rows = (
        DecisionItem.objects.filter(decision=Subquery(last), outcome=Outcome.SELECTED)
        .values_list("decision__round__year", "project__category__name")
        .annotate(count=Count("pk"), fen=Sum("approved_fen"))
        .order_by("project__category__name")
    )
    return [[str(year), name or "", str(count), format_yuan(fen)] for year, name, count, fen in rows]


def _projects(decision: Decision, items: list[DecisionItem], rows: dict[int, Any]) -> list[dict[str, Any]]:
    """Return one page per selected and reserve project: what it is, what the experts said, where it stands."""
    wanted = [each for each in items if each.outcome != Outcome.OUT]
    keys = [each.project_id for each in wanted]
    comments: dict[int, list[str]] = defaultdict(list)
    sheets = ScoreSheet.objects.filter(
        state=SheetState.SEALED, assignment__project__in=keys, assignment__state__in=AssignmentState.counting
    )
    for project, total, comment in sheets.order_by("assignment__stage__order", "pk").values_list(
        "assignment__project_id", "total", "comment"
    ):
        comments[project].append(f"{total}　{comment.strip()}")
    content = dict(
        Assignment.objects.filter(project__in=keys)
        .order_by("submission__version")
        .values_list("project_id", "submission__content")
    )
    return [
        {
            **_row(each, rows),
            **dict(zip(("why", "flips"), _why(each, rows[each.project_id]), strict=True)),
            "comments": comments[each.project_id],
            **_said(content.get(each.project_id, "{}")),
        }
        for each in wanted
    ]


def _said(text: str) -> dict[str, str]:
    """Return summary and the numbers of the people from a frozen hand-in."""
    told = json.loads(text)
    sections = told.get("sections", {})
    project, need = sections.get("project", {}), sections.get("need", {})
    return {
        "summary": str(project.get("summary") or ""),
        "period": "—".join(str(project[name]) for name in ("starts_on", "ends_on") if project.get(name)),
        "people": str(need.get("direct") or need.get("people") or ""),
    }

"""A selection as values for the pure rules, and its rows as its page reads them."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Prefetch, QuerySet

from accounts.domain.areas import prefix_of
from projects.enums import ProjectState
from reviews.domain.selection import Candidate, Envelope, Limits, Override, transfer
from reviews.enums import OverrideKind, OverrideState, SelectionState
from reviews.models import Override as Change
from reviews.models import Ranking, Selection
from reviews.queries.components import Public
from rounds.domain.canonical import canonical, fingerprint
from rounds.models import Envelope as Money
from rounds.models import Round

PLACES = {OverrideKind.IN: "in", OverrideKind.OUT: "out"}


def standing(round_: Round) -> Selection | None:
    """Return the selection of a round that is prepared, sent or decided. One query."""
    rows = Selection.objects.filter(round=round_).exclude(state=SelectionState.REPLACED)
    return rows.select_related("ranking", "made_by", "sent_by").defer("ranking__inputs").first()


class Place(NamedTuple):
    """A row of a selection as the page needs it before it is drawn: its reason comes with what is shown."""

    key: int
    outcome: str
    reserve_no: int | None
    envelope: int | None
    asked_fen: int
    recommended_fen: int
    margin: Decimal | None


def places_of(selection: Selection) -> dict[int, Place]:
    """Return the rows by project, as values. One query."""
    rows = selection.rows.values_list(
        "project_id", "outcome", "reserve_no", "envelope_id", "asked_fen", "recommended_fen", "margin"
    )
    return {each[0]: Place(*each) for each in rows}


def reasons_of(selection: Selection, projects: Sequence[int]) -> dict[int, tuple[str, dict[str, Any]]]:
    """Return code and details of the reason of these projects. One query."""
    rows = selection.rows.filter(project__in=projects).values_list("project_id", "reason", "details")
    return {project: (reason, details) for project, reason, details in rows}


def money_of(round_: Round) -> list[Money]:
    """Return the round's envelopes in their order. One query."""
    rows = Money.objects.filter(category__round=round_).select_related("category", "source", "area")
    return list(rows.order_by("category__order", "pk"))


def envelopes_of(money: Sequence[Money], rules: dict[str, Any]) -> tuple[Envelope, ...]:
    """Return the envelopes after the transfers that the selection holds."""
    envelopes = tuple(
        Envelope(
            str(each.pk), each.category.slug, each.source.slug, each.amount_fen, each.area.code if each.area else "",
            each.first_time,
        )
        for each in money
    )  # fmt: skip
    for each in rules.get("transfers", []):
        envelopes = transfer(envelopes, each["giver"], each["taker"], each["fen"])
    return envelopes


def limits_of(rules: dict[str, Any]) -> Limits:
    told = rules.get("limits", {})
    mark = told.get("pass_mark")
    return Limits(
        Decimal(mark) if mark else None,
        told.get("projects_per_organisation", 0),
        told.get("fen_per_organisation", 0),
        told.get("fill", False),
    )


def given_of(rules: dict[str, Any], code: str) -> Public | None:
    """Return what donations make of a project's public money, as it stood when the selection was prepared."""
    told = rules.get("donations", {}).get(code)
    return None if told is None else Public(*told)


def most_of(rules: dict[str, Any], code: str, asked_fen: int) -> int:
    """Return what may be recommended for a project at most (fen): what it asks for, or less where its donations and the
    round's ratio and caps leave less. Donations that cover the whole budget limit nothing here: the meeting looks at
    them."""
    given = given_of(rules, code)
    return asked_fen if given is None or not given.most_fen else min(asked_fen, given.most_fen)


def candidates_of(ranking: Ranking, rules: dict[str, Any], money: Sequence[Money]) -> list[Candidate]:
    """Return the projects of a ranking as the rules read them; those that ask for nothing are left out. One query."""
    entrants = {each["code"]: each for each in json.loads(ranking.inputs)["entrants"]}
    areas = sorted({each.area.code for each in money if each.area}, key=len, reverse=True)
    amounts = rules.get("amounts", {})
    found = []
    for row in ranking.rows.select_related("project__organization__area", "project__category"):
        project = row.project
        if not project.grant_fen or project.category is None:
            continue
        home, most = project.organization.area.code, most_of(rules, project.code, project.grant_fen)
        found.append(
            Candidate(
                project.code, project.category.slug, str(project.organization_id),
                row.mean if row.rank is not None else None, row.rank, project.grant_fen,
                min(amounts.get(project.code, {}).get("fen", most), most),
                next((code for code in areas if home.startswith(prefix_of(code))), ""),
                entrants[project.code]["first_time"], passes=row.passed,
                withdrawn=project.state != ProjectState.ACCEPTED,
            )
        )  # fmt: skip
    return found


def overrides_of(changes: Sequence[Change]) -> dict[str, Override]:
    """Return the changes by hand that are in force, by project."""
    return {
        each.project.code: Override(PLACES.get(OverrideKind(each.kind), ""), each.amount_fen)
        for each in changes
        if each.state == OverrideState.IN_FORCE
    }


def changes_of(selection: Selection) -> list[Change]:
    """Return the changes by hand with project and persons, the oldest first. One query."""
    return list(selection.overrides.select_related("project", "asked_by", "decided_by", "minutes").order_by("pk"))


def for_desk() -> QuerySet[Selection]:
    rows = Change.objects.select_related("project", "asked_by", "decided_by", "minutes").order_by("pk")
    return Selection.objects.select_related("round", "ranking").prefetch_related(Prefetch("overrides", rows))


def content_of(selection: Selection) -> str:
    """Return what is frozen when a selection is sent: rules, changes by hand and every row, as canonical JSON."""
    rows = selection.rows.select_related("project").order_by("project__code")
    changes = selection.overrides.filter(state=OverrideState.IN_FORCE).select_related("project").order_by("pk")
    return canonical({
        "round": selection.round.code,
        "ranking": selection.ranking.inputs_hash,
        "rules": selection.rules,
        "overrides": [
            [each.project.code, each.kind, each.amount_fen, each.reason, each.asked_by_id, each.decided_by_id]
            for each in changes
        ],
        "rows": [
            [
                each.project.code, each.rank, None if each.mean is None else str(each.mean), each.outcome,
                each.reserve_no, each.envelope_id, each.asked_fen, each.recommended_fen, each.reason,
            ]
            for each in rows
        ],
    })  # fmt: skip


def still_as_sent(selection: Selection) -> bool:
    """Say whether a sent or decided selection has the hash that was taken when it was sent."""
    return fingerprint(content_of(selection)) == selection.content_hash

"""What everybody may know of funded projects. Nothing of a person is here; texts have lost numbers and addresses."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from grants.domain.plans import lines_of_plan
from grants.enums import AccountKind, EvaluationState, GrantState, ReportKind, ReportState
from grants.models import Account, Activity, ActivityPhoto, Evaluation, Grant, Report
from grants.queries.running.figures import indicators_of
from notices.domain.private import without_private
from projects.enums import CostCategory
from projects.models import BoundCommunity, Need
from rounds.enums import Phase
from rounds.models import Round

# An agreement that was signed is public; one that was never signed, or was given up, is not.
PUBLIC = (
    GrantState.AGREED, GrantState.ACTIVE, GrantState.SUSPENDED, GrantState.CLOSING, GrantState.CLOSED,
    GrantState.TERMINATED,
)  # fmt: skip
NO_WORK = {"times": 0, "people": 0, "volunteers": 0, "hours": 0}
ON_THE_WAY = (AccountKind.COMMITTED, AccountKind.PAYABLE)


def funded() -> QuerySet[Grant]:
    return (
        Grant.objects.filter(state__in=PUBLIC)
        .select_related("project__category", "organization", "round")
        .order_by("-round__year", "project__code")
    )


def for_list(
    *, round_code: str = "", field: str = "", state: str = "", text: str = "", street: str = ""
) -> QuerySet[Grant]:
    """Return the funded projects that fit the filters. No query per row."""
    rows = funded()
    if street:
        bound = BoundCommunity.objects.filter(project=OuterRef("project"), community__street__code=street)
        rows = rows.filter(Exists(bound))
    if round_code:
        rows = rows.filter(round__code=round_code)
    if field:
        rows = rows.filter(project__category__slug=field)
    if state:
        rows = rows.filter(state=state)
    for word in text.split():
        rows = rows.filter(
            Q(project__title__icontains=word) | Q(organization__name__icontains=word) | Q(project__code__icontains=word)
        )
    return rows


def rounds_with_projects() -> list[tuple[str, str]]:
    rows = Round.objects.filter(grants__state__in=PUBLIC).distinct().order_by("-year", "-code")
    return list(rows.values_list("code", "title"))


def one(code: str) -> Grant | None:
    return funded().select_related("submission", "project__linkage", "story").filter(project__code=code).first()


def about_of(grant: Grant) -> str:
    """Return what the project is in brief, by the plan in force."""
    return str(grant.plan.get("sections", {}).get("project", {}).get("summary") or "")


def budget_of(grant: Grant) -> list[tuple[str, int, int]]:
    """Return (cost category, from the grant, in all) of the budget in force, in fen, in the order of the categories."""
    sums: dict[str, list[int]] = {}
    for line in lines_of_plan(grant.plan):
        held = sums.setdefault(line.category, [0, 0])
        held[0] += line.grant_fen
        held[1] += line.total_fen
    return [(CostCategory(key).label, *sums[key]) for key in CostCategory.values if key in sums]  # type: ignore[misc]


def reports_of(grant: Grant) -> list[Report]:
    """Return the reports that a project owes or handed in, by their day, with what they said. Two queries."""
    rows = grant.reports.exclude(state=ReportState.WAIVED).order_by("due_on", "pk")
    return list(rows.prefetch_related("versions"))


def results_of(grant: Grant, reports: Iterable[Report] | None = None) -> list[dict[str, Any]]:
    """Return each indicator with its target and, once a report was accepted, what was reached. ``reports`` are asked
    for unless they came."""
    told = [
        each
        for each in (reports_of(grant) if reports is None else reports)
        if each.state == ReportState.ACCEPTED and each.kind in (ReportKind.FINAL, ReportKind.MIDTERM)
    ]
    accepted = told[-1] if told else None
    version = accepted.versions.all()[0] if accepted is not None and accepted.versions.all() else None
    reached = {row["id"]: row for row in version.content.get("indicators", [])} if version else {}
    return [
        {
            "id": each["id"], "name": without_private(each.get("name") or ""),
            "unit": without_private(each.get("unit") or ""), "target": each.get("target") or "",
            "reached": reached.get(each["id"], {}).get("actual", ""), "share": reached.get(each["id"], {}).get("share"),
        }
        for each in indicators_of(grant.plan)
    ]  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """A funded project that answers a need, with the results that measure it; ``noted``: the office noted the match."""

    grant: Grant
    results: list[dict[str, Any]]
    noted: bool


def answers_to(need: Need) -> list[Answer]:
    """Return the funded projects that answer or cite the need. Where the need names indicators, only those count.

    Two queries, and two for each project.
    """
    cited = Q(project__citations__need=need, project__citations__dropped_at__isnull=True)
    rows = funded().filter(cited | Q(project__needs=need)).distinct()
    return [Answer(grant, _measuring(grant, need), grant.project_id == need.project_id) for grant in rows]


def _measuring(grant: Grant, need: Need) -> list[dict[str, Any]]:
    found = results_of(grant)
    if grant.project_id != need.project_id or not need.indicators:
        return found
    return [each for each in found if each["id"] in need.indicators]


def work_of(grant: Grant) -> dict[str, int]:
    """Return how often the project met people, and whom it reached."""
    return works_of([grant.pk]).get(grant.pk, NO_WORK)


def works_of(grant_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """Return what ``work_of`` does for many projects. One query."""
    rows = Activity.objects.filter(grant__in=list(grant_ids), withdrawn_at__isnull=True).order_by().values("grant")
    summed = rows.annotate(
        times=Count("pk"), reached=Sum("people", default=0), helpers=Sum("volunteers", default=0),
        spent=Sum("volunteer_hours", default=0),
    )  # fmt: skip
    return {
        row["grant"]: {
            "times": row["times"], "people": int(row["reached"]), "volunteers": int(row["helpers"]),
            "hours": int(row["spent"]),
        }
        for row in summed
    }  # fmt: skip


def grade_of(grant: Grant) -> Evaluation | None:
    """Return the final evaluation once it was published."""
    return Evaluation.objects.filter(grant=grant, phase=Phase.FINAL, state=EvaluationState.PUBLISHED).first()


def photos_of(grant: Grant, most: int = 8) -> list[ActivityPhoto]:
    """Return photos whose people, and the guardians of whose children, agreed to be shown."""
    rows = ActivityPhoto.objects.filter(activity__grant=grant, activity__withdrawn_at__isnull=True, consent=True)
    shown = rows.filter(Q(children=False) | Q(guardians=True), file__state="ready")
    return list(shown.select_related("file", "activity").order_by("-activity__on", "pk")[:most])


def figures() -> dict[str, Any]:
    """Return the city's figures from the ledger: projects, money committed, paid, returned; by year and by field."""
    grants = list(funded())
    sums = _sums(grant.pk for grant in grants)
    years: dict[int, dict[str, int]] = {}
    fields: dict[str, dict[str, int]] = {}
    for grant in grants:
        held = sums.get(grant.pk, {})
        category = grant.project.category
        for group in (
            years.setdefault(grant.round.year, _nothing()), fields.setdefault(str(category or "—"), _nothing())
        ):  # fmt: skip
            group["projects"] += 1
            for name in ("committed_fen", "paid_fen", "returned_fen"):
                group[name] += held.get(name, 0)
    whole = {name: sum(group[name] for group in years.values()) for name in _nothing()}
    return {"all": whole, "years": sorted(years.items()), "fields": sorted(fields.items(), key=_most_paid)}


def _most_paid(row: tuple[str, dict[str, int]]) -> tuple[int, str]:
    return -row[1]["paid_fen"], row[0]


def _nothing() -> dict[str, int]:
    return {"projects": 0, "committed_fen": 0, "paid_fen": 0, "returned_fen": 0}


def _sums(grant_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for account in Account.objects.filter(grant__in=list(grant_ids)):
        held = found.setdefault(account.grant_id or 0, _nothing())
        if account.kind == AccountKind.PAID:
            held["paid_fen"] += account.balance_fen
            held["committed_fen"] += account.balance_fen
        elif account.kind == AccountKind.RETURNED:
            held["returned_fen"] += account.balance_fen
        elif account.kind in ON_THE_WAY:
            held["committed_fen"] += account.balance_fen
    return found


def open_rows() -> list[dict[str, Any]]:
    """Return the funded projects as open data, by the names of the 360Giving standard where it has one."""
    grants = list(funded())
    sums = _sums(grant.pk for grant in grants)
    return [_open_row(grant, sums.get(grant.pk, _nothing())) for grant in grants]


def _open_row(grant: Grant, held: dict[str, int]) -> dict[str, Any]:
    project = grant.project
    return {
        "id": f"cn-venture-{project.code}",
        "title": without_private(project.title),
        "description": without_private(about_of(grant)),
        "currency": "CNY",
        "amountAwarded": _yuan(grant.amount_fen),
        "amountDisbursed": _yuan(held["paid_fen"]),
        "amountReturned": _yuan(held["returned_fen"]),
        "awardDate": grant.offered_at.date().isoformat(),
        "plannedStart": _day(grant.starts_on),
        "plannedEnd": _day(grant.ends_on),
        "recipientOrganisation": grant.organization.name,
        "recipientOrganisationId": f"CN-USCC-{grant.organization.uscc}",
        "fundingOrganisation": grant.round.sponsor,
        "grantProgramme": grant.round.title,
        "classification": str(project.category or ""),
        "status": grant.state,
    }


def _yuan(fen: int) -> str:
    """Return yuan with two places as text: a decimal point that no program rounds."""
    return f"{fen // 100}.{fen % 100:02d}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""

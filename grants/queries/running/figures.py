"""How a project stands: its money, its indicators, what strikes. Amounts are fen."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, Sum

from grants.domain.risk import Facts, Held, Limits, Risk, risks
from grants.enums import ExpenseState
from grants.models import Activity, ActivityPhoto, Expense, Grant, Report
from grants.queries.running.checks import LIVING
from grants.queries.running.settings import rules_for
from grants.queries.running.standing import standing_of

OPEN = (ExpenseState.ENTERED, ExpenseState.QUERIED)
WRITTEN = ("due", "returned")


@dataclass(frozen=True)
class Purse:
    """``left`` is what was received and is neither spent nor sent back; below zero the organisation paid in advance."""

    award_fen: int
    received_fen: int
    returned_fen: int
    spent_fen: int
    accepted_fen: int

    @property
    def left_fen(self) -> int:
        return self.received_fen - self.returned_fen - self.spent_fen

    @property
    def to_come_fen(self) -> int:
        return self.award_fen - self.received_fen

    @property
    def left_shown(self) -> int:
        """Return what is left, or what was paid in advance, without a sign: the words beside it say which."""
        return abs(self.left_fen)

    @property
    def spent_shown(self) -> int:
        """Return how long the bar of what was spent is: never beyond the award."""
        return min(self.spent_fen, self.award_fen)

    @property
    def share(self) -> int:
        """Return what part of what was received is spent, in basis points."""
        return self.spent_fen * 10_000 // self.received_fen if self.received_fen else 0


def purse_of(grant: Grant) -> Purse:
    """Return the money of a grant as its organisation sees it: what it entered counts as spent. One query."""
    sums = Expense.objects.filter(grant=grant, state__in=LIVING).aggregate(
        spent=Sum("amount_fen"), accepted=Sum("amount_fen", filter=Q(state=ExpenseState.ACCEPTED))
    )
    return Purse(grant.amount_fen, grant.paid_fen, grant.returned_fen, sums["spent"] or 0, sums["accepted"] or 0)


def indicators_of(plan: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the indicators of the plan in force, in their order."""
    return list(plan.get("sections", {}).get("indicators", {}).get("indicators", []))


def progress_of(grant: Grant, today: date) -> list[dict[str, Any]]:
    """Return for each planned activity how often it took place and whom it reached, beside its target. One query."""
    rows = grant.activities.filter(withdrawn_at__isnull=True).order_by().values("planned")
    done = {row["planned"]: row for row in rows.annotate(times=Count("pk"), reached=Sum("people"))}
    found = []
    for each in grant.plan.get("sections", {}).get("activities", {}).get("activities", []):
        sessions, per = each.get("sessions") or 0, each.get("per_session") or 0
        row: Any = done.get(each["id"], {})
        times, reached = row.get("times", 0), row.get("reached") or 0
        found.append(
            {
                "id": each["id"], "name": each.get("name") or "", "times": times, "sessions": sessions,
                "reached": reached, "planned": sessions * per,
                "width": min(100.0, round(100 * times / sessions, 1)) if sessions else 0.0,
                "behind": behind(times, sessions, each.get("starts_on"), each.get("ends_on"), today),
            }
        )  # fmt: skip
    return found


def behind(times: int, sessions: int, starts_on: str | None, ends_on: str | None, today: date) -> int:
    """Return how many sessions are missing by the plan on ``today``, spread evenly over the activity's own days."""
    if not (sessions and starts_on and ends_on):
        return 0
    first, last = date.fromisoformat(starts_on), date.fromisoformat(ends_on)
    whole = max(1, (last - first).days + 1)
    gone = min(whole, max(0, (today - first).days + 1))
    return max(0, sessions * gone // whole - times)


def risks_of(grant: Grant, today: date) -> list[Risk]:
    """Return what strikes at a project. Six queries."""
    rules = rules_for(grant.round)
    return risks(facts_of(grant, today), Limits(rules.idle_days, rules.spent_at_mid, rules.headcount_share))


def facts_of(grant: Grant, today: date) -> Facts:
    """Return what the rules of risk ask about one grant. Five queries."""
    return facts_of_all([grant], today)[grant.pk]


def facts_of_all(grants: Sequence[Grant], today: date) -> dict[int, Facts]:
    """Return what the rules of risk ask, by grant. Five queries and one for each organisation with a grant."""
    keys = [grant.pk for grant in grants]
    held: dict[int, list[Held]] = {key: [] for key in keys}
    for row in Activity.objects.filter(grant__in=keys, withdrawn_at__isnull=True).order_by("on", "pk"):
        held[row.grant_id].append(Held(row.title, row.on, row.people, row.signed))
    spent: Counter[int] = Counter()
    flagged: dict[int, Counter[str]] = {key: Counter() for key in keys}
    for expense in Expense.objects.filter(grant__in=keys, state__in=LIVING).only(
        "grant_id", "amount_fen", "flags", "state"
    ):
        spent[expense.grant_id] += expense.amount_fen
        if expense.state in OPEN:
            flagged[expense.grant_id].update(flag["code"] for flag in expense.flags)
    late: dict[int, list[str]] = {key: [] for key in keys}
    for report in Report.objects.filter(grant__in=keys, state__in=WRITTEN):
        if (report.mend_by or report.due_on) < today:
            late[report.grant_id].append(f"{report.get_kind_display()} {report.order}")
    photos = _photos(grants)
    standing = {each.organization_id: each.organization for each in grants}
    reasons = {key: standing_of(organization, today).reasons for key, organization in standing.items()}
    return {
        grant.pk: Facts(
            today, grant.starts_on, grant.ends_on, tuple(held[grant.pk]), grant.paid_fen, spent[grant.pk],
            tuple(late[grant.pk]), photos.get(grant.pk, {}), dict(flagged[grant.pk]), reasons[grant.organization_id],
        )
        for grant in grants
    }  # fmt: skip


def _photos(grants: Iterable[Grant]) -> dict[int, dict[str, int]]:
    """Return for each grant the hashes of its photos with how many activities of its organisation use each."""
    rows = ActivityPhoto.objects.filter(
        activity__grant__organization__in={grant.organization_id for grant in grants},
        activity__withdrawn_at__isnull=True,
    ).values_list("activity__grant__organization_id", "activity__grant_id", "activity_id", "file__sha256_received")
    uses: dict[tuple[int, str], set[int]] = {}
    found: dict[int, dict[str, int]] = {}
    listed = list(rows)
    for organization, _grant, activity, sha in listed:
        uses.setdefault((organization, sha), set()).add(activity)
    for organization, grant_id, _activity, sha in listed:
        found.setdefault(grant_id, {})[sha] = len(uses[organization, sha])
    return found

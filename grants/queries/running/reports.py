"""What a report says of itself: figures that the platform knows, texts that somebody wrote, files with their hashes."""

from typing import Any

from django.db.models import Count, Sum

from grants.domain.report_form import TEXTS
from grants.models import Report
from grants.queries.running.figures import indicators_of, purse_of
from grants.queries.running.statement import statement_of

SHAPE = 1


def figures_of(report: Report) -> dict[str, Any]:
    """Return what the platform knows of the project now: activities, people, money. Four queries."""
    grant = report.grant
    sums = grant.activities.filter(withdrawn_at__isnull=True).aggregate(
        times=Count("pk"), people=Sum("people"), volunteers=Sum("volunteers"), hours=Sum("volunteer_hours")
    )
    purse, statement = purse_of(grant), statement_of(grant)
    return {
        "activities": {name: value or 0 for name, value in sums.items()},
        "money": {
            "award_fen": purse.award_fen, "received_fen": purse.received_fen, "spent_fen": purse.spent_fen,
            "left_fen": purse.left_fen,
        },
        "lines": [
            {"key": row.key, "item": row.item, "budget_fen": row.budget_fen, "spent_fen": row.spent_fen}
            for row in statement.rows
        ],
    }  # fmt: skip


def reached_of(report: Report) -> list[dict[str, Any]]:
    """Return each indicator with its target, what was reached and the ratio where both are numbers. No query."""
    texts = report.content.get("texts", {})
    return [reached(each, texts.get(f"reached.{each['id']}", "")) for each in indicators_of(report.grant.plan)]


def reached(indicator: dict[str, Any], actual: str) -> dict[str, Any]:
    target, share = indicator.get("target") or "", None
    wanted, got = _number(target), _number(actual)
    if wanted and got is not None:
        share = int(got * 10_000 / wanted)
    return {
        "id": indicator["id"], "name": indicator.get("name") or "", "unit": indicator.get("unit") or "",
        "target": target, "actual": actual, "share": share,
    }  # fmt: skip


def frozen_content(report: Report) -> dict[str, Any]:
    """Return what handing in freezes. Six queries."""
    texts = report.content.get("texts", {})
    return {
        "shape": SHAPE,
        "project": report.grant.project.code,
        "report": {"kind": report.kind, "order": report.order, "due_on": report.due_on.isoformat()},
        "texts": {place: texts.get(place, "") for place in TEXTS[report.kind]},
        "indicators": reached_of(report),
        "figures": figures_of(report),
        "files": [
            {"label": each.label, "name": each.file.name, "sha256": each.file.sha256}
            for each in report.files.filter(off_at__isnull=True).select_related("file").order_by("pk")
        ],
    }


def _number(text: str) -> float | None:
    digits = "".join(sign for sign in text.replace(",", "") if sign.isdigit() or sign == ".")
    try:
        return float(digits) if digits else None
    except ValueError:
        return None

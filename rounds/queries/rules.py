"""The rules of a round as plain values: what is frozen at opening."""

from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Prefetch

from rounds.domain.canonical import canonical
from rounds.models import Envelope, FundSource, Round


def rules_of(round_: Round) -> dict[str, Any]:
    """Return every rule of the round as plain values, in an order that depends neither on when rows were written nor
    on the database. 17 queries, whatever the size of the round."""
    fields = (
        "code", "year", "title", "lead", "document_number", "sponsor", "operator", "enquiry_phone",
        "supervision_phone", "nature", "pool_fen", "project_cap_fen", "projects_per_organization", "grace_seconds",
        "notice_days", "short_form_below_fen", "naming_share", "match_share", "match_cap_fen", "unmatched_cap_fen",
        "persons_per_act", "project_prefix", "form_limits", "signing", "consent_needed", "consent_seal",
        "corrections", "correction_days", "district_first", "objection_accept_days", "objection_answer_days",
        "objection_again_days",
    )  # fmt: skip
    envelopes = Envelope.objects.select_related("source", "area")
    categories = [
        {
            "slug": each.slug,
            "name": each.name,
            "description": each.description,
            "services": [service.name for service in each.services.all()],
            "envelopes": sorted((_envelope(one) for one in each.envelopes.all()), key=canonical),
        }
        for each in round_.categories.prefetch_related("services", Prefetch("envelopes", envelopes))
    ]
    return {
        "round": {name: getattr(round_, name) for name in fields}
        | {"area": round_.area.code if round_.area is not None else None, "advanced": sorted(round_.advanced)}
        | {name: _iso(getattr(round_, name)) for name in ("opens_at", "closes_at", "starts_on", "ends_on")},
        "categories": categories,
        "sources": _sources(round_),
        "eligibility": _rows(round_.eligibility, "order", "kind", "text", "value", "automatic", "citation"),
        "documents": _rows(round_.documents, "order", "slug", "name", "hint", "required"),
        "budget_rules": _rows(
            round_.budget_rules,
            "order", "name", "kind", "categories", "sources", "base", "value", "blocks", "citation",
        ),
        "stages": _rows(
            round_.stages,
            "order", "kind", "name", "starts_on", "ends_on", "blind", "reviewers", "drop_extremes", "scale",
            "threshold", "quota", "weight",
        ),
        "criteria": _rows(
            round_.criteria,
            "parent__name", "order", "name", "hint", "weight", "anchors", "may_not_apply", "needs_reason",
        ),
        "tie_rules": _rows(round_.tie_rules, "order", "kind"),
        "tranches": _rows(round_.tranches, "order", "share", "trigger", "preconditions", "training_hours"),
        "provisions": _rows(round_.provisions, "order", "chapter", "title", "text", "citation"),
        "sections": _rows(round_.sections, "order", "section", "short"),
        "idea_awards": _rows(round_.idea_awards, "order", "name", "places", "amount_fen"),
        "evaluation_items": _rows(
            round_.evaluation_items, "order", "phase", "dimension", "name", "points", "scoring", "bands"
        ),
        "result_grades": _rows(round_.result_grades, "order", "phase", "name", "floor", "passes", "consequence"),
    }  # fmt: skip


def _envelope(envelope: Envelope) -> dict[str, Any]:
    return {
        "source": envelope.source.slug,
        "area": envelope.area.code if envelope.area is not None else None,
        "first_time": envelope.first_time,
        "amount_fen": envelope.amount_fen,
    }


def _sources(round_: Round) -> list[dict[str, Any]]:
    used = FundSource.objects.filter(pk__in=Envelope.objects.filter(category__round=round_).values("source"))
    return [
        {"slug": each.slug, "name": each.name, "bans": [ban.text for ban in each.bans.all()]}
        for each in used.order_by("slug").prefetch_related("bans")
    ]


def _rows(rows: Any, *fields: str) -> list[dict[str, Any]]:
    """Return the rows by their order, ties by their text: databases disagree on how they sort names and nothing."""
    plain = [
        {name: _iso(value) if isinstance(value, date) else value for name, value in row.items()}
        for row in rows.order_by().values(*fields)
    ]
    return sorted(plain, key=lambda row: (row["order"], canonical(row)))


def _iso(moment: date | datetime | None) -> str | None:
    """Return the text of a day, or of an instant in UTC whatever zone it was typed in."""
    if isinstance(moment, datetime):
        moment = moment.astimezone(UTC)
    return moment.isoformat() if moment is not None else None

"""Visits on the spot: planned, recorded with their checklist, and what was found there mended by its day."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from accounts.models import User
from grants.domain.lifecycle import VISIT_LIFE
from grants.enums import GrantState, VisitState
from grants.flows.holding import holding
from grants.flows.running.telling import tell_organization
from grants.models import VISIT_PURPOSE, Grant, SiteVisit
from venture.audit.flows import record, step
from venture.files.flows import attach
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

PRESET = Path(__file__).resolve().parents[2] / "presets" / "visit.json"
LONGEST = 300


@lru_cache(maxsize=1)
def usual_items() -> tuple[str, ...]:
    """Return the items of the usual checklist."""
    return tuple(json.loads(PRESET.read_text(encoding="utf-8"))["items"])


@contextmanager
def _held(visit_id: int, actor: User) -> Iterator[tuple[Grant, SiteVisit]]:
    with holding(SiteVisit.objects.values_list("grant_id", flat=True).get(pk=visit_id), actor=actor) as grant:
        yield grant, SiteVisit.objects.select_for_update(of=("self",)).get(pk=visit_id)


def plan_visit(*, grant_id: int, on: date, visitors: str, actor: User) -> SiteVisit:
    """Plan a visit, with the usual checklist. The same day and visitors are one visit.

    Raise ``RuleRefusal``: ``grant_not_running``, ``visit_without_visitors``, ``own_organization``.
    """
    with holding(grant_id, actor=actor) as grant:
        if grant.state not in GrantState.recorded():
            raise RuleRefusal("grant_not_running", state=grant.get_state_display())
        if not visitors.strip():
            raise RuleRefusal("visit_without_visitors")
        stands = grant.visits.filter(on=on, visitors=visitors.strip(), state=VisitState.PLANNED).first()
        if stands is not None:
            return stands
        visit = SiteVisit.objects.create(
            grant=grant, on=on, visitors=visitors.strip()[:120], recorded_by=actor, recorded_at=clock.now(),
            checklist=[{"item": item, "ok": None, "words": ""} for item in usual_items()],
        )  # fmt: skip
        record(actor=actor, verb="visit.plan", subject=visit, after=VisitState.PLANNED, on=on)
        return visit


def record_visit(
    *, visit_id: int, checklist: Sequence[dict[str, Any]], finding: str, actor: User, mend_by: date | None = None,
    file: str = "",
) -> SiteVisit:  # fmt: skip
    """Record what was seen. ``mend_by`` says until when what was found is mended.

    Raise ``RuleRefusal``: ``visit_illegal_move``, ``visit_item_open`` where an item has no answer,
    ``visit_finding_missing`` where something is to be mended and nobody says what, ``own_organization``.
    """
    with _held(visit_id, actor) as (grant, visit):
        VISIT_LIFE.target_of("record", visit.state)
        if any(each["ok"] is None and not each["words"].strip() for each in checklist):
            raise RuleRefusal("visit_item_open")
        wrong = any(each["ok"] is False for each in checklist)
        if (wrong or mend_by is not None) and not finding.strip():
            raise RuleRefusal("visit_finding_missing")
        if mend_by is not None:
            tell_organization(grant, "visit_to_mend", f"{visit.pk}", day=mend_by.isoformat(), finding=finding.strip())
        step(
            visit, VISIT_LIFE, "record", noun="visit", actor=actor, facts={"mend_by": mend_by},
            checklist=list(checklist), finding=finding.strip(), mend_by=mend_by, recorded_by=actor,
            recorded_at=clock.now(), file=attach(file, purpose=VISIT_PURPOSE, actor=actor) if file else visit.file,
        )  # fmt: skip
        return visit


def drop_visit(*, visit_id: int, reason: str, actor: User) -> SiteVisit:
    """Call a planned visit off. Raise ``RuleRefusal``: ``visit_illegal_move``, ``visit_reason_missing``."""
    with _held(visit_id, actor) as (_grant, visit):
        VISIT_LIFE.target_of("drop", visit.state)
        if not reason.strip():
            raise RuleRefusal("visit_reason_missing")
        step(
            visit, VISIT_LIFE, "drop", noun="visit", actor=actor, facts={"reason": reason.strip()[:LONGEST]},
            finding=reason.strip()[:LONGEST],
        )  # fmt: skip
        return visit


def mend_visit(*, visit_id: int, words: str, actor: User) -> SiteVisit:
    """Write down that what a visit found is mended, and how. Somebody of the funder's side has looked.

    Raise ``RuleRefusal``: ``visit_nothing_to_mend``, ``visit_reason_missing``, ``own_organization``.
    """
    with _held(visit_id, actor) as (_grant, visit):
        if visit.state != VisitState.DONE or visit.mend_by is None or visit.mended_at is not None:
            raise RuleRefusal("visit_nothing_to_mend")
        if not words.strip():
            raise RuleRefusal("visit_reason_missing")
        visit.mended_at, visit.mended_words = clock.now(), words.strip()[:LONGEST]
        visit.save(update_fields=["mended_at", "mended_words"])
        record(actor=actor, verb="visit.mend", subject=visit, reason=visit.mended_words)
        return visit

"""Conflicts of interest: found by comparing what is known, decided by a person where they are soft."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from organizations.flows.moving import refuse_members
from reviews.domain.conflicts import Found, conflicts_of, keys_of
from reviews.domain.lifecycle import CONFLICT_LIFE
from reviews.enums import ConflictSource, ConflictState
from reviews.flows.barring import take_off
from reviews.models import Conflict
from reviews.queries.conflicts import LOOKED_AT, Side, applicants_of, experts_of, rounds_of
from rounds.models import Round
from venture.audit.flows import record, step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

LONGEST = 200
Key = tuple[int, int, str, str]


@dataclass(frozen=True)
class Outcome:
    """What looking again came to: how many conflicts are new, stand again, changed, or are no longer there."""

    new: int = 0
    again: int = 0
    changed: int = 0
    gone: int = 0

    @property
    def moved(self) -> bool:
        return bool(self.new or self.again or self.changed or self.gone)


@transaction.atomic
def find_conflicts(*, round_id: int, actor: Any) -> Outcome:
    """Compare all experts who serve in a round with all its applicants. A second call finds nothing new."""
    outcome = _compare(round_id, experts_of(round_id), actor=actor)
    if actor is not None or outcome.moved:
        facts = {"again": outcome.again, "changed": outcome.changed, "gone": outcome.gone}
        record(actor=actor, verb="conflict.search", subject=Round.objects.get(pk=round_id), after=outcome.new, **facts)
    return outcome


@transaction.atomic
def look_again(*, expert_ids: Iterable[int], actor: Any) -> None:
    """Compare some experts anew in every round under way in which they serve: something about them has changed."""
    keys = sorted(set(expert_ids))
    for round_id in rounds_of(keys):
        _compare(round_id, experts_of(round_id, keys), actor=actor)


def find_everywhere() -> int:
    """Look again in every round under way, each in a transaction of its own; return how many rounds changed."""
    rounds = Round.objects.filter(state__in=LOOKED_AT, appointments__isnull=False).distinct()
    return sum(find_conflicts(round_id=key, actor=None).moved for key in rounds.values_list("pk", flat=True))


@transaction.atomic
def waive_conflict(*, conflict_id: int, reason: str, actor: Any) -> Conflict:
    """Decide that a soft conflict does not keep the expert from the project.

    Raise ``RuleRefusal``: ``reason_missing``, ``conflict_is_hard``, ``conflict_illegal_move``, ``own_organization``
    for somebody who belongs to the applicant, ``conflict_own`` for the expert.
    """
    conflict = _locked(conflict_id, actor)
    if not reason.strip():
        raise RuleRefusal("reason_missing")
    if conflict.hard:
        raise RuleRefusal("conflict_is_hard")
    _decide(conflict, "waive", actor, reason)
    return conflict


@transaction.atomic
def restore_conflict(*, conflict_id: int, reason: str, actor: Any) -> Conflict:
    """Let a waived conflict stand again; an expert who has the project steps aside.

    Raise ``RuleRefusal`` like ``waive_conflict``.
    """
    conflict = _locked(conflict_id, actor)
    if not reason.strip():
        raise RuleRefusal("reason_missing")
    _decide(conflict, "restore", actor, reason)
    take_off(conflict, actor=actor)
    return conflict


@transaction.atomic
def uphold_conflict(*, conflict_id: int, actor: Any) -> Conflict:
    """Decide that a soft conflict counts: an expert who has the project steps aside. Raise like ``waive_conflict``."""
    conflict = _locked(conflict_id, actor)
    if conflict.state != ConflictState.STANDING:
        raise RuleRefusal("conflict_illegal_move", state=conflict.get_state_display())
    conflict.decided_by, conflict.decided_at = actor, clock.now()
    conflict.save(update_fields=["decided_by", "decided_at"])
    record(actor=actor, verb="conflict.uphold", subject=conflict, after=conflict.state, project=conflict.project.code)
    take_off(conflict, actor=actor)
    return conflict


def _decide(conflict: Conflict, verb: str, actor: Any, reason: str) -> None:
    said = reason.strip()[:LONGEST]
    facts = {"project": conflict.project.code, "expert": conflict.expert_id, "code": conflict.code, "reason": said}
    stamps = {"decided_by": actor, "decided_at": clock.now(), "reason": said}
    if verb == "waive":
        step(conflict, CONFLICT_LIFE, "waive", noun="conflict", actor=actor, facts=facts, **stamps)
    else:
        step(conflict, CONFLICT_LIFE, "restore", noun="conflict", actor=actor, facts=facts, **stamps)


def _locked(conflict_id: int, actor: Any) -> Conflict:
    rows = Conflict.objects.select_for_update(of=("self",)).select_related("project", "expert")
    conflict = rows.get(pk=conflict_id)
    refuse_members(conflict.project.organization_id, actor)
    if conflict.expert.user_id == actor.pk:
        raise RuleRefusal("conflict_own")
    return conflict


def _compare(round_id: int, experts: list[Side], *, actor: Any) -> Outcome:
    """Write down what comparing the experts with the round's applicants finds, and what is no longer so."""
    applicants = applicants_of(round_id)
    rows = Conflict.objects.select_for_update(of=("self",)).select_related("project", "expert")
    known: dict[Key, Conflict] = {
        (row.project_id, row.expert_id, row.code, row.source): row
        for row in rows.filter(project__round=round_id, expert__in=[each.pk for each in experts]).order_by("pk")
    }
    wanted = _wanted(experts, applicants)
    new = [key for key in wanted if key not in known]
    for key in new:
        _write(key, wanted[key], actor)
    again = [row for key, row in known.items() if key in wanted and row.state == ConflictState.GONE]
    for row in again:
        _return(row, wanted[_key(row)], actor)
    others = [row for key, row in known.items() if key in wanted and row not in again]
    changed = sum(_follow(row, wanted[_key(row)], actor) for row in others)
    # What an expert declared stays; what was read from data goes with the data.
    gone = [
        row
        for key, row in known.items()
        if key not in wanted and row.source == ConflictSource.DETECTED and row.state != ConflictState.GONE
    ]
    for row in gone:
        step(
            row, CONFLICT_LIFE, "vanish", noun="conflict", actor=actor, facts={"project": row.project.code},
            reason="", decided_by=None, decided_at=None,
        )  # fmt: skip
    return Outcome(len(new), len(again), changed, len(gone))


def _wanted(experts: list[Side], applicants: list[Side]) -> dict[Key, Found]:
    """Return what is found, comparing only who shares a key at all."""
    holders: dict[str, list[Side]] = defaultdict(list)
    for each in applicants:
        for key in keys_of(each.facts):
            holders[key].append(each)
    today, wanted = clock.today(), {}
    for expert in experts:
        near = {each.pk: each for key in keys_of(expert.facts) for each in holders.get(key, ())}
        for project_id, applicant in sorted(near.items()):
            for found in conflicts_of(expert.facts, applicant.facts, today):
                source = ConflictSource.DECLARED if found.declared else ConflictSource.DETECTED
                wanted[project_id, expert.pk, str(found.code), str(source)] = found
    return wanted


def _write(key: Key, found: Found, actor: Any) -> None:
    project_id, expert_id, code, source = key
    row, _new = Conflict.objects.get_or_create(
        project_id=project_id, expert_id=expert_id, code=code, source=source,
        defaults={"hard": found.hard, "facts": dict(found.facts), "found_at": clock.now()},
    )  # fmt: skip
    record(
        actor=actor, verb="conflict.find", subject=row, after=row.state, code=code, hard=row.hard, expert=expert_id,
        project=row.project.code,
    )  # fmt: skip
    _bar(row, actor)


def _return(row: Conflict, found: Found, actor: Any) -> None:
    row.hard, row.facts = found.hard, dict(found.facts)
    row.save(update_fields=["hard", "facts"])
    step(row, CONFLICT_LIFE, "return", noun="conflict", actor=actor, facts={"project": row.project.code})
    _bar(row, actor)


def _follow(row: Conflict, found: Found, actor: Any) -> bool:
    """Take other facts over; a waived conflict with other facts stands again, for somebody to look at it anew."""
    if row.hard == found.hard and row.facts == dict(found.facts):
        return False
    if row.source == ConflictSource.DECLARED and row.facts.get("recusal") and row.hard:
        return False  # written when the expert stepped aside; it stays as it was said
    if row.state == ConflictState.WAIVED:
        step(row, CONFLICT_LIFE, "restore", noun="conflict", actor=actor, facts={"project": row.project.code})
    row.hard, row.facts = found.hard, dict(found.facts)
    row.save(update_fields=["hard", "facts"])
    record(actor=actor, verb="conflict.change", subject=row, after=row.state, hard=row.hard, project=row.project.code)
    _bar(row, actor)
    return True


def _bar(row: Conflict, actor: Any) -> None:
    """A hard conflict takes the expert off the project; a soft one hides it until a person has decided."""
    if row.hard:
        take_off(row, actor=actor)


def _key(row: Conflict) -> Key:
    return row.project_id, row.expert_id, row.code, row.source

"""What is improved before signing: asked for in words, revised by the organisation, accepted by both sides."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.models import User
from grants.domain.lifecycle import IMPROVEMENT_LIFE
from grants.domain.plans import IMPROVABLE, grant_fen_of, improved, problems_of, typed_of
from grants.enums import GrantState, ImprovementState
from grants.flows.agreements.locking import (
    held,
    held_improvement,
    refuse_unless_signer,
    refuse_unless_writer,
    standing,
)
from grants.flows.agreements.telling import tell_organization, tell_staff
from grants.models import Grant, Improvement
from grants.queries.improving import judged
from projects.queries.applications import asked_of
from rounds.domain.canonical import canonical, fingerprint
from venture.audit.flows import record, step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.kernel.money import format_yuan

LONGEST_ANSWER = 1_000
LARGEST = 400_000


def open_improvement(*, grant_id: int, wishes: str, due_on: date | None = None, actor: User) -> Improvement:
    """Ask the organisation to improve plan and budget before signing, by the panel's or the meeting's words.

    Raise ``RuleRefusal``: ``own_organization``, ``improvement_words_missing``, ``improvement_too_late`` once an
    agreement is drafted, ``improvement_one_already``.
    """
    with held(grant_id, actor=actor) as grant:
        if not wishes.strip():
            raise RuleRefusal("improvement_words_missing")
        return begin_improvement(grant, wishes=wishes.strip(), due_on=due_on or grant.sign_by, actor=actor)


def begin_improvement(grant: Grant, *, wishes: str, due_on: date | None, actor: User) -> Improvement:
    """Open an improvement of a grant that the caller holds. Raise as ``open_improvement`` does."""
    if grant.state != GrantState.OFFERED or standing(grant) is not None:
        raise RuleRefusal("improvement_too_late")
    if grant.improvements.filter(state__in=(ImprovementState.OPEN, ImprovementState.OFFERED)).exists():
        raise RuleRefusal("improvement_one_already")
    improvement = Improvement.objects.create(
        grant=grant, wishes=wishes, changes={"typed": {}}, due_on=due_on, opened_by=actor, opened_at=clock.now()
    )
    tell_organization("improvement_opened", f"{improvement.pk}", grant, wishes=wishes)
    record(actor=actor, verb="improvement.open", subject=improvement, application=grant.project.code, wishes=wishes)
    return improvement


def save_improvement(
    *, improvement_id: int, section: str, typed: Mapping[str, str], seen: str, actor: User
) -> Improvement:
    """Keep what a member typed in one part; nothing is judged yet. ``seen`` is the mark of what the page showed.

    Raise ``RuleRefusal``: ``grant_not_yours_to_write``; ``improvement_not_open``; ``improvement_part_unknown``;
    ``improvement_stale`` when a colleague saved the part meanwhile; ``improvement_too_large``.
    """
    with held_improvement(improvement_id) as (grant, improvement):
        refuse_unless_writer(grant, actor)
        if improvement.state != ImprovementState.OPEN:
            raise RuleRefusal("improvement_not_open")
        if section not in IMPROVABLE:
            raise RuleRefusal("improvement_part_unknown")
        before = typed_now(grant, improvement, section)
        if seen != mark_of(before):
            raise RuleRefusal("improvement_stale")
        after = {path: text for path, text in typed.items() if text}
        if sum(len(text) for text in after.values()) > LARGEST:
            raise RuleRefusal("improvement_too_large")
        if after != before:
            kept = {**improvement.changes.get("typed", {}), section: after}
            improvement.changes = {**improvement.changes, "typed": kept}
            improvement.save(update_fields=["changes"])
            record(actor=actor, verb="improvement.save", subject=improvement, part=section, sha256=mark_of(after))
        return improvement


def offer_improvement(*, improvement_id: int, answer: str = "", actor: User) -> Improvement:
    """Hand the revised plan and budget to the bureau. Whoever signs for the organisation does.

    Raise ``RuleRefusal``: ``signer_not_authorised``; ``improvement_illegal_move``; ``improvement_incomplete``
    (``count``); ``improvement_wrong_sum`` (``have``, ``need``); ``improvement_breaks_rules`` (``count``).
    """
    with held_improvement(improvement_id) as (grant, improvement):
        refuse_unless_signer(grant, actor)
        IMPROVEMENT_LIFE.target_of("offer", improvement.state)
        plan = _checked(grant, improvement)
        changes = {**improvement.changes, "sections": {name: plan["sections"].get(name, {}) for name in IMPROVABLE}}
        tell_staff(
            [improvement.opened_by], "improvement_offered", f"{improvement.pk}:{clock.now().isoformat()}", grant,
            by=str(actor),
        )  # fmt: skip
        step(
            improvement, IMPROVEMENT_LIFE, "offer", noun="improvement", actor=actor,
            facts={"application": grant.project.code, "sha256": fingerprint(canonical(changes["sections"]))},
            changes=changes, answer=answer.strip()[:LONGEST_ANSWER], offered_by=actor, offered_at=clock.now(),
        )  # fmt: skip
        return improvement


def return_improvement(*, improvement_id: int, reason: str, actor: User) -> Improvement:
    """Give a revision back with a reason, to be revised again.

    Raise ``RuleRefusal``: ``own_organization``, ``improvement_illegal_move``, ``improvement_reason_missing``.
    """
    with held_improvement(improvement_id, actor=actor) as (grant, improvement):
        IMPROVEMENT_LIFE.target_of("return", improvement.state)
        words = reason.strip()
        if not words:
            raise RuleRefusal("improvement_reason_missing")
        now = clock.now()
        tell_organization("improvement_returned", f"{improvement.pk}:{now.isoformat()}", grant, reason=words)
        step(
            improvement, IMPROVEMENT_LIFE, "return", noun="improvement", actor=actor,
            facts={"application": grant.project.code, "reason": words},
            changes={**improvement.changes, "returned": words}, offered_by=None, offered_at=None,
        )  # fmt: skip
        return improvement


def agree_improvement(*, improvement_id: int, actor: User) -> Improvement:
    """Accept a revision: it becomes the plan and budget in force.

    Raise ``RuleRefusal``: ``own_organization``, ``improvement_illegal_move``, and what ``offer_improvement`` checks,
    when the round's rules or the amount changed meanwhile.
    """
    with held_improvement(improvement_id, actor=actor) as (grant, improvement):
        IMPROVEMENT_LIFE.target_of("agree", improvement.state)
        grant.plan = _checked(grant, improvement)
        grant.save(update_fields=["plan"])
        tell_organization("improvement_agreed", f"{improvement.pk}", grant)
        step(
            improvement, IMPROVEMENT_LIFE, "agree", noun="improvement", actor=actor,
            facts={"application": grant.project.code, "sha256": fingerprint(canonical(grant.plan["sections"]))},
            agreed_by=actor, agreed_at=clock.now(),
        )  # fmt: skip
        return improvement


def drop_improvement(*, improvement_id: int, reason: str, actor: User) -> Improvement:
    """Let an improvement go that nobody needs. Raise ``RuleRefusal``: ``own_organization``,
    ``improvement_illegal_move``, ``improvement_reason_missing``, ``improvement_needed`` while the budget is not the
    approved amount."""
    with held_improvement(improvement_id, actor=actor) as (grant, improvement):
        IMPROVEMENT_LIFE.target_of("drop", improvement.state)
        words = reason.strip()
        if not words:
            raise RuleRefusal("improvement_reason_missing")
        if not fits_amount(grant, grant.plan):
            raise RuleRefusal("improvement_needed", need=format_yuan(grant.amount_fen))
        tell_organization("improvement_dropped", f"{improvement.pk}", grant, reason=words)
        step(
            improvement, IMPROVEMENT_LIFE, "drop", noun="improvement", actor=actor,
            facts={"application": grant.project.code, "reason": words},
        )  # fmt: skip
        return improvement


def fits_amount(grant: Grant, plan: Mapping[str, Any]) -> bool:
    """Say whether the budget takes exactly the approved amount; a round that asks for no budget has none to fit."""
    return not plan["sections"].get("budget", {}).get("lines") or grant_fen_of(plan) == grant.amount_fen


def typed_now(grant: Grant, improvement: Improvement, section: str) -> dict[str, str]:
    """Return what stands typed in a part: the revision so far, or the plan as it was."""
    kept: dict[str, str] | None = improvement.changes.get("typed", {}).get(section)
    return kept if kept is not None else typed_of(grant.plan, section)


def mark_of(typed: Mapping[str, str]) -> str:
    """Return the mark of what a page showed."""
    return fingerprint(canonical(dict(typed)))


def _checked(grant: Grant, improvement: Improvement) -> dict[str, Any]:
    """Return the plan as revised, or refuse it."""
    parts: list[str] = [section for section in IMPROVABLE if section in grant.plan["sections"]]
    typed = {section: typed_now(grant, improvement, section) for section in parts}
    asked = asked_of(grant.round)
    found = problems_of(typed, asked)
    count = sum(each.blocks for problems in found.values() for each in problems)
    if count:
        raise RuleRefusal("improvement_incomplete", count=count)
    plan = improved(grant.plan, typed, asked)
    if not fits_amount(grant, plan):
        raise RuleRefusal(
            "improvement_wrong_sum", have=format_yuan(grant_fen_of(plan)), need=format_yuan(grant.amount_fen)
        )
    broken = sum(each.blocks for each in judged(grant, plan).broken)
    if broken:
        raise RuleRefusal("improvement_breaks_rules", count=broken)
    return plan

"""Requests for changes of plan, budget, period and persons; what is approved becomes the plan in force."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from accounts.models import User
from grants.domain.changing import changed, difference_of, places_of, put_in, section_of, told
from grants.domain.lifecycle import ASK_LIFE
from grants.domain.plans import grant_fen_of, lines_of_plan, typed_of
from grants.enums import AskState, ChangeKind, GrantState
from grants.flows.holding import holding, refuse_same
from grants.flows.running.recording import own
from grants.flows.running.starting import schedule_reports
from grants.flows.running.telling import tell_organization, tell_staff
from grants.models import CHANGE_PURPOSE, ChangeRequest, Grant
from projects.domain.budget import State, judge
from projects.domain.form import FORMS, read
from projects.queries.applications import asked_of
from projects.queries.budgets import rules_of
from venture.audit.flows import record, step
from venture.files.flows import attach
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.kernel.money import format_yuan

LONGEST = 300


def ask_change(
    *, grant_id: int, kind: str, typed: Mapping[str, str], reason: str, key: str, actor: User, file: str = ""
) -> ChangeRequest:  # fmt: skip
    """Ask for a change. ``typed`` holds the places of the plan that are to say something else. Once by its ``key``.

    Raise ``RuleRefusal``: ``grant_not_running``, ``change_reason_missing``, ``change_waits`` for one more of its kind,
    ``change_empty``, ``change_unreadable``, ``change_above_award``, ``change_breaks_rules``, ``change_period_wrong``.
    """
    wanted = ChangeKind(kind)
    with holding(grant_id) as grant:
        stands = ChangeRequest.objects.filter(key=key).first()
        if stands is not None:
            return own(stands, grant)
        _refuse_state(grant)
        if not reason.strip():
            raise RuleRefusal("change_reason_missing")
        if grant.changes.filter(kind=wanted, state=AskState.ASKED).exists():
            raise RuleRefusal("change_waits")
        after = _after(grant, wanted, typed)
        found = difference_of(grant.plan, after)
        if not found:
            raise RuleRefusal("change_empty")
        refuse_unfit(grant, wanted, after)
        change = ChangeRequest.objects.create(
            grant=grant, number=grant.changes.count() + 1, kind=wanted, changes=told(found), reason=reason.strip(),
            key=key, asked_by=actor, asked_at=clock.now(),
            file=attach(file, purpose=CHANGE_PURPOSE, actor=actor) if file else None,
        )  # fmt: skip
        tell_staff(grant, "change_asked", f"{change.pk}", but=actor, kind=wanted.value)
        record(
            actor=actor, verb="change.ask", subject=change, after=AskState.ASKED, kind=wanted.value, changes=told(found)
        )
        return change


def withdraw_change(*, change_id: int, actor: User) -> ChangeRequest:
    """Take a request back. Raise ``RuleRefusal("request_illegal_move")``."""
    with holding(_grant_of(change_id)):
        change = _locked(change_id)
        step(change, ASK_LIFE, "withdraw", noun="change", actor=actor)
        return change


def approve_change(*, change_id: int, actor: User, answer: str = "") -> ChangeRequest:
    """Approve a change: the plan in force says it from now on, the period and the days of reports follow.

    Raise ``RuleRefusal``: ``request_illegal_move``, ``change_by_two``, ``own_organization``, ``change_stale`` where the
    plan has moved on since, and what ``ask_change`` refuses of the content.
    """
    with holding(_grant_of(change_id), actor=actor) as grant:
        change = _locked(change_id)
        ASK_LIFE.target_of("approve", change.state)
        refuse_same(change.asked_by, actor, "change_by_two")
        _refuse_state(grant)
        plan = put_in(grant.plan, change.changes)
        if plan is None:
            raise RuleRefusal("change_stale")
        kind = ChangeKind(change.kind)
        refuse_unfit(grant, kind, plan)
        grant.plan = plan
        if kind == ChangeKind.PERIOD:
            grant.ends_on = date.fromisoformat(plan["sections"]["project"]["ends_on"])
        grant.save(update_fields=["plan", "ends_on"])
        if kind == ChangeKind.PERIOD:
            schedule_reports(grant, actor=actor)
        _decided(grant, change, answer)
        step(
            change, ASK_LIFE, "approve", noun="change", actor=actor, decided_by=actor, decided_at=clock.now(),
            answer=answer.strip()[:LONGEST],
        )  # fmt: skip
        return change


def refuse_change(*, change_id: int, answer: str, actor: User) -> ChangeRequest:
    """Refuse a change, with the reason. Raise ``RuleRefusal``: ``request_illegal_move``, ``change_answer_missing``,
    ``change_by_two``, ``own_organization``."""
    with holding(_grant_of(change_id), actor=actor) as grant:
        change = _locked(change_id)
        ASK_LIFE.target_of("refuse", change.state)
        refuse_same(change.asked_by, actor, "change_by_two")
        if not answer.strip():
            raise RuleRefusal("change_answer_missing")
        _decided(grant, change, answer)
        step(
            change, ASK_LIFE, "refuse", noun="change", actor=actor, facts={"reason": answer.strip()[:LONGEST]},
            decided_by=actor, decided_at=clock.now(), answer=answer.strip()[:LONGEST],
        )  # fmt: skip
        return change


def refuse_unfit(grant: Grant, kind: ChangeKind, plan: Mapping[str, Any]) -> None:
    """Raise ``RuleRefusal`` where a plan no longer fits the award, the round's rules or the calendar."""
    if kind == ChangeKind.BUDGET:
        if grant_fen_of(plan) > grant.amount_fen:
            raise RuleRefusal("change_above_award", over=format_yuan(grant_fen_of(plan) - grant.amount_fen))
        broken = _broken(grant, plan) - _broken(grant, grant.plan)
        if broken:
            raise RuleRefusal("change_breaks_rules", rules="、".join(sorted(broken)))
    if kind == ChangeKind.PERIOD:
        ends_on = date.fromisoformat(plan["sections"]["project"]["ends_on"])
        if grant.starts_on is None or ends_on <= grant.starts_on or ends_on < clock.today():
            raise RuleRefusal("change_period_wrong")


def _broken(grant: Grant, plan: Mapping[str, Any]) -> set[str]:
    """Return the names of the round's rules that a budget breaks. Quotations were asked for with the application."""
    rules = [each for each in rules_of(grant.round) if each.kind != "line_needs_quote"]
    return {rules[each.rule].name for each in judge(lines_of_plan(plan), rules) if each.state == State.BLOCK}


def _after(grant: Grant, kind: ChangeKind, typed: Mapping[str, str]) -> dict[str, Any]:
    asked, section = asked_of(grant.round), section_of(kind)
    places = places_of(kind, grant.plan)
    stands = typed_of(grant.plan, section)
    touched = {
        path: typed[path].strip() for path in places if path in typed and typed[path].strip() != stands.get(path, "")
    }
    problems = [each for each in read(FORMS[section], {**stands, **touched}, asked).problems if each.path in touched]
    if problems:
        raise RuleRefusal("change_unreadable", n=len(problems))
    return changed(kind, grant.plan, touched, asked)


def _refuse_state(grant: Grant) -> None:
    if grant.state not in GrantState.changeable():
        raise RuleRefusal("grant_not_running", state=grant.get_state_display())


def _decided(grant: Grant, change: ChangeRequest, answer: str) -> None:
    tell_organization(
        grant, "change_decided", f"{change.pk}", page="changes", kind=change.kind, answer=answer.strip()[:LONGEST]
    )  # fmt: skip


def _grant_of(change_id: int) -> int:
    return int(ChangeRequest.objects.values_list("grant_id", flat=True).get(pk=change_id))


def _locked(change_id: int) -> ChangeRequest:
    return ChangeRequest.objects.select_for_update(of=("self",)).get(pk=change_id)

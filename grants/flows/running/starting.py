"""A project begins to run: its state, and the reports that it owes from now on."""

from collections.abc import Callable
from datetime import date

from accounts.models import User
from grants.domain.lifecycle import GRANT_LIFE
from grants.domain.reporting import Terms, days_after, schedule
from grants.enums import GrantState
from grants.flows.holding import holding
from grants.models import Grant, Report
from grants.queries.running import rules_for
from rounds.domain.workdays import end_of
from rounds.queries import calendar
from venture.audit.flows import record, step
from venture.kernel import clock

# Years that the calendar does not hold yet are counted by days until they are loaded.
Counted = Callable[[date, int], date]


def schedule_reports(grant: Grant, *, actor: User | None) -> list[Report]:
    """Write down the reports that a held grant owes by its period and its round; those that stand already stay.

    Nothing while the grant has no period. Call it again when the period changes: reports that nobody has begun move
    with it. Raise ``RuleRefusal("calendar_year_missing")`` where the round counts working days beyond the calendar.
    """
    if grant.starts_on is None or grant.ends_on is None:
        return []
    rules = rules_for(grant.round)
    terms = Terms(rules.progress_months, rules.midterm_share, rules.report_days, rules.final_days)
    stands = {(each.kind, each.order): each for each in grant.reports.all()}
    made, moved = [], []
    for due in schedule(grant.starts_on, grant.ends_on, terms, _after(working=rules.working_days)):
        report = stands.get((due.kind, due.order))
        if report is None:
            made.append(Report(grant=grant, kind=due.kind, order=due.order, due_on=due.due_on))
        elif report.due_on != due.due_on and report.submitted_at is None and report.judged_at is None:
            report.due_on = due.due_on
            moved.append(report)
    Report.objects.bulk_create(made)
    Report.objects.bulk_update(moved, ["due_on"])
    if made or moved:
        record(
            actor=actor, verb="report.schedule", subject=grant,
            after=[f"{each.kind} {each.order} {each.due_on}" for each in (*made, *moved)],
        )  # fmt: skip
    return [*made, *moved]


def _after(*, working: bool) -> Counted:
    if not working:
        return days_after
    known = calendar()
    return lambda day, days: end_of(day, days, known) if days else day


def begin(grant: Grant, *, actor: User | None) -> None:
    """Let a held grant run, if its agreement is signed and it does not run yet."""
    if grant.state == GrantState.AGREED:
        schedule_reports(grant, actor=actor)
        step(grant, GRANT_LIFE, "start", noun="grant", actor=actor, moved_at=clock.now())


def start_grant(*, grant_id: int, actor: User | None) -> Grant:
    """Let a signed grant run. Raise ``RuleRefusal("grant_illegal_move")`` in any other state."""
    with holding(grant_id) as grant:
        GRANT_LIFE.target_of("start", grant.state)
        begin(grant, actor=actor)
        return grant


def start_due() -> int:
    """Let every signed grant run whose first day has come. Return how many."""
    today = clock.today()
    due = Grant.objects.filter(state=GrantState.AGREED, starts_on__lte=today).order_by("pk")
    started = 0
    for key in list(due.values_list("pk", flat=True)):
        with holding(key) as grant:
            started += grant.state == GrantState.AGREED
            begin(grant, actor=None)
    return started

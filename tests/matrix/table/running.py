"""Running projects: the organisation's pages, the staff's desk of a project and of its papers."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from accounts.demo import person
from grants.models import Activity, ChangeRequest, Expense, Grant, Report, RunningRules, SiteVisit
from organizations.demo import OURS, named
from organizations.models import Organization
from rounds.models import Round
from tests.matrix import rows
from tests.matrix.doors import DoorLine, act, form, page
from tests.matrix.once import once
from tests.matrix.personas import at_desks
from tests.matrix.table.agreements import a_grant, nobody, ours
from tests.matrix.table.deciding import strangers
from tests.matrix.table.submitting import MEMBERS, WRITERS
from venture.kernel import clock, policy

DAYS = timedelta(days=90)


def running(organization: Organization | None = None) -> Grant:
    """Return a project under way, with its period."""
    grant, today = a_grant(organization or named(OURS)), clock.today()
    Grant.objects.filter(pk=grant.pk).update(state="active", starts_on=today - DAYS, ends_on=today + DAYS)
    grant.refresh_from_db()
    return grant


def activity(grant: Grant | None = None) -> Activity:
    grant = grant or running()
    return Activity.objects.create(
        grant=grant, title="长者茶会", on=clock.today(), place="活动室", people=20, key=f"matrix-{grant.pk}",
        recorded_by=person("org"), recorded_at=clock.now(),
    )  # fmt: skip


def expense(grant: Grant | None = None) -> Expense:
    grant = grant or running()
    return Expense.objects.create(
        grant=grant, line="b1", on=clock.today(), amount_fen=10_000, voucher_number="V1", payee="茶叶店",
        purpose="茶点",
        key=f"matrix-{grant.pk}", entered_by=person("org"), entered_at=clock.now(),
    )  # fmt: skip


def report(grant: Grant | None = None) -> Report:
    return Report.objects.create(grant=grant or running(), kind="midterm", due_on=clock.today() + DAYS)


def change(grant: Grant | None = None) -> ChangeRequest:
    grant = grant or running()
    return ChangeRequest.objects.create(
        grant=grant, number=1, kind="person", changes=[], reason="换人", key=f"matrix-{grant.pk}",
        asked_by=person("org"), asked_at=clock.now(),
    )  # fmt: skip


def visit() -> SiteVisit:
    return SiteVisit.objects.create(
        grant=running(), on=clock.today(), visitors="陈立", recorded_by=person("clerk"), recorded_at=clock.now(),
        checklist=[{"item": "签到齐全", "ok": None, "words": ""}],
    )  # fmt: skip


def rules() -> RunningRules:
    taken = RunningRules.objects.values("round")
    return RunningRules.objects.create(round=Round.objects.exclude(pk__in=taken).first() or rows.round_())


def of(organization: Callable[[], Organization], **more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"code": once(running, organization()).project.code, **more}


def with_row(
    make: Callable[[Grant], Any], organization: Callable[[], Organization], name: str = "pk", **more: Any
) -> Callable[[], Mapping[str, Any]]:
    def keys() -> Mapping[str, Any]:
        row = once(make, once(running, organization()))
        return {"code": row.grant.project.code, name: getattr(row, name), **more}

    return keys


def pair(make: Callable[[Grant], Any], name: str = "pk", **more: Any) -> dict[str, Any]:
    return {"keys": with_row(make, ours, name, **more), "foreign": with_row(make, strangers, name, **more)}


def midterm(organization: Callable[[], Organization]) -> Callable[[], Mapping[str, Any]]:
    def keys() -> Mapping[str, Any]:
        return {"code": once(report, once(running, organization())).grant.project.code, "kind": "midterm", "order": 1}

    return keys


def holds(permission: str) -> Callable[[Any], bool]:
    return lambda user: policy.allows(user, permission, once(running))


def staff(permission: str, make: Callable[[], Any] = running) -> Callable[[Any], bool]:
    return lambda user: at_desks(user) and policy.allows(user, permission, once(make))


def row(make: Callable[[], Any], **more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"pk": once(make).pk, **more}


NO_ROW = {"foreign": lambda: {"pk": 99_999_999}}
SEES = "running.view_staff"

TABLE: dict[str, DoorLine] = {
    "grants:desk": page(*MEMBERS, keys=of(ours), foreign=of(strangers)),
    "grants:activities": form(*MEMBERS, keys=of(ours), foreign=of(strangers), writers=holds("running.record")),
    "grants:activity": page(*MEMBERS, **pair(activity)),
    "grants:activity-act": act(*WRITERS, **pair(activity, verb="take-back")),
    "grants:expenses": form(*MEMBERS, keys=of(ours), foreign=of(strangers), writers=holds("running.spend")),
    "grants:expense-book": form(
        *WRITERS, keys=of(ours), foreign=of(strangers), writers=holds("running.spend")
    ),
    "grants:expense-book-template": page(*WRITERS, keys=of(ours), foreign=of(strangers), screens=False),
    "grants:expense-book-enter": act(*WRITERS, keys=of(ours), foreign=of(strangers)),
    "grants:expense-act": act(*WRITERS, **pair(expense, verb="take-back")),
    "grants:statement": page(*MEMBERS, keys=of(ours), foreign=of(strangers)),
    "grants:statement-sheet": page(*MEMBERS, keys=of(ours), foreign=of(strangers), screens=False),
    "grants:report": form(*MEMBERS, keys=midterm(ours), foreign=midterm(strangers), writers=holds("running.spend")),
    "grants:report-save": act(*WRITERS, keys=midterm(ours), foreign=midterm(strangers)),
    "grants:report-files": act(*WRITERS, keys=midterm(ours), foreign=midterm(strangers)),
    "grants:changes": page(*MEMBERS, keys=of(ours), foreign=of(strangers)),
    "grants:change": form(*WRITERS, keys=of(ours, kind="person"), foreign=of(strangers, kind="person")),
    "grants:change-withdraw": act(*WRITERS, **pair(change, "number")),
    "admin:project_desk": page(keys=of(ours), foreign=nobody(), may=staff(SEES)),
    "admin:project_sheet": page(
        keys=of(ours, what="expenses"), foreign=nobody(what="expenses"), may=staff(SEES), screens=False
    ),
    "admin:project_start": act(keys=of(ours), foreign=nobody(), may=staff(SEES)),
    "admin:visit_new": act(keys=of(ours), foreign=nobody(), may=staff("running.visit")),
    "admin:expense_act": act(
        keys=row(expense, verb="query"), foreign=lambda: {"pk": 99_999_999, "verb": "query"},
        may=staff("expenses.view_staff", expense),
    ),
    "admin:report_desk": page(keys=row(report), may=staff("reports.view_staff", report), **NO_ROW),
    "admin:report_act": act(
        keys=row(report, verb="accept"), foreign=lambda: {"pk": 99_999_999, "verb": "accept"},
        may=staff("reports.view_staff", report),
    ),
    "admin:change_desk": page(keys=row(change), may=staff("changes.view_staff", change), **NO_ROW),
    "admin:change_act": act(
        keys=row(change, verb="refuse"), foreign=lambda: {"pk": 99_999_999, "verb": "refuse"},
        may=staff("changes.view_staff", change),
    ),
    "admin:visit_desk": page(keys=row(visit), may=staff("visits.view_staff", visit), **NO_ROW),
    "admin:visit_act": act(
        keys=row(visit, verb="drop"), foreign=lambda: {"pk": 99_999_999, "verb": "drop"},
        may=staff("visits.view_staff", visit),
    ),
}  # fmt: skip
rows.FEW |= {
    "grants.runningproject": running, "grants.activity": activity, "grants.expense": expense, "grants.report": report,
    "grants.changerequest": change, "grants.sitevisit": visit, "grants.runningrules": rules,
}  # fmt: skip

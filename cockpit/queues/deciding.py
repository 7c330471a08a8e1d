"""What waits from the review on: experts, scores, changes by hand, decisions, objections."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cockpit import desks
from cockpit.queues.kinds import Queue, Rows, may, visible
from notices.models import Objection
from organizations.queries import is_member
from projects.models import Project
from reviews.enums import Found, OverrideState
from reviews.models import (
    Appointment,
    Conflict,
    Decision,
    Feedback,
    KeyedSheet,
    Override,
    Panel,
    Recusal,
    Selection,
    Trace,
)
from reviews.queries import overview
from rounds.models import Round, Stage
from venture.kernel import policy


def _planned(rows: Callable[[QuerySet[Project]], QuerySet[Project]]) -> Rows:
    """Return the applications of the rounds for which the person proposes who reads what."""

    def mine(user: Any, _now: datetime) -> QuerySet[Project]:
        stages = policy.visible(user, "assigning.propose", Stage.objects.all())
        return rows(Project.objects.filter(round__in=stages.values("round")))

    return mine


def _idle(user: Any, now: datetime) -> QuerySet[Appointment]:
    return overview.idle(now).filter(round__in=policy.visible(user, "reviews.run", Round.objects.all()))


def _conflicts(user: Any, _now: datetime) -> QuerySet[Conflict]:
    """Return the soft conflicts that nobody has decided: none of an applicant to which the person belongs."""
    rows = policy.visible(user, "conflicts.waive", Conflict.objects.filter(decided_at__isnull=True))
    return rows.exclude(is_member(user, organization_ref="project__organization_id"))


def _overrides(user: Any, _now: datetime) -> QuerySet[Override]:
    """Return the changes by hand that somebody else asked for."""
    selections = policy.visible(user, "selections.act", Selection.objects.all())
    return Override.objects.filter(state=OverrideState.PROPOSED, selection__in=selections).exclude(asked_by=user.pk)


def _decisions(user: Any, _now: datetime) -> QuerySet[Decision]:
    """Return the recorded decisions that somebody else recorded."""
    return policy.visible(user, "decisions.check", Decision.objects.exclude(recorded_by=user.pk))


def _keyed(user: Any, _now: datetime) -> QuerySet[KeyedSheet]:
    """Return the paper sheets and workbooks of which somebody else keyed in the first."""
    return policy.visible(user, "panels.check", KeyedSheet.objects.exclude(keyed_by=user.pk))


def _traces(user: Any, _now: datetime) -> QuerySet[Trace]:
    return policy.visible(user, "blinding.view_traces", Trace.objects.filter(state=Found.OPEN))


def _applications(at: str) -> Callable[[], str]:
    return lambda: f"{reverse('admin:projects_project_changelist')}?at={at}"


def _list(model: str, query: str) -> Callable[[], str]:
    return lambda: f"{reverse(f'admin:{model}_changelist')}?{query}"


def _handles(permission: str) -> Callable[[Any], bool]:
    """Say who takes a step with objections, where the desk shows them."""
    holds = may(permission)
    return lambda user: admin.site.is_registered(Objection) and holds(user)


def _open_desk(key: str) -> Queue:
    desk = desks.DESKS[key]
    return Queue(
        key=f"desk.{key}", words="", verb="", may=may(desk.permission), rows=lambda user, _now: desk.rows(user),
        link=desks.link(key), silent=True,
    )  # fmt: skip


DECIDING: list[Queue] = [
    Queue(
        key="reviews.lacking",
        words=_("projects have too few experts"),
        verb=_("Assign"),
        may=may("assigning.propose"),
        rows=_planned(overview.lacking),
        link=_applications("lacking"),
        desk=desks.link("assigning"),
        urgent=True,
    ),
    Queue(
        key="reviews.idle",
        words=_("experts have not begun"),
        verb=_("Remind"),
        may=may("reviews.run"),
        rows=_idle,
        link=_list("reviews_appointment", "reading=idle"),
        desk=desks.link("remind"),
    ),
    Queue(
        key="reviews.apart",
        words=_("projects have scores more than 20 points apart"),
        verb=_("One more expert"),
        may=may("assigning.propose"),
        rows=_planned(overview.apart),
        link=_applications("apart"),
        desk=desks.link("assigning"),
    ),
    Queue(
        key="reviews.recusals",
        words=_("recusals wait to be confirmed"),
        verb=_("Confirm"),
        may=may("reviews.confirm_recusal"),
        rows=visible("reviews.confirm_recusal", Recusal),
        link=_list("reviews_recusal", "state__exact=asked"),
        urgent=True,
    ),
    Queue(
        key="conflicts.decide",
        words=_("soft conflicts of interest to decide"),
        verb=_("Decide"),
        may=may("conflicts.waive"),
        rows=_conflicts,
        link=_list("reviews_conflict", "open=yes"),
    ),
    Queue(
        key="reviews.traces",
        words=_("traces of applicants wait for a decision"),
        verb=_("Decide"),
        may=may("blinding.decide"),
        rows=_traces,
        link=_list("reviews_trace", "state__exact=open"),
    ),
    Queue(
        key="panels.run",
        words=_("panels are to be held"),
        verb=_("Open the desk"),
        may=may("panels.seat"),
        rows=visible("panels.seat", Panel),
        link=_list("reviews_panel", "state__in=planned,running,closed"),
    ),
    Queue(
        key="panels.check",
        words=_("sheets keyed in wait for a second person"),
        verb=_("Key in again"),
        may=may("panels.check"),
        rows=_keyed,
        link=_list("reviews_panel", "state__in=running,closed"),
        urgent=True,
    ),
    Queue(
        key="selections.overrides",
        words=_("changes by hand wait for a second person"),
        verb=_("Decide"),
        may=may("selections.act"),
        rows=_overrides,
        link=desks.link("ranking"),
        urgent=True,
    ),
    Queue(
        key="decisions.check",
        words=_("recorded decisions wait for the check"),
        verb=_("Check"),
        may=may("decisions.check"),
        rows=_decisions,
        link=_list("reviews_decision", "state__exact=recorded"),
        urgent=True,
    ),
    Queue(
        key="feedback.check",
        words=_("feedback to applicants waits to be checked"),
        verb=_("Check"),
        may=may("feedback.check"),
        rows=visible("feedback.check", Feedback),
        link=_list("reviews_feedback", "state__exact=draft"),
    ),
    Queue(
        key="objections.accept",
        words=_("objections wait to be accepted"),
        verb=_("Look at them"),
        may=_handles("objections.accept"),
        rows=visible("objections.accept", Objection),
        link=_list("notices_objection", "state__exact=received"),
        urgent=True,
    ),
    Queue(
        key="objections.answer",
        words=_("objections are yours to examine"),
        verb=_("Examine"),
        may=_handles("objections.answer"),
        rows=visible("objections.answer", Objection),
        link=_list("notices_objection", "state__exact=investigating"),
        urgent=True,
    ),
    Queue(
        key="objections.decide",
        words=_("answers to objections wait for a second person"),
        verb=_("Decide"),
        may=_handles("objections.decide"),
        rows=visible("objections.decide", Objection),
        link=_list("notices_objection", "state__exact=answered"),
        urgent=True,
    ),
    *(_open_desk(key) for key in ("assigning", "progress", "ranking")),
]

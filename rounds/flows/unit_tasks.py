"""Tasks of the member units in a round: given out, taken up, reported, judged."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from rounds.domain.tasks import TASK_LIFE, Plan, due_on
from rounds.enums import Means, RoundState
from rounds.flows.locks import alone
from rounds.models import TASK_PURPOSE, MemberUnit, Round, TaskReport, UnitDuty, UnitTask
from venture.audit.flows import record
from venture.files.flows import attach
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.flows import tell, tell_all

LONGEST = 300


def lay_tasks(*, round_id: int, actor: Any) -> list[UnitTask]:
    """Give every unit what the division of work asks of it in this round. Again gives out only what is missing.

    A line whose stage the round lacks, or has no day for, is left out. Raise ``tasks_not_used``, ``tasks_too_early``,
    ``tasks_all_given``.
    """
    with alone(round_id) as round_:
        _refuse_round(round_)
        stages = {each.kind: (each.starts_on, each.ends_on) for each in round_.stages.all()}
        lines = UnitDuty.objects.filter(ended_at__isnull=True, unit__ended_at__isnull=True).select_related("unit")
        given = set(round_.unit_tasks.filter(duty__isnull=False).values_list("duty_id", flat=True))
        now, made = clock.now(), []
        for line in lines.order_by("unit__order", "pk"):
            day = due_on(Plan(line.stage, line.days), stages)
            if day is None or line.pk in given:
                continue
            made.append(
                UnitTask(
                    round=round_, unit=line.unit, duty=line, title=line.title, words=line.words, due_on=day,
                    given_by=actor, given_at=now,
                )
            )  # fmt: skip
        if not made:
            raise RuleRefusal("tasks_all_given")
        UnitTask.objects.bulk_create(made)
        units = {each.unit_id: each.unit for each in made}
        record(actor=actor, verb="task.lay", subject=round_, after=len(made), units=sorted(units))
        for unit in units.values():
            mine = [each for each in made if each.unit_id == unit.pk]
            _tell_unit(
                unit, "tasks_given", f"{round_.pk}:{now.isoformat()}", round=round_.title, count=len(mine),
                first=min(each.due_on for each in mine).isoformat(),
            )  # fmt: skip
        return made


def give_task(*, round_id: int, unit_id: int, title: str, words: str, due: date, actor: Any) -> UnitTask:
    """Give one unit a task of this round alone. Raise ``tasks_not_used``, ``tasks_too_early``, ``unit_left``,
    ``task_day_over`` for a day that is over.
    """
    with alone(round_id) as round_:
        _refuse_round(round_)
        unit = MemberUnit.objects.select_for_update().get(pk=unit_id)
        if unit.ended_at is not None:
            raise RuleRefusal("unit_left", name=unit.name)
        if due < clock.today():
            raise RuleRefusal("task_day_over")
        task = UnitTask.objects.create(
            round=round_, unit=unit, title=title, words=words, due_on=due, given_by=actor, given_at=clock.now()
        )
        record(actor=actor, verb="task.give", subject=task, after=task.state, round=round_.code, due=due)
        _tell_unit(
            unit, "tasks_given", f"{round_.pk}:task:{task.pk}", round=round_.title, count=1, first=due.isoformat()
        )
        return task


def move_task_day(*, task_id: int, due: date, reason: str, actor: Any) -> UnitTask:
    """Give a task another day, for a reason that stays on record. Raise ``task_reason_missing``, ``task_day_over``,
    ``task_illegal_move`` for one that is reported or over.
    """
    with _held(task_id) as task:
        TASK_LIFE.target_of("report", task.state)
        stated = _stated(reason)
        if due < clock.today():
            raise RuleRefusal("task_day_over")
        before, task.due_on = task.due_on, due
        task.save(update_fields=["due_on"])
        record(actor=actor, verb="task.move_day", subject=task, before=before, after=due, reason=stated)
        _tell_unit(
            task.unit, "task_moved", f"{task.pk}:{due.isoformat()}", task.pk, title=task.title, due=due.isoformat(),
            reason=stated,
        )  # fmt: skip
        return task


def take_task(*, task_id: int, actor: User) -> UnitTask:
    """Take a task up for the unit: the office sees that somebody works on it. Raise ``task_not_yours``."""
    with _held(task_id) as task:
        _refuse_stranger(task, actor)
        _move(task, "take", actor=actor, taken_at=clock.now())
        return task


def report_task(*, task_id: int, words: str, figure: int | None = None, key: str = "", actor: User) -> TaskReport:
    """Report what the unit did, with a file where one was brought. The first report is held against the day.

    Raise ``task_not_yours``, ``task_words_missing``, ``task_illegal_move``; what taking up a file refuses.
    """
    with _held(task_id) as task:
        _refuse_stranger(task, actor)
        if not words.strip():
            raise RuleRefusal("task_words_missing")
        now = clock.now()
        stamps: dict[str, Any] = {"reason": ""}
        if task.reported_at is None:
            stamps["reported_at"] = now
        TASK_LIFE.target_of("report", task.state)
        file = attach(key, purpose=TASK_PURPOSE, actor=actor) if key else None
        report = TaskReport.objects.create(
            task=task, words=words.strip(), figure=figure, file=file, by=actor, at=now
        )  # fmt: skip
        _move(task, "report", actor=actor, facts={"report": report.pk}, **stamps)
        if task.given_by is not None and task.given_by.is_active:
            with translation.override("zh-hans"):
                path = reverse("admin:unit_task_desk", args=[task.pk])
            tell(
                task.given_by, "task_reported", f"{report.pk}", path=path, unit=task.unit.name, title=task.title
            )  # fmt: skip
        return report


def accept_report(*, task_id: int, actor: User) -> UnitTask:
    """Take the report as the end of the task. Raise ``task_own_report`` for who reported it."""
    with _held(task_id) as task:
        _refuse_reporter(task, actor)
        _move(task, "accept", actor=actor, decided_by=actor, decided_at=clock.now())
        return task


def return_report(*, task_id: int, reason: str, actor: User) -> UnitTask:
    """Ask the unit for more. Raise ``task_own_report``, ``task_reason_missing``."""
    with _held(task_id) as task:
        _refuse_reporter(task, actor)
        stated = _stated(reason)
        _move(
            task, "return", actor=actor, facts={"reason": stated}, reason=stated, decided_by=actor,
            decided_at=clock.now(),
        )  # fmt: skip
        last = task.reports.first()
        _tell_unit(
            task.unit, "task_returned", f"{task.pk}:{last.pk if last else 0}", task.pk, title=task.title, reason=stated
        )
        return task


def drop_task(*, task_id: int, reason: str, actor: User) -> UnitTask:
    """Take a task back that nobody needs to do any more. Raise ``task_reason_missing``."""
    with _held(task_id) as task:
        stated = _stated(reason)
        _move(
            task, "drop", actor=actor, facts={"reason": stated}, reason=stated, decided_by=actor,
            decided_at=clock.now(),
        )  # fmt: skip
        _tell_unit(task.unit, "task_dropped", f"{task.pk}", task.pk, title=task.title, reason=stated)
        return task


@contextmanager
def _held(task_id: int) -> Iterator[UnitTask]:
    with transaction.atomic():
        yield (
            UnitTask.objects.select_for_update(of=("self",)).select_related("unit", "round", "given_by").get(pk=task_id)
        )


def _move(task: UnitTask, verb: str, *, actor: Any, facts: dict[str, Any] | None = None, **stamps: Any) -> None:
    """Move a task that the caller holds locked, stamp it and audit it."""
    before, task.state = task.state, TASK_LIFE.target_of(verb, task.state)
    for field, value in stamps.items():
        setattr(task, field, value)
    task.save(update_fields=["state", *stamps])
    record(
        actor=actor, verb=f"task.{verb}", subject=task, before=before, after=task.state, round=task.round.code,
        unit=task.unit_id, **(facts or {}),
    )  # fmt: skip


def _refuse_round(round_: Round) -> None:
    if Means.UNITS not in round_.advanced:
        raise RuleRefusal("tasks_not_used")
    if round_.state not in RoundState.public() - {RoundState.ARCHIVED}:
        raise RuleRefusal("tasks_too_early", state=round_.get_state_display())


def _refuse_stranger(task: UnitTask, actor: User) -> None:
    if not task.unit.contacts.filter(user=actor, ended_at__isnull=True).exists():
        raise RuleRefusal("task_not_yours", unit=task.unit.name)


def _refuse_reporter(task: UnitTask, actor: User) -> None:
    last = task.reports.first()
    if last is not None and last.by_id == actor.pk:
        raise RuleRefusal("task_own_report")


def _stated(reason: str) -> str:
    if not reason.strip():
        raise RuleRefusal("task_reason_missing")
    return reason.strip()[:LONGEST]


def _tell_unit(unit: MemberUnit, event: str, key: str, task_id: int | None = None, **facts: Any) -> None:
    """Tell everybody who speaks for the unit; the message opens the task, or the unit's list."""
    people = User.objects.filter(unit_contacts__unit=unit, unit_contacts__ended_at__isnull=True, is_active=True)
    with translation.override("zh-hans"):
        path = reverse("tasks:task", args=[task_id]) if task_id else reverse("tasks:mine")
    tell_all(list(people.distinct()), event, key, path=path, unit=unit.name, **facts)

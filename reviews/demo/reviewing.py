"""The written review of the closed call: experts get their projects, score, one steps aside, some lie far apart."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.conf import settings

from accounts.demo import person
from reviews.demo.experts import lay_experts
from reviews.demo.remarks import remark
from reviews.enums import AssignmentState, Opinion, PlanMode, TieKind
from reviews.flows.blinding import COPY_JOB, open_review
from reviews.flows.planning import apply_plan, propose_plan
from reviews.flows.recusing import step_aside
from reviews.flows.scoring import save_sheet
from reviews.flows.sealing import seal
from reviews.models import Appointment, Assignment
from reviews.queries.planning import Rules
from reviews.queries.scoring import rubric_of
from rounds.models import Round
from venture.jobs.models import Job
from venture.kernel import clock

OPENED: Final = datetime(2026, 11, 24, 16, tzinfo=clock.BEIJING)
FIRST_SHEET: Final = datetime(2026, 11, 25, 9, tzinfo=clock.BEIJING)
A_DAY, MINUTES = 20, 38
LATER: Final = timedelta(minutes=15)
OURS: Final = "expert@yunxi.example"


class Share(NamedTuple):
    """How far the review is: sheets handed in, those of the demonstration's own expert among them, experts who have
    not begun, and projects whose experts lie far apart."""

    sheets: int
    ours: int
    idle: int
    apart: int


SHARES: Final = {"full": Share(298, 12, 2, 5), "small": Share(8, 1, 1, 1)}


def play(round_: Round) -> None:
    """Play the review up to where it stands today."""
    share = SHARES[settings.DEMO_SCALE]
    parts = lay_experts(round_)
    with clock.at(OPENED):
        open_review(round_id=round_.pk, actor=person("head"))
    # A thousand invented papers: their copies are made once the demonstration has been looked at for a while.
    Job.objects.filter(name=COPY_JOB).update(run_at=clock.now() + LATER)
    stage = round_.stages.get(kind="review")
    with clock.at(OPENED + timedelta(minutes=40)):
        plan = propose_plan(stage_id=stage.pk, rules=Rules(mode=PlanMode.PAIRS, need=3), actor=person("operator"))
    with clock.at(OPENED + timedelta(minutes=55)):
        apply_plan(plan_id=plan.pk, actor=person("clerk"))
    for instant, event in sorted(_events(round_, parts, share), key=lambda each: each[0]):
        with clock.at(instant):
            event()


def _events(round_: Round, parts: list[Appointment], share: Share) -> Iterator[tuple[datetime, Callable[[], Any]]]:
    lists = {part.pk: list(given(part)) for part in parts}
    wanted = _wanted(parts, lists, share)
    far = _far_apart(parts, lists, wanted, share.apart)
    for number, part in enumerate(parts):
        for place, assignment in enumerate(lists[part.pk][: wanted[part.pk]]):
            day, hour = divmod(place, A_DAY)
            instant = FIRST_SHEET + timedelta(days=day, minutes=MINUTES * hour + number)
            yield instant, scored(round_, assignment, number, lean=far.get(assignment.pk, 0))
    aside = next(each for part in parts[1:] for each in reversed(lists[part.pk][wanted[part.pk] :]))
    words = "本人曾为该项目所在机构提供督导。"
    yield (
        FIRST_SHEET + timedelta(days=1, hours=1),
        lambda: step_aside(assignment_id=aside.pk, code=TieKind.ADVISER, words=words, actor=user_of(aside.appointment)),
    )


def given(part: Appointment) -> Iterator[Assignment]:
    rows = Assignment.objects.filter(appointment=part, state=AssignmentState.GIVEN)
    yield from rows.select_related("project__organization", "appointment__expert__user").order_by("place", "pk")


def _wanted(parts: list[Appointment], lists: dict[int, list[Assignment]], share: Share) -> dict[int, int]:
    """Share the sheets out: the demonstration's own expert has some, the last ones none, the others the rest."""
    ours = [part for part in parts if part.expert.email == OURS]
    idle = [part for part in parts if part not in ours][len(parts) - len(ours) - share.idle :]
    busy = [part for part in parts if part not in ours and part not in idle]
    wanted = dict.fromkeys([part.pk for part in parts], 0)
    for part in ours:
        wanted[part.pk] = min(share.ours, len(lists[part.pk]))
    left = share.sheets - sum(wanted.values())
    while left > 0 and any(wanted[part.pk] < len(lists[part.pk]) for part in busy):
        for part in busy:
            if left > 0 and wanted[part.pk] < len(lists[part.pk]):
                wanted[part.pk] += 1
                left -= 1
    for part in ours:
        wanted[part.pk] = min(wanted[part.pk] + left, len(lists[part.pk]))
    return wanted


def _far_apart(
    parts: list[Appointment], lists: dict[int, list[Assignment]], wanted: dict[int, int], count: int
) -> dict[int, int]:
    """Choose projects that two of those who have scored see very differently: one leans up, the other down."""
    scored: dict[int, list[int]] = {}
    for part in parts:
        for assignment in lists[part.pk][: wanted[part.pk]]:
            scored.setdefault(assignment.project_id, []).append(assignment.pk)
    both = [keys for _project, keys in sorted(scored.items()) if len(keys) > 1][:count]
    return {key: lean for keys in both for key, lean in ((keys[0], 2), (keys[1], -2))}


def scored(round_: Round, assignment: Assignment, number: int, *, lean: int) -> Callable[[], Any]:
    def event() -> None:
        actor = user_of(assignment.appointment)
        level = _level(assignment.project.code, "", 3) + 6
        marks: dict[str, Any] = {}
        for leaf in rubric_of(round_).leaves:
            own = _level(assignment.project.code, f"{leaf.name}:{number}", 3) - 1
            strict = -1 if number % 5 == 1 else 0
            marks[leaf.key] = {
                "level": max(2, min(10, level + own + strict + lean)), "na": False,
                "reason": remark(assignment.project.code, leaf.name, number),
            }  # fmt: skip
        mean = sum(each["level"] for each in marks.values()) / len(marks)
        opinion = Opinion.FOR if mean >= 7 else Opinion.DOUBTFUL if mean >= 5 else Opinion.AGAINST
        save_sheet(
            assignment_id=assignment.pk, marks=marks, opinion=opinion, key=f"demo-{assignment.pk}", actor=actor,
            comment=remark(assignment.project.code, "whole", number),
        )  # fmt: skip
        seal(assignment_id=assignment.pk, actor=actor)

    return event


def _level(code: str, salt: str, span: int) -> int:
    """Return a whole number below ``span`` that is always the same for the same words."""
    return hashlib.sha256(f"{code}:{salt}".encode()).digest()[0] % span


def user_of(part: Appointment) -> Any:
    return part.expert.user

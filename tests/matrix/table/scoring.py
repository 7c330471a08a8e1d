"""Experts' pages of a review, and the staff's beside them. A project with a conflict is missing to its own expert."""

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from accounts.demo import person
from projects.models import Project, Submission
from reviews.models import Appointment, Assignment, Conflict, Expert, Recusal, RedactedCopy, ScoreSheet, Trace
from rounds.domain.canonical import canonical, fingerprint
from rounds.models import Round, Stage
from tests.matrix import rows
from tests.matrix.doors import DoorLine, act, form, page
from tests.matrix.once import once
from tests.matrix.personas import at_desks
from tests.matrix.table.screening import case
from venture.kernel import clock, policy

EXPERT = "expert"
_codes = count(501)


def under_review() -> Stage:
    """Return the written review of a round that is under review, with one criterion."""
    stage = Stage.objects.filter(round__state="reviewing", round__year__gte=2041, kind="review").first()
    if stage is None:
        round_ = rows.round_(state="reviewing")
        round_.criteria.create(name="可行", weight=100, order=1)
        stage = round_.stages.create(kind="review", name="专家评审", order=3, blind=True)
    return stage


def appointment(stage: Stage) -> Appointment:
    now, user = clock.now(), person("expert")
    expert, _new = Expert.objects.get_or_create(user=user, defaults={"name": "沈教授", "added_at": now})
    found, _new = Appointment.objects.get_or_create(
        round=stage.round, expert=expert,
        defaults={
            "state": "pledged", "invited_by": person("clerk"), "invited_at": now, "pledged_at": now, "declared_at": now,
        },
    )  # fmt: skip
    return found


def given(state: str = "given") -> Assignment:
    """Return one more project of the demonstration's expert, straight in its table."""
    stage = under_review()
    project: Project = case("accepted")
    project.round, project.blind_code = stage.round, f"B-{next(_codes)}"
    project.save(update_fields=["round", "blind_code"])
    submission: Submission = project.submissions.get()
    return Assignment.objects.create(
        stage=stage, project=project, submission=submission, appointment=appointment(stage), state=state,
        given_at=clock.now(),
    )  # fmt: skip


def keys_of(row: Assignment) -> dict[str, Any]:
    return {"round": row.stage.round.code, "stage": row.stage.order, "code": row.project.blind_code}


def mine(**more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {**keys_of(once(given)), **more}


def barred(**more: Any) -> Callable[[], Mapping[str, Any]]:
    """A project of the expert against which a conflict stands: missing to everybody."""

    def keys() -> Mapping[str, Any]:
        row = given()
        Conflict.objects.create(
            project=row.project, expert=row.appointment.expert, code="employer", source="detected", found_at=clock.now()
        )
        return {**keys_of(row), **more}

    return keys


def paper() -> Mapping[str, Any]:
    """A project without a paper that is shown: the address answers its expert as a missing page, too."""
    return {**keys_of(once(given, "recused")), "number": 1}


def sealed() -> ScoreSheet:
    row, now = given("done"), clock.now()
    text = canonical({"assignment": row.pk})
    return ScoreSheet.objects.create(
        assignment=row, state="sealed", total="80.00", content=text, sha256=fingerprint(text), saved_at=now,
        sealed_at=now,
    )  # fmt: skip


def recusal() -> Recusal:
    return Recusal.objects.create(assignment=given("recused"), code="kin", by=person("expert"), at=clock.now())


def trace() -> Trace:
    return Trace.objects.create(submission=given().submission, place="need/background", found="晨曦", kind="person")


def copy() -> RedactedCopy:
    row = given()
    paper = row.project.papers.create(
        slug="other", file=rows.stored_file(), added_by=person("clerk"), added_at=clock.now()
    )
    return RedactedCopy.objects.create(submission=row.submission, attachment=paper, made_at=clock.now())


rows.FEW |= {
    "reviews.scoresheet": sealed, "reviews.recusal": recusal, "reviews.trace": trace, "reviews.redactedcopy": copy,
}  # fmt: skip


def a_round() -> Mapping[str, Any]:
    return {"code": under_review().round.code}


def no_round() -> Mapping[str, Any]:
    return {"code": "1999"}


def _sees(permission: str, row: Callable[[], Any]) -> Callable[[Any], bool]:
    return lambda user: at_desks(user) and policy.allows(user, permission, row())


def _round() -> Round:
    return under_review().round


def blind() -> Mapping[str, Any]:
    return {"code": given().project.code}


def _project() -> Project:
    return given().project


def a_sheet() -> Mapping[str, Any]:
    return {"pk": sealed().pk}


def _no(**keys: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: keys


MISSING = 999_999_999
TABLE: dict[str, DoorLine] = {
    "review:home": page(EXPERT),
    "review:next": page(EXPERT, screens=False),
    "review:summary": form(EXPERT),
    "review:desk": form(EXPERT, keys=mine(), foreign=barred()),
    "review:save": act(EXPERT, keys=mine(), foreign=barred(), kind="api"),
    "review:keep": act(EXPERT, keys=mine(), foreign=barred()),
    "review:follow": act(EXPERT, keys=mine(), foreign=barred()),
    "review:aside": form(EXPERT, keys=mine(), foreign=barred()),
    "review:paper": page(keys=paper, foreign=barred(number=1), may=lambda user: False, screens=False),
    "admin:review_desk": page(keys=a_round, foreign=no_round, may=_sees("reviews.follow", _round)),
    "admin:review_start": act(keys=a_round, foreign=no_round, may=_sees("reviews.follow", _round)),
    "admin:review_remind": form(keys=a_round, foreign=no_round, may=_sees("reviews.follow", _round)),
    "admin:score_sheet_desk": page(keys=a_sheet, foreign=_no(pk=MISSING), may=_sees("reviews.view_sheets", sealed)),
    "admin:score_sheet_act": act(
        keys=lambda: {**a_sheet(), "verb": "reopen"}, foreign=_no(pk=MISSING, verb="reopen"),
        may=_sees("reviews.view_sheets", sealed),
    ),
    "admin:blind_desk": page(keys=blind, foreign=_no(code="GY0000-0000"), may=_sees("blinding.view", _project)),
    "admin:blind_act": act(
        keys=lambda: {**blind(), "verb": "redacted"}, foreign=_no(code="GY0000-0000", verb="redacted"),
        may=_sees("blinding.view", _project),
    ),
}  # fmt: skip

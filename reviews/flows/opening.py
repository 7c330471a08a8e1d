"""Opening a case: the checklist is laid out from the data, and anew for what failed when a correction comes in."""

from dataclasses import replace
from typing import Any

from accounts.models import User
from projects.domain.lifecycle import PROJECT_LIFE
from projects.domain.places import places_in
from projects.flows.applications.closing import stand_if_over
from projects.models import Submission
from reviews.domain.checklist import Finding, judge
from reviews.enums import Judge, ScreeningState, Verdict
from reviews.flows.moving import held, move, settled_hand_in
from reviews.models import Screening, ScreeningItem
from reviews.queries.facts import facts_of
from venture.kernel import clock


def open_screening(*, project_id: int, actor: User) -> Screening:
    """Open the case of one application: begin it, or resume it once its correction was handed in.

    A case that is open already stays as it is. Raise ``RuleRefusal``: ``own_organization``; ``screening_too_early``
    while the application may still be handed in; ``application_illegal_move`` for one that is not handed in.
    """
    stand_if_over(project_id)
    with held(project_id, actor=actor) as project:
        PROJECT_LIFE.target_of("accept", project.state)
        submission = settled_hand_in(project)
        screening = Screening.objects.select_for_update().filter(project=project).first()
        if screening is None or (not screening.begun_at and not screening.items.exists()):
            # Nobody has looked; somebody may have taken the case on.
            screening = screening or Screening(project=project)
            screening.project, screening.submission = project, submission
            screening.save()
            _lay_out(screening, submission)
        elif screening.state == ScreeningState.CORRECTING and screening.submission_id != submission.pk:
            _judge_anew(screening, submission)
            screening.project = project
            move(
                screening, "resume", actor=actor, facts={"receipt": submission.receipt}, submission=submission,
                begun_at=None,
            )  # fmt: skip
        screening.project = project
        if screening.state == ScreeningState.UNSEEN:
            stamps: dict[str, Any] = {"begun_at": clock.now(), "officer": screening.officer or actor}
            move(screening, "begin", actor=actor, facts={"receipt": submission.receipt}, **stamps)
        return screening


def _lay_out(screening: Screening, submission: Submission) -> None:
    found = _findings(screening, submission)
    ScreeningItem.objects.bulk_create(_item(screening, key, finding) for key, finding in found.items())


def _judge_anew(screening: Screening, submission: Submission) -> None:
    """Judge anew what failed and what the data decide; what a person found fitting stays."""
    found = _findings(screening, submission)
    for row in screening.items.select_for_update().order_by("pk"):
        finding = found[row.key]
        by_person = row.judge == Judge.PERSON and row.verdict in {Verdict.FITS, Verdict.DOES_NOT_APPLY}
        if by_person and finding.verdict != Verdict.FAILS:
            row.evidence = _evidence(finding)
            row.save(update_fields=["evidence"])
            continue
        fresh = _item(screening, row.key, finding)
        fresh.pk = row.pk
        fresh.save(force_update=True)


def _findings(screening: Screening, submission: Submission) -> dict[str, Finding]:
    """Return what the data say, each finding at a place to which a request can point."""
    facts = facts_of(screening.project, submission)
    places = places_in(facts.content)
    return {key: replace(each, path=_known(each, places)) for key, each in judge(facts).items()}


def _known(finding: Finding, places: set[tuple[str, str]]) -> str:
    """Return the finding's path, or the nearest one above it that is a place of its own."""
    parts = finding.path.split(".") if finding.path else []
    while parts and (finding.section, ".".join(parts)) not in places:
        parts.pop()
    return ".".join(parts)


def _item(screening: Screening, key: str, finding: Finding) -> ScreeningItem:
    decided = bool(finding.verdict)
    return ScreeningItem(
        screening=screening,
        key=key,
        judge=Judge.DATA if decided else Judge.PERSON,
        verdict=finding.verdict,
        evidence=_evidence(finding),
        section=finding.section,
        path=finding.path,
        judged_at=clock.now() if decided else None,
    )


def _evidence(finding: Finding) -> dict[str, Any]:
    return {"fact": finding.fact, "details": dict(finding.details)}

"""Refusing an application: one person proposes with a reason, others confirm. Never the same one twice."""

from accounts.models import User
from projects.flows.applications.deciding import reject_application
from projects.flows.applications.telling import concerned, tell_them
from reviews.enums import Verdict
from reviews.flows.moving import held, move, screening_of
from reviews.flows.telling import tell_officer
from reviews.models import Screening, ScreeningVoice
from rounds.domain.persons import needed
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


def propose_refusal(*, project_id: int, reason: str, actor: User) -> Screening:
    """Propose to refuse an application, with the reason that its people will read.

    Raise ``RuleRefusal``: ``own_organization``, ``screening_illegal_move``; ``refusal_reason_missing``;
    ``screening_nothing_fails`` while every item that is judged fits.
    """
    with held(project_id, actor=actor) as project:
        screening = screening_of(project, "propose_refusal")
        if not reason.strip():
            raise RuleRefusal("refusal_reason_missing")
        failing = list(screening.items.filter(verdict=Verdict.FAILS).values_list("key", flat=True))
        if not failing:
            raise RuleRefusal("screening_nothing_fails")
        stated = reason.strip()[:300]
        move(
            screening, "propose_refusal", actor=actor, facts={"reason": stated, "items": failing}, reason=stated,
            proposed_by=actor,
        )  # fmt: skip
        return screening


def confirm_refusal(*, project_id: int, actor: User) -> Screening:
    """Confirm a proposed refusal. With the last person that the round asks for, the application is refused.

    Raise ``RuleRefusal``: ``refusal_own_proposal`` for the proposer, superusers included; ``refusal_confirmed_twice``;
    ``own_organization``, ``screening_illegal_move``.
    """
    with held(project_id, actor=actor) as project:
        screening = screening_of(project, "confirm_refusal")
        if screening.proposed_by_id == actor.pk:
            raise RuleRefusal("refusal_own_proposal")
        _voice, new = ScreeningVoice.objects.get_or_create(
            screening=screening, person=actor, defaults={"at": clock.now()}
        )
        if not new:
            raise RuleRefusal("refusal_confirmed_twice")
        missing = still_needed(screening)
        if missing:
            record(
                actor=actor, verb="screening.support_refusal", subject=screening, application=project.code, left=missing
            )
            return screening
        people = concerned(project, project.created_by)
        tell_them(
            people, "application_refused", f"{screening.submission_id}", project, page="overview",
            reason=screening.reason,
        )  # fmt: skip
        reject_application(project_id=project.pk, reason=screening.reason, actor=actor)
        move(screening, "confirm_refusal", actor=actor, facts={"reason": screening.reason}, decided_at=clock.now())
        return screening


def decline_refusal(*, project_id: int, reason: str, actor: User) -> Screening:
    """Send a proposed refusal back to the checklist; the one who proposed it reads why, or takes it back alone.

    Raise ``RuleRefusal``: ``refusal_reason_missing`` for anybody but the proposer; ``own_organization``,
    ``screening_illegal_move``.
    """
    with held(project_id, actor=actor) as project:
        screening = screening_of(project, "decline_refusal")
        stated, proposer = reason.strip()[:300], screening.proposed_by
        if screening.proposed_by_id != actor.pk:
            if not stated:
                raise RuleRefusal("refusal_reason_missing")
            tell_officer(proposer, "refusal_declined", screening, at=clock.now(), colleague=str(actor), reason=stated)
        screening.voices.all().delete()
        move(
            screening, "decline_refusal", actor=actor, facts={"reason": stated} if stated else {}, reason="",
            proposed_by=None,
        )  # fmt: skip
        return screening


def still_needed(screening: Screening) -> int:
    """Return how many more persons must confirm: the proposer is the first of those the round asks for."""
    persons = needed(screening.project.round.persons_per_act, "refuse") - 1
    return max(0, persons - screening.voices.count())

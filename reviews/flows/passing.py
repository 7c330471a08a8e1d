"""The two ways on without a refusal: accepted, or given back once with everything that is to be mended."""

from accounts.models import User
from projects.flows.applications.deciding import Ask, accept_application, due_of, lapse_application, return_application
from projects.flows.applications.telling import concerned, tell_them
from projects.models import Correction, Project
from reviews.domain.checklist import NUMBERS
from reviews.enums import Verdict
from reviews.flows.blinding import join_review
from reviews.flows.moving import held, move, screening_of
from reviews.models import Screening, ScreeningItem
from reviews.queries.screenings import overdue
from venture.jobs.flows import defer
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

LAPSE = "reviews.lapse_correction"


def pass_screening(*, project_id: int, actor: User) -> Project:
    """Accept an application whose items are all judged and none of which fails.

    Raise ``RuleRefusal``: ``own_organization``, ``screening_illegal_move``; ``screening_unfinished`` with the number
    of items; ``screening_fails`` with the number of those that do not fit.
    """
    with held(project_id, actor=actor) as project:
        screening = screening_of(project, "pass")
        _judged(screening)
        failing = screening.items.filter(verdict=Verdict.FAILS).count()
        if failing:
            raise RuleRefusal("screening_fails", count=failing)
        people = concerned(project, project.created_by)
        tell_them(people, "application_accepted", f"{screening.submission_id}", project, page="overview")
        accepted = accept_application(project_id=project.pk, actor=actor)
        join_review(accepted, screening.submission, actor=actor)
        move(screening, "pass", actor=actor, decided_at=clock.now())
        return accepted


def ask_correction(*, project_id: int, words: str, actor: User) -> Correction:
    """Give the application back with everything that does not fit; nothing else is open to its applicant.

    Every item is judged first: a round usually allows one correction, so nothing may be forgotten. Raise
    ``RuleRefusal``: as ``pass_screening``; ``screening_nothing_fails``; ``request_missing`` and ``place_missing`` for
    an item that does not say what to mend, or where; ``corrections_used``, ``calendar_year_missing``.
    """
    with held(project_id, actor=actor) as project:
        screening = screening_of(project, "correct")
        _judged(screening)
        asks = asks_of(list(screening.items.all()))
        due = due_of(project.round, clock.now())
        number = project.corrections.count() + 1
        people = concerned(project, project.created_by)
        tell_them(
            people, "application_returned", f"{screening.submission_id}", project, page="returned", count=len(asks),
            due=due.isoformat(),
        )  # fmt: skip
        defer(LAPSE, f"{project.pk}:{number}", run_at=due, project_id=project.pk)
        correction = return_application(
            project_id=project.pk, submission=screening.submission, asks=asks, words=words.strip()[:500], actor=actor
        )
        move(screening, "correct", actor=actor, facts={"items": len(asks), "due": correction.due_at})
        return correction


def asks_of(items: list[ScreeningItem]) -> list[Ask]:
    """Return what is to be mended, in the order of the list. Raise ``RuleRefusal`` as ``ask_correction`` does."""
    failing = [item for item in items if item.verdict == Verdict.FAILS]
    if not failing:
        raise RuleRefusal("screening_nothing_fails")
    for item in failing:
        if not item.section:
            raise RuleRefusal("place_missing", number=NUMBERS[item.key])
        if not item.request:
            raise RuleRefusal("request_missing", number=NUMBERS[item.key])
    return [Ask(item.section, item.path, item.request) for item in failing]


def lapse_correction(*, project_id: int) -> bool:
    """Let a returned application count as given up if its correction is overdue. Return whether it does by this call.

    Safe to run at any time and any number of times.
    """
    with held(project_id, actor=None) as project:
        if not overdue(clock.now()).filter(pk=project_id).exists():
            return False
        screening = screening_of(project, "lapse")
        people = concerned(project, project.created_by)
        tell_them(people, "application_lapsed", f"{screening.submission_id}", project, page="overview")
        lapse_application(project_id=project.pk)
        move(screening, "lapse", actor=None, decided_at=clock.now())
        return True


def lapse_due() -> int:
    """Let every overdue correction lapse; the jobs of the single ones did it already. Return how many."""
    rows = list(overdue(clock.now()).order_by("pk").values_list("pk", flat=True))
    return sum(lapse_correction(project_id=pk) for pk in rows)


def _judged(screening: Screening) -> None:
    left = screening.items.filter(verdict="").count()
    if left:
        raise RuleRefusal("screening_unfinished", count=left)

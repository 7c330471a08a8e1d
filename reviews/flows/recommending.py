"""A district looks first and recommends (区县初审推荐). The city reads it; it decides nothing by itself."""

from accounts.domain.areas import EVERYWHERE, covers
from accounts.enums import Role
from accounts.models import Area, User
from accounts.queries.standing import held_now
from projects.enums import ProjectState
from projects.models import Project
from reviews.enums import Advice
from reviews.flows.moving import held, settled_hand_in
from reviews.models import Recommendation, Screening
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

ADVISERS = (Role.CLERK, Role.HEAD)


def recommend(*, project_id: int, advice: str, words: str, actor: User) -> Recommendation:
    """Say what the district thinks; until the city begins, it may say it anew.

    Raise ``RuleRefusal``: ``recommendation_not_asked`` where the round has no such step; ``recommendation_too_late``
    once the city has begun or the application is not handed in; ``screening_too_early`` while it may be changed;
    ``recommendation_not_district`` for whoever does not answer for the applicant's district;
    ``recommendation_words_missing`` for advice against it without grounds; ``own_organization``.
    """
    with held(project_id, actor=actor) as project:
        if not project.round.district_first:
            raise RuleRefusal("recommendation_not_asked")
        if project.state != ProjectState.SUBMITTED or Screening.objects.filter(project=project).exists():
            raise RuleRefusal("recommendation_too_late")
        settled_hand_in(project)
        area = district_of(project, actor)
        if area is None:
            raise RuleRefusal("recommendation_not_district")
        if advice not in Advice.values:
            raise RuleRefusal("verdict_unknown", number="—")
        if advice == Advice.NOT_RECOMMENDED and not words.strip():
            raise RuleRefusal("recommendation_words_missing")
        before = Recommendation.objects.filter(project=project).values_list("advice", flat=True).first()
        given, _new = Recommendation.objects.update_or_create(
            project=project,
            defaults={
                "area": area, "advice": advice, "words": words.strip()[:300], "by": actor, "at": clock.now(),
            },
        )  # fmt: skip
        record(
            actor=actor, verb="screening.recommend", subject=given, before=before, after=advice,
            application=project.code, area=area.code,
        )  # fmt: skip
        return given


def district_of(project: Project, actor: User) -> Area | None:
    """Return the narrowest area of the person that covers the applicant's; none for who answers for the whole city."""
    wanted = project.organization.area.code
    codes = {code for role, code in held_now(actor) if role in ADVISERS and code != EVERYWHERE}
    fitting = [code for code in codes if covers(code, wanted)]
    return Area.objects.filter(code=max(fitting, key=lambda code: code.rstrip("0"))).first() if fitting else None

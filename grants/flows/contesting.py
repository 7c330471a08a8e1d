"""Objections to published results: who had a part in them, and what follows where one is upheld.

Nobody loses an award by them: the contested evaluation is replaced, the project is evaluated anew by the round's rules,
and a notice that names the old one corrects the result (``publishing_results``). Until then the project has no passed
evaluation, so that neither a tranche that waits for it nor its close-out goes on.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from grants.domain.lifecycle import EVALUATION_LIFE
from grants.enums import AssessmentKind
from grants.flows.evaluating import OPEN_IN, begin_version
from grants.models import Assessment, Evaluation, Grant, SatisfactionVoice
from grants.queries.contesting import RESULTS
from grants.queries.evaluating import standing
from notices.models import Notice, Objection
from projects.models import Project
from reviews.flows.objections import when_upheld
from reviews.queries.objections import with_parts
from venture.audit.flows import step


def evaluate_contested(phase: str) -> Callable[[Objection, User], dict[str, Any]]:
    def act(objection: Objection, actor: User) -> dict[str, Any]:
        """Replace the published evaluation that was objected to, and begin it anew; return the new one's key.

        Nothing is begun against a whole notice, for a grant that is over, or where the evaluation was replaced since.
        The caller holds the round alone.
        """
        rows = Grant.objects.select_for_update(of=("self",)).select_related("project")
        grant = rows.filter(project=objection.project_id, state__in=OPEN_IN).first()
        contested = standing(grant.pk, phase) if grant is not None else None
        if grant is None or contested is None or "replace" not in EVALUATION_LIFE.verbs_from(contested.state):
            return {}
        step(
            contested, EVALUATION_LIFE, "replace", noun="evaluation", actor=actor,
            facts={"objection": objection.pk, "notice": objection.notice_id},
        )  # fmt: skip
        fresh = begin_version(grant, phase, version=contested.version + 1, actor=actor)
        return {"evaluation": fresh.pk}

    return act


def evaluators(phase: str) -> Callable[[Notice, Project | None], Iterable[tuple[int | None, str]]]:
    def parts(notice: Notice, project: Project | None) -> Iterable[tuple[int | None, str]]:
        """Return who evaluated, confirmed, visited, checked the books or entered voices; of all projects where the
        whole notice is objected to. Three queries.
        """
        rows = Evaluation.objects.filter(grant__round=notice.round_id, phase=phase)
        rows = rows.filter(grant__project=project) if project is not None else rows
        judged = [person for pair in rows.values_list("evaluator", "confirmed_by") for person in pair]
        written = Assessment.objects.filter(evaluation__in=rows).exclude(kind=AssessmentKind.SELF)
        voiced = SatisfactionVoice.objects.filter(evaluation__in=rows)
        yield from ((person, _("evaluated the project or confirmed it")) for person in judged)
        yield from ((person, _("wrote a part of the evaluation")) for person in written.values_list("by", flat=True))
        yield from (
            (person, _("entered what communities said")) for person in voiced.values_list("entered_by", flat=True)
        )

    return parts


for _kind, _phase in RESULTS.items():
    when_upheld(_kind, evaluate_contested(_phase))
    with_parts(_kind, evaluators(_phase))

"""Which confirmed results correct ones that were published: their project's objection was upheld in between."""

from collections.abc import Iterable, Mapping
from typing import Final

from grants.models import Evaluation
from grants.queries.evaluating import unpublished
from notices.enums import NoticeKind, NoticeState, ObjectionState
from notices.models import Notice, Objection
from notices.queries import root_of
from rounds.enums import Phase

UPHELD: Final = (ObjectionState.UPHELD, ObjectionState.PARTLY)
RESULTS: Final[Mapping[str, Phase]] = {NoticeKind.MIDTERM: Phase.MIDTERM, NoticeKind.FINAL: Phase.FINAL}


def corrected_by(round_id: int, phase: str) -> dict[int, tuple[Notice, list[Evaluation]]]:
    """Return by notice, the last word so far, the confirmed evaluations that correct it: none of them is published.

    Two queries, and some for each upheld objection.
    """
    waiting = {each.grant.project_id: each for each in unpublished(round_id, phase) if each.version > 1}
    rows = Objection.objects.filter(notice__round=round_id, project__in=waiting, state__in=UPHELD)
    found: dict[int, tuple[Notice, list[Evaluation]]] = {}
    for objection in rows.select_related("notice__corrects").order_by("decided_at", "pk"):
        root = root_of(objection.notice)
        evaluation = waiting.get(objection.project_id or 0)
        decided = objection.decided_at
        if evaluation is None or decided is None or decided > evaluation.opened_at or RESULTS.get(root.kind) != phase:
            continue
        last = last_word(root)
        _notice, held = found.setdefault(last.pk, (last, []))
        if evaluation not in held:
            held.append(evaluation)
    return {key: (notice, sorted(held, key=_code)) for key, (notice, held) in found.items()}


def times_contested(evaluation: Evaluation) -> int:
    """Return how many versions an upheld objection asked for: they do not count as looks after mending. Two queries."""
    rows = Objection.objects.filter(
        project=evaluation.grant.project_id, state__in=UPHELD, decided_at__lte=evaluation.opened_at
    )
    roots = (root_of(each.notice).kind for each in rows.select_related("notice__corrects"))
    return sum(RESULTS.get(kind) == evaluation.phase for kind in roots)


def first_published(round_id: int, phase: str) -> list[Evaluation]:
    """Return the confirmed evaluations that correct none: what the next notice of results names."""
    correcting = {each.pk for _notice, held in corrected_by(round_id, phase).values() for each in held}
    return [each for each in unpublished(round_id, phase) if each.pk not in correcting]


def before(evaluations: Iterable[Evaluation]) -> dict[int, Evaluation]:
    """Return by evaluation the version before it. One query."""
    wanted = {(each.grant_id, each.phase, each.version - 1): each.pk for each in evaluations}
    rows = Evaluation.objects.filter(grant__in={grant for grant, _phase, _version in wanted})
    found = {(each.grant_id, each.phase, each.version): each for each in rows}
    return {pk: found[key] for key, pk in wanted.items() if key in found}


def last_word(notice: Notice) -> Notice:
    """Return the published notice that nothing corrects yet, from the first one on. One query for each correction."""
    while later := notice.corrections.filter(state__in=NoticeState.public).first():
        notice = later
    return notice


def _code(evaluation: Evaluation) -> str:
    return evaluation.grant.project.code

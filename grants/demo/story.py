"""Last year's special call after its awards: agreements, two tranches, a year of work, evaluations, a close-out.

What a bureau meets in such a year is in it: a payment that came back, a late report, a change that waits, a suspension.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from accounts.demo import person
from grants.demo import agreements, payments, running
from grants.demo.running import Way
from grants.enums import ChangeKind, GrantState, MeasureKind
from grants.flows import evaluating, measures
from grants.models import Evaluation, Grant
from grants.queries.evaluating import items_of
from organizations.queries import signers_of
from projects.demo.special import CODE
from rounds.enums import Phase, Scoring
from rounds.models import EvaluationItem
from venture.kernel import clock

DOCUMENT: Final = "云溪财社〔2026〕6号"
# So many projects are played week by week; the others have their agreement and their first tranche.
PLAYED: Final = 6
WAYS: Final = (
    Way(visited=True), Way(late=True), Way(asks=ChangeKind.BUDGET), Way(strikes=True), Way(returned=True), Way(),
)  # fmt: skip
SHARES: Final = (92, 78, 85, 66, 88, 81)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=clock.BEIJING)


def load() -> None:
    play(clock.now())


def play(until: datetime) -> None:
    """Play the call's projects up to ``until``."""
    if not EvaluationItem.objects.filter(round__code=CODE).exists() or until < at(4, 1, 9):
        return
    agreements.play(CODE, at(2, 9, 9), document=DOCUMENT)
    payments.play(CODE, at(3, 9, 9), waiting=1)
    grants = list(
        Grant.objects.filter(round__code=CODE, state=GrantState.AGREED, paid_fen__gt=0)
        .select_related("project", "organization", "round")
        .order_by("project__code")[:PLAYED]
    )
    checker = person("operator")
    for grant, way in zip(grants, WAYS, strict=False):
        running.run(grant, until=until, writer=signers_of(grant.organization)[0], checker=checker, way=way)
    _judge(grants, until)
    if len(grants) > 1:
        _suspend(grants[1], until - timedelta(days=9))


def _judge(grants: Sequence[Grant], until: datetime) -> None:
    """Evaluate at half time whose mid-term report was accepted; the last of them waits for its confirmation."""
    judged = [grant for grant in grants if grant.reports.filter(kind="midterm", state="accepted").exists()]
    for number, grant in enumerate(judged):
        begun = until - timedelta(days=40 - number)
        with clock.at(begun):
            evaluation = _sheet(grant, SHARES[number % len(SHARES)])
        if number + 1 < len(judged) or len(judged) == 1:
            with clock.at(begun + timedelta(days=2)):
                evaluating.confirm_evaluation(evaluation_id=evaluation.pk, actor=person("clerk"))


def _sheet(grant: Grant, share: int) -> Evaluation:
    """Return a proposed evaluation in which each item reaches ``share`` percent."""
    evaluator = person("evaluator")
    evaluation = evaluating.open_evaluation(grant_id=grant.pk, phase=Phase.MIDTERM, actor=evaluator)
    marks = {
        item.key: {"reached": share, "target": 100}
        if item.scoring == Scoring.RATIO
        else {"given": item.points * share // 50 * 50}
        for item in items_of(grant.round_id, Phase.MIDTERM)
    }
    evaluating.save_marks(
        evaluation_id=evaluation.pk, marks=marks, extras=[], actor=evaluator,
        opinion="活动按计划开展，服务记录完整，专账核算规范；建议补充服务对象前后对比资料。",
    )  # fmt: skip
    return evaluating.propose_evaluation(evaluation_id=evaluation.pk, actor=evaluator)


def _suspend(grant: Grant, when: datetime) -> None:
    with clock.at(when):
        measure = measures.ask_measure(
            grant_id=grant.pk, kind=MeasureKind.SUSPENSION, actor=person("clerk"),
            reason="季度报告逾期未交，经两次催告仍未补正，暂停后续拨付。",
        )  # fmt: skip
    with clock.at(when + timedelta(days=1)):
        measures.approve_measure(measure_id=measure.pk, answer="同意。补交报告后恢复。", actor=person("head"))

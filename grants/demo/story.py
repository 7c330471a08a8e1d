"""Last year's special call after its awards: agreements, two tranches, a year of work, evaluations, a close-out.

What a bureau meets in such a year is in it: a payment that came back, a late report, a change that waits, a suspension.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from accounts.demo import person
from grants.demo import agreements, giving, judging, past, payments, running, showing
from grants.demo.running import Way
from grants.domain.ticks import crosses
from grants.enums import ChangeKind, GrantState, MeasureKind
from grants.flows import evaluating, measures, paying
from grants.models import Grant, Payment
from grants.queries.evaluating import passed_phases
from grants.queries.paying import asked as asked_of
from grants.queries.paying import ticks_for
from organizations.queries import signers_of
from projects.demo.special import CODE
from rounds.enums import Phase
from rounds.models import EvaluationItem
from venture.kernel import clock

DOCUMENT: Final = "云溪财社〔2026〕6号"
# So many projects are played week by week; the others have their agreement and their first tranche.
PLAYED: Final = 6
WAYS: Final = (
    Way(visited=True), Way(late=True), Way(asks=ChangeKind.BUDGET), Way(strikes=True, agreed=ChangeKind.PERIOD),
    Way(returned=True), Way(agreed=ChangeKind.BUDGET),
)  # fmt: skip
# So many second tranches are approved, so many of these stand on an order.
APPROVED: Final = 2
ORDERED: Final = 1
SHARES: Final = (92, 78, 85, 72, 88, 81)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=clock.BEIJING)


def load() -> None:
    past.load()
    play(clock.now())
    giving.play_today()
    showing.play()


def play(until: datetime) -> None:
    """Play the call's projects up to ``until``."""
    if not EvaluationItem.objects.filter(round__code=CODE).exists() or until < at(4, 1, 9):
        return
    giving.play(CODE, at(2, 9, 9))
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
    _second_tranches(grants, until)
    if len(grants) > 1:
        _suspend(grants[1], until - timedelta(days=9))


def _judge(grants: Sequence[Grant], until: datetime) -> None:
    """Evaluate at half time whose mid-term report was accepted; the last of them waits for its confirmation."""
    judged = [grant for grant in grants if grant.reports.filter(kind="midterm", state="accepted").exists()]
    for number, grant in enumerate(judged):
        begun = until - timedelta(days=40 - number)
        with clock.at(begun):
            evaluation = judging.sheet(grant, Phase.MIDTERM, SHARES[number % len(SHARES)])
            evaluating.propose_evaluation(evaluation_id=evaluation.pk, actor=person("evaluator"))
        if number + 1 < len(judged) or len(judged) == 1:
            with clock.at(begun + timedelta(days=2)):
                evaluating.confirm_evaluation(evaluation_id=evaluation.pk, actor=person("clerk"))


def _second_tranches(grants: Sequence[Grant], until: datetime) -> None:
    """Ask for second tranches and leave them at different desks: on an order, approved, and with a check that says no.

    Whoever is first has not asked yet, the suspended one may not.
    """
    passed = [grant for grant in grants[2:] if (grant.pk, Phase.MIDTERM) in passed_phases([grant.pk])]
    asked = [
        payments.ask(grant, 2, until - timedelta(days=12, hours=number), f"2{number:04d}")
        for number, grant in enumerate(passed)
    ]
    with clock.at(until - timedelta(days=8)):
        ticks = ticks_for(asked_of(Payment.objects.filter(pk__in=[each.pk for each in asked])))
    green = [each for each in asked if not crosses(ticks[each.pk])]
    for number, payment in enumerate(green[:APPROVED]):
        with clock.at(until - timedelta(days=8, minutes=-20 * number)):
            paying.approve_request(payment_id=payment.pk, actor=person("head"))
    for payment in green[:ORDERED]:
        with clock.at(until - timedelta(days=3)):
            paying.make_order(payment_ids=[payment.pk], actor=person("finance_maker"))


def _suspend(grant: Grant, when: datetime) -> None:
    with clock.at(when):
        measure = measures.ask_measure(
            grant_id=grant.pk, kind=MeasureKind.SUSPENSION, actor=person("clerk"),
            reason="季度报告逾期未交，经两次催告仍未补正，暂停后续拨付。",
        )  # fmt: skip
    with clock.at(when + timedelta(days=1)):
        measures.approve_measure(measure_id=measure.pk, answer="同意。补交报告后恢复。", actor=person("head"))

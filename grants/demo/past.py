"""The year before last, played to its end: three projects closed with archives, one terminated, the year's account.

What a bureau meets at the end of a year is in it: an expense that was disallowed, money left over that came back, a
project that was given up and whose last part could not be recovered.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet

from accounts.demo import person
from grants.demo import agreements, judging, payments, running
from grants.demo.running import Way
from grants.enums import ExpenseState, MeasureKind, RecoveryState
from grants.flows import annual, archiving, closing, measures, recovering, targets
from grants.flows.running import disallow_expense
from grants.models import Grant, Recovery
from organizations.queries import signers_of
from reviews.demo import past
from rounds.enums import Phase
from rounds.flows import advance_round
from rounds.models import Round
from venture.kernel import clock

YEAR: Final = 2025
DOCUMENT: Final = "云溪财社〔2025〕5号"
# What the evaluator gave for the judged items and how far targets were reached, in percent.
RESULTS: Final = ((92, 100), (75, 100), (82, 85))
QUIET: Final = Way(weeks=3, whole=True)
GIVEN_UP: Final = Way(weeks=3, whole=True, late=True)
TARGETS: Final = (
    ("产出指标", "资助项目数", "个", "4", "4", 15, 15, ""),
    ("产出指标", "项目按期完成率", "%", "100", "75", 15, 12, "1个项目因承接机构人员变动终止，已按协议追回资金。"),
    ("产出指标", "服务活动场次", "场", "40", "45", 15, 15, ""),
    ("效益指标", "期末评估合格率", "%", "≥95", "100", 15, 15, ""),
    ("效益指标", "结余资金收回率", "%", "100", "98", 20, 19, "1笔尾款机构已注销银行账户，经批准核销。"),
    ("满意度指标", "社区满意度", "%", "≥90", "92", 20, 20, ""),
)  # fmt: skip
TERMINATION: Final = "项目负责人和主要社工先后离职，机构不能另行派员，项目已无法继续实施，经约谈机构同意终止。"


def at(month: int, day: int, hour: int, minute: int = 0, *, year: int = YEAR) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=clock.BEIJING)


def load() -> None:
    if settings.DEMO_SCALE == "full":
        play()


def play() -> Round:
    """Play the call to the account of its year and return its round."""
    round_ = past.play()
    head = person("head")
    agreements.play(round_.code, at(2, 13, 9), document=DOCUMENT)
    grants = list(
        Grant.objects.filter(round=round_).select_related("project", "organization", "round").order_by("project__code")
    )
    with clock.at(at(2, 28, 10)):
        advance_round(round_id=round_.pk, verb="implement", actor=head)
        _set_targets(round_, reached=False)
    payments.play(round_.code, at(3, 3, 9), waiting=0, returned=False)
    kept, lost = grants[:-1], grants[-1]
    _run(grants, since=None, until=at(8, 25, 9))
    _terminate(lost, at(9, 8, 9))
    _run(kept, since=at(8, 25, 9), until=at(2, 6, 9, year=YEAR + 1))
    _judge(kept, at(2, 9, 9, year=YEAR + 1))
    judging.publish(round_.pk, Phase.FINAL, at(2, 24, 15, year=YEAR + 1), "云民公示〔2026〕9号")
    payments.play(round_.code, at(3, 5, 9, year=YEAR + 1), order=2, waiting=0, returned=False)
    _close(kept, at(3, 16, 9, year=YEAR + 1))
    with clock.at(at(4, 20, 10, year=YEAR + 1)):
        _set_targets(round_, reached=True)
        advance_round(round_id=round_.pk, verb="archive", actor=head)
    _account(round_)
    return round_


def _run(grants: Sequence[Grant], *, since: datetime | None, until: datetime) -> None:
    checker = person("operator")
    for number, grant in enumerate(grants):
        way = QUIET if number < len(RESULTS) else GIVEN_UP
        writer = signers_of(grant.organization)[0]
        running.run(grant, until=until, writer=writer, checker=checker, way=way, since=since)


def _judge(grants: Sequence[Grant], first: datetime) -> None:
    for number, (grant, (share, reached)) in enumerate(zip(grants, RESULTS, strict=True)):
        with clock.at(first + timedelta(hours=number)):
            evaluation = judging.sheet(grant, Phase.FINAL, share, reached)
            judging.complete(evaluation, signers_of(grant.organization)[0], number)
        with clock.at(first + timedelta(days=2, hours=number)):
            judging.confirm([evaluation])


def _terminate(grant: Grant, when: datetime) -> None:
    """End a project early: what is left is claimed, most of it comes back, the rest is written off and it is closed."""
    operator, head = person("operator"), person("head")
    with clock.at(when):
        measure = measures.ask_measure(
            grant_id=grant.pk, kind=MeasureKind.TERMINATION, reason=TERMINATION, actor=person("clerk")
        )
    with clock.at(when + timedelta(days=1)):
        measures.approve_measure(measure_id=measure.pk, answer="同意终止，收回未使用资金。", actor=head)
    with clock.at(when + timedelta(days=3)):
        _settle_expenses(grant)
        closure = closing.begin_close(grant_id=grant.pk, actor=operator)
    for recovery in _owed([grant]):
        most = recovery.amount_fen * 9 // 10
        _returned(recovery, most, when + timedelta(days=20))
        with clock.at(when + timedelta(days=60)):
            recovering.write_off(recovery_id=recovery.pk, document="云民函〔2025〕52号（同意核销）", actor=head)
    _finish(closure.pk, when + timedelta(days=64))


def _close(grants: Sequence[Grant], when: datetime) -> None:
    """Close what ran to its end: one after the other on each day. Of the second one an expense is disallowed."""
    operator = person("operator")
    closures = []
    for number, grant in enumerate(grants):
        with clock.at(when + timedelta(hours=number)):
            running.accept_waiting(grant, operator)
            if number == 1:
                expense = grant.expenses.filter(state=ExpenseState.ACCEPTED).order_by("-on", "-pk")[0]
                disallow_expense(expense_id=expense.pk, reason="发票抬头不是本单位，且与项目活动无关。", actor=operator)
            _settle_expenses(grant)
            closures.append(closing.begin_close(grant_id=grant.pk, actor=operator))
    for number, recovery in enumerate(_owed(grants)):
        _returned(recovery, recovery.amount_fen, when + timedelta(days=7, hours=number))
    for number, closure in enumerate(closures):
        _finish(closure.pk, when + timedelta(days=9, minutes=30 * number))


def _owed(grants: Sequence[Grant]) -> QuerySet[Recovery]:
    return Recovery.objects.filter(grant__in=grants, state=RecoveryState.OPEN).order_by("pk")


def _settle_expenses(grant: Grant) -> None:
    """Accept what still waits as far as there is money; what there is none for is not this grant's to carry."""
    operator = person("operator")
    running.accept_waiting(grant, operator)
    for expense in grant.expenses.filter(state=ExpenseState.ENTERED).order_by("pk"):
        disallow_expense(expense_id=expense.pk, reason="超出已到账资金，由机构自筹列支。", actor=operator)


def _returned(recovery: Recovery, fen: int, when: datetime) -> None:
    with clock.at(when):
        recovering.record_return(
            recovery_id=recovery.pk, amount_fen=fen, on=clock.today(), voucher=f"S{when:%Y%m%d}{recovery.pk:02d}",
            actor=person("finance_maker"),
        )  # fmt: skip


def _finish(closure_id: int, when: datetime) -> None:
    with clock.at(when):
        closing.check_closure(
            closure_id=closure_id, words="资料齐全，账目相符，同意结项归档。", actor=person("operator")
        )
        archiving.archive(closure_id=closure_id)
    with clock.at(when + timedelta(hours=5)):
        closing.close_grant(closure_id=closure_id, actor=person("head"))


def _set_targets(round_: Round, *, reached: bool) -> None:
    names = ("dimension", "name", "unit", "target", "actual", "points", "scored", "words")
    rows: list[dict[str, Any]] = [dict(zip(names, row, strict=True)) for row in TARGETS]
    if not reached:
        rows = [row | {"actual": "", "scored": None, "words": ""} for row in rows]
    targets.set_targets(round_id=round_.pk, rows=rows, actor=person("clerk"))


def _account(round_: Round) -> None:
    """Make, check and publish the account of the year for each source that gave to the call."""
    sources = dict.fromkeys(
        Grant.objects.filter(round=round_).order_by("pk").values_list("shares__source_id", flat=True)
    )
    for number, source in enumerate(sources):
        when = at(4, 22, 14, year=YEAR + 1) + timedelta(minutes=30 * number)
        with clock.at(when - timedelta(days=1)):
            account = annual.make_account(source_id=source, year=YEAR, actor=person("finance_maker"))
        with clock.at(when - timedelta(hours=4)):
            notice = annual.check_account(account_id=account.pk, actor=person("finance_checker"))
        judging.announce(notice, when, f"云民公告〔2026〕{3 + number}号", person("clerk"))

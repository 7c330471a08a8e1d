"""A project as it runs in the invented city: activities each week, expenses each fortnight, reports, a change, a visit.

Played through the real flows at their own times. ``Way`` says what happens to a project besides the ordinary.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from accounts.demo import person
from accounts.models import User
from grants.domain.plans import activities_of, lines_of_plan, typed_of
from grants.enums import ChangeKind, ExpenseState, ReportState
from grants.flows import running as flows
from grants.models import ChangeRequest, Expense, Grant, Report
from grants.queries.running import indicators_of
from projects.domain.budget import Line
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

EVERY: Final = timedelta(days=7)
# At most so many hundredths of a line of the budget are left over at the end.
LEFT: Final = 9
LARGEST: Final = 5
PLACES: Final = ("社区活动室", "党群服务中心", "居民小组院坝", "日间照料中心")
NOTES: Final = (
    "老人参与积极，2位老人反映楼道夜间照明差，已转社区。", "新增结对3户，志愿者完成首次上门。",
    "天气炎热，活动改在室内，提前半小时结束。", "家属座谈，意见以上门时间为主。",
    "与社区网格员共同走访，完成台账更新。",
)  # fmt: skip
PAYEES: Final = ("云溪市晨光文具店", "临溪茶叶经营部", "云溪市安达物资有限公司", "云溪印务有限公司", "云溪客运服务部")
TEXTS: Final = {
    "done": "按计划开展入户与小组活动，未发生安全事故。个别场次因天气改期，已在次周补做。",
    "results": "服务对象的联系频次明显提高，一户独居老人跌倒后被及时发现并送医。",
    "money": "各科目按预算支出，茶点和物资采购均取得发票，专账核算。",
    "problems": "志愿者在农忙时段不足，正与社区协商错峰排班。",
    "next": "继续每周探访，准备敬老主题活动，整理服务档案。",
    "change": "楼栋互助小组已能自行排班，社区愿意提供固定场地。",
    "lessons": "先摸清需求再排活动，签到和照片当天整理，季度报告就不费力。",
    "after": "社区承接日常探访，机构每季度督导一次，费用由社区服务经费解决。",
}


@dataclass(frozen=True)
class Way:
    """What happens besides the ordinary. ``late``: the newest report that is due stays unwritten. ``returned``: it is
    sent back. ``asks`` is the kind of a change that waits, ``agreed`` of one that was approved; ``strikes`` lets one
    voucher be entered twice. ``weeks`` lie between two activities; ``whole`` spends each of the largest lines of the
    budget once, nearly whole.
    """

    late: bool = False
    returned: bool = False
    asks: ChangeKind | None = None
    agreed: ChangeKind | None = None
    strikes: bool = False
    visited: bool = False
    weeks: int = 1
    whole: bool = False


def run(
    grant: Grant, *, until: datetime, writer: User, checker: User, way: Way = Way(), since: datetime | None = None
) -> None:
    """Play a signed project with a period up to ``until``: what has not come yet stays open. ``since`` goes on from an
    earlier call.

    ``writer`` belongs to the organisation, ``checker`` is of the funder's side. Expenses are accepted as far as the
    money that was received carries them; what is left over waits for its check.
    """
    assert grant.starts_on is not None
    with clock.at(_at(grant.starts_on, 9)):
        flows.start_grant(grant_id=grant.pk, actor=checker) if since is None and grant.state == "agreed" else None
    for instant, act in sorted(_events(grant, until, writer, checker, way), key=lambda each: each[0]):
        if (since is None or since <= instant) and instant < until:
            with clock.at(instant):
                act()


def accept_waiting(grant: Grant, checker: User) -> None:
    """Accept the expenses that wait, the oldest first, as far as the money that was received carries them."""
    for expense in grant.expenses.filter(state=ExpenseState.ENTERED).order_by("on", "pk"):
        if not _accept(expense, checker):
            return


def _events(grant: Grant, until: datetime, writer: User, checker: User, way: Way) -> Iterator[tuple[datetime, Any]]:
    yield from _weeks(grant, until, writer, EVERY * way.weeks)
    yield from _lines(grant, writer, checker) if way.whole else _money(grant, writer, checker, way)
    yield from _reports(grant, until, writer, checker, way)
    if way.visited:
        yield _at(_day(grant, 0.45), 10), lambda: _visit(grant, checker)
    if way.asks is not None:
        yield until - timedelta(days=4), lambda: _ask(grant, writer, way.asks)
    if way.agreed is not None:
        yield until - timedelta(days=38), lambda: _agree(grant, writer, way.agreed)


def _weeks(grant: Grant, until: datetime, writer: User, every: timedelta) -> Iterator[tuple[datetime, Any]]:
    planned = activities_of(grant.plan)
    assert grant.starts_on is not None
    assert grant.ends_on is not None
    day, number = grant.starts_on + timedelta(days=5), 0
    while planned and day < min(until.astimezone(clock.BEIJING).date(), grant.ends_on):
        row = planned[number % len(planned)]
        yield _at(day, 17), _recorder(grant, writer, row, day, number)
        day, number = day + every, number + 1


def _recorder(grant: Grant, writer: User, row: dict[str, Any], day: date, number: int) -> Any:
    people = max(1, (row.get("per_session") or 10) + _chance(grant, number, 7) - 3)

    def act() -> None:
        flows.record_activity(
            grant_id=grant.pk, key=f"demo-{grant.pk}-{number}", title=row["name"], planned=row["id"], on=day,
            people=people, signed=people, place=PLACES[_chance(grant, number, len(PLACES))],
            words=NOTES[_chance(grant, number + 1, len(NOTES))], volunteers=2 + _chance(grant, number, 4),
            volunteer_hours=4 + _chance(grant, number, 6), minutes=90, actor=writer,
        )  # fmt: skip

    return act


def _money(grant: Grant, writer: User, checker: User, way: Way) -> Iterator[tuple[datetime, Any]]:
    lines = [line for line in lines_of_plan(grant.plan) if line.grant_fen > 0]
    assert grant.starts_on is not None
    assert grant.ends_on is not None
    times = max(1, (grant.ends_on - grant.starts_on).days // 14)
    for number in range(times):
        day = grant.starts_on + timedelta(days=10 + 14 * number)
        line = lines[number % len(lines)] if lines else None
        if line is None or day > grant.ends_on:
            return
        share = line.grant_fen * len(lines) // times
        fen = max(100, share - share * _chance(grant, number, 9) // 100) // 100 * 100
        told = _told(grant, line, number, on=day, fen=fen, writer=writer)
        yield _at(day, 16), _spender(grant, checker, key=f"demo-{grant.pk}-x{number}", **told)
        if way.strikes and number == 1:
            yield _at(day, 18), _spender(grant, None, key=f"demo-{grant.pk}-x{number}b", **told)


def _lines(grant: Grant, writer: User, checker: User) -> Iterator[tuple[datetime, Any]]:
    lines = sorted(lines_of_plan(grant.plan), key=lambda line: -line.grant_fen)[:LARGEST]
    for number, line in enumerate(line for line in lines if line.grant_fen):
        day = _day(grant, (number + 1) / (len(lines) + 1))
        fen = max(100, line.grant_fen - line.grant_fen * _chance(grant, number, LEFT) // 100) // 100 * 100
        told = _told(grant, line, number, on=day, fen=fen, writer=writer)
        yield _at(day, 16), _spender(grant, checker, key=f"demo-{grant.pk}-x{number}", **told)


def _told(grant: Grant, line: Line, number: int, *, on: date, fen: int, writer: User) -> dict[str, Any]:
    return {
        "line": line.key, "purpose": line.item, "on": on, "amount_fen": fen, "actor": writer,
        "voucher_number": f"{on:%Y%m}-{grant.pk:03d}{number:02d}",
        "payee": PAYEES[_chance(grant, number, len(PAYEES))],
    }  # fmt: skip


def _spender(grant: Grant, checker: User | None, **told: Any) -> Any:
    def act() -> None:
        slug = grant.shares.order_by("pk")[0].source.slug
        expense = flows.enter_expense(grant_id=grant.pk, source_slug=slug, **told)
        # Where an older one waits for money, so does this one.
        older = grant.expenses.filter(state=ExpenseState.ENTERED, flags=[], pk__lt=expense.pk)
        if checker is not None and not expense.flags and not older.exists():
            _accept(expense, checker)

    return act


def _accept(expense: Expense, checker: User) -> bool:
    try:
        flows.accept_expense(expense_id=expense.pk, actor=checker)
    except RuleRefusal as refusal:
        # The organisation pays in advance until the next tranche: it waits for its check.
        if refusal.code != "ledger_short":
            raise
        return False
    return True


def _reports(grant: Grant, until: datetime, writer: User, checker: User, way: Way) -> Iterator[tuple[datetime, Any]]:
    due = [each for each in grant.reports.order_by("due_on", "pk") if _at(each.due_on, 9) < until]
    for report in due:
        newest = report == due[-1]
        if newest and way.late:
            return
        yield _at(report.due_on - timedelta(days=2), 15), _writer(report, writer)
        if newest and way.returned:
            yield _at(report.due_on, 10), _returner(report, checker)
        else:
            yield _at(report.due_on + timedelta(days=1), 10), _accepter(report, checker)


def _writer(report: Report, writer: User) -> Any:
    def act() -> None:
        targets = {
            f"reached.{each['id']}": str(each.get("target") or "")[:2] for each in indicators_of(report.grant.plan)
        }
        flows.save_report(report_id=report.pk, typed={**TEXTS, **targets}, base={}, actor=writer)
        flows.submit_report(report_id=report.pk, actor=writer)

    return act


def _returner(report: Report, checker: User) -> Any:
    return lambda: flows.return_report(
        report_id=report.pk, remarks="探访人次与签到记录不一致，请核对后改成一致。",
        mend_by=clock.today() + timedelta(days=7), actor=checker,
    )  # fmt: skip


def _accepter(report: Report, checker: User) -> Any:
    def act() -> None:
        if Report.objects.get(pk=report.pk).state == ReportState.SUBMITTED:
            flows.accept_report(report_id=report.pk, actor=checker)

    return act


def _visit(grant: Grant, checker: User) -> None:
    visit = flows.plan_visit(grant_id=grant.pk, on=clock.today(), visitors=str(checker), actor=checker)
    told = [
        {**each, "ok": number != 1, "words": "" if number != 1 else "两张签到表未写日期"}
        for number, each in enumerate(visit.checklist)
    ]
    flows.record_visit(
        visit_id=visit.pk, checklist=told, finding="两张签到表未写日期，请补记并说明。",
        mend_by=clock.today() + timedelta(days=10), actor=checker,
    )  # fmt: skip
    flows.mend_visit(visit_id=visit.pk, words="已补记日期，附社区证明。", actor=checker)


def _agree(grant: Grant, writer: User, kind: ChangeKind | None) -> None:
    change = _ask(grant, writer, kind)
    with clock.at(clock.now() + timedelta(days=3)):
        flows.approve_change(change_id=change.pk, answer="同意，按调整后的计划执行。", actor=person("clerk"))


def _ask(grant: Grant, writer: User, kind: ChangeKind | None) -> ChangeRequest:
    assert grant.ends_on is not None
    if kind == ChangeKind.PERIOD:
        typed = {"ends_on": (grant.ends_on + timedelta(days=30)).isoformat()}
    else:
        stands = typed_of(grant.plan, "budget")
        first = next(path for path in stands if path.endswith(".basis"))
        typed = {first: f"{stands[first]}；按实际人次核定"[:200]}
    return flows.ask_change(
        grant_id=grant.pk, kind=kind or ChangeKind.BUDGET, typed=typed, key=f"demo-{grant.pk}-change", actor=writer,
        reason="受持续降雨影响，三场户外活动需顺延，申请相应调整。",
    )  # fmt: skip


def _day(grant: Grant, share: float) -> date:
    assert grant.starts_on is not None
    assert grant.ends_on is not None
    return grant.starts_on + timedelta(days=int((grant.ends_on - grant.starts_on).days * share))


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=clock.BEIJING)


def _chance(grant: Grant, number: int, below: int) -> int:
    """Return a number below a bound that is the same in every demonstration."""
    return hashlib.sha256(f"{grant.project.code}:{number}".encode()).digest()[0] % below

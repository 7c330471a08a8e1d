"""The leading group of 云溪市: fourteen units, who speaks for them, and what they did in the call of the year."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.conf import settings

from accounts.demo import person
from accounts.models import User
from rounds.flows import unit_tasks as tasks
from rounds.flows import units
from rounds.models import MemberUnit, Round, UnitTask
from venture.kernel import clock

# The bureau of foreign trade was merged into another, and the operator has its own desk.
LEFT_OUT: Final = {"市外经贸局", "承办单位"}
SPEAKERS: Final = {
    "市委宣传部": ("何文", "宣传科科长"), "市民政局": ("陈立", "经办"), "市财政局": ("丁一鸣", "社保科副科长"),
    "市经济和信息化局": ("阮静", "中小企业科"), "市工商联": ("田守义", "会员部部长"),
    "市社会组织管理局": ("温岚", "登记科"),
    "市广播电视台": ("焦阳", "专题部主任"), "市人力资源和社会保障局": ("毕然", "就业科"),
    "市总工会": ("邢海", "权益部"),
    "共青团市委": ("苗苗", "志愿服务部"), "市妇联": ("华晓燕", "权益部部长"), "市残联": ("戴强", "康复部"),
    "市慈善会": ("龚敏", "项目部"), "市福利彩票发行中心": ("范宇", "市场部"),
}  # fmt: skip
FEW: Final = ("市委宣传部", "市民政局", "市工商联", "市广播电视台")
# title of a task: on which day it was reported, with which words and figure, and what the office said (None: not yet).
REPORTS: Final[dict[str, tuple[date, str, int | None, str | None]]] = {
    "协调媒体发布征集公告": (
        date(2026, 11, 18), "云溪日报11月17日三版、云溪发布公众号当日推送，市级媒体5家转载。", 5, "",
    ),
    "印发实施方案与分工": (date(2026, 11, 16), "已随征集公告印发，附分工表，送各成员单位。", 14, ""),
    "发动会员企业与商会参与": (
        date(2026, 11, 25), "联系会员企业与商会，多数表示愿意了解，名单整理中。", 18,
        "请补充已有捐助意向的企业名称与金额。",
    ),
    "动员社会组织申报": (date(2026, 11, 20), "通过年检群和短信通知全市登记的社会组织。", 236, ""),
    "发动青年社会组织与志愿者": (date(2026, 11, 23), "召开青年社会组织座谈会，发放指南。", 31, ""),
    "发动助残组织参与": (date(2026, 11, 26), "逐一电话联系助残组织，协助两家核对申报条件。", 9, None),
    "发动职工志愿队伍参与": (date(2026, 11, 25), "在职工之家张贴海报，三支志愿队报名支持。", 3, None),
}  # fmt: skip
TAKEN: Final = ("设立公益创投专栏", "落实本轮资助经费", "在销售网点宣传公益金用途", "评审阶段系列宣传")


def load() -> None:
    """Enter the units, give out the tasks of the call of the year and let the units answer until today."""
    small = settings.DEMO_SCALE == "small"
    clerk = person("clerk")
    with clock.at(_at(date(2026, 11, 9), 10)):
        wanted = [each["name"] for each in units.division() if each["name"] not in LEFT_OUT]
        units.take_over_division(names=[name for name in wanted if not small or name in FEW], actor=clerk)
        for unit in MemberUnit.objects.order_by("order"):
            name, position = SPEAKERS[unit.name]
            units.name_contact(unit_id=unit.pk, user=_speaker(unit.name, name), position=position, actor=clerk)
    round_ = Round.objects.get(code="2027")
    with clock.at(_at(date(2026, 11, 13), 15)):
        tasks.lay_tasks(round_id=round_.pk, actor=person("operator"))
    by_title: dict[str, Any] = {
        each.title: each for each in UnitTask.objects.filter(round=round_).select_related("unit")
    }  # fmt: skip
    for title in TAKEN:
        if title in by_title:
            with clock.at(_at(date(2026, 11, 17), 9)):
                tasks.take_task(task_id=by_title[title].pk, actor=_speaks(by_title[title]))
    for title, (day, words, figure, answer) in REPORTS.items():
        if title in by_title:
            _reported(by_title[title], day, words, figure, answer)


def _reported(task: UnitTask, day: date, words: str, figure: int | None, answer: str | None) -> None:
    with clock.at(_at(day, 11)):
        tasks.report_task(task_id=task.pk, words=words, figure=figure, actor=_speaks(task))
    if answer is None:
        return
    with clock.at(_at(day, 16)):
        if answer:
            tasks.return_report(task_id=task.pk, reason=answer, actor=person("operator"))
        else:
            tasks.accept_report(task_id=task.pk, actor=person("operator"))


def _speaker(unit: str, name: str) -> User:
    if unit == "市民政局":
        return person("clerk")
    if unit == "市委宣传部":
        return person("unit")
    number = list(SPEAKERS).index(unit)
    return User.objects.create(email=f"unit{number}@yunxi.example", display_name=name)


def _speaks(task: UnitTask) -> User:
    return User.objects.get(unit_contacts__unit=task.unit_id, unit_contacts__ended_at__isnull=True)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=clock.BEIJING) + timedelta(minutes=12)

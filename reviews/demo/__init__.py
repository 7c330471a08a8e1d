"""The applications of 云溪市 and what became of them: last year's special call is decided, the closed one reviewed."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.conf import settings

from accounts.demo import person
from organizations.demo import OTHER
from projects.demo import applying
from projects.models import Project
from reviews import flows
from reviews.demo import reviewing, special
from reviews.enums import Verdict
from reviews.flows import Judgement, mark_of
from reviews.models import ScreeningItem
from rounds.models import Round
from venture.kernel import clock


class Share(NamedTuple):
    """How the closed call ends in the screening; what is left over nobody has looked at yet."""

    correcting: int
    refused: int
    waiting: int


SHARES: Final = {"full": Share(6, 11, 0), "small": Share(1, 1, 1)}
REQUESTS: Final = (
    ("files", "files", "team", "社工证第 2 页（登记页）未上传，请补传。"),
    ("files", "files", "finance", "上一年度财务报表缺少负责人签字，请更换。"),
    ("scope", "need", "selection", "服务对象的选择标准与章程业务范围的关系未写清，请补充一句说明。"),
    ("files", "files", "commitment", "承诺书未盖公章，请盖章后重新上传。"),
    ("scope", "activities", "approach", "实施方案未说明与社区现有服务的分工，请补充。"),
    ("files", "files", "inspection", "最近一个年度的年检结论页不清晰，请重新拍摄上传。"),
)  # fmt: skip
REFUSALS: Final = (
    "项目服务地点不在本市范围内，不符合征集公告关于实施区域的要求。",
    "项目内容以购置设备为主，与公益创投支持社会服务的宗旨不符。",
    "申报项目与本机构上一年度已获其他财政资金支持的项目内容基本相同。",
    "项目内容超出章程载明的业务范围，经两次沟通未能提供相应依据。",
    "申报书所附财务报表与年检报告数据不一致，且未在规定时间内说明。",
    "项目主要活动委托第三方实施，不符合不得转包的规定。",
    "项目负责人在申报期间已离职，机构不能提供接替人选。",
    "服务对象以本单位会员为主，不具有社会公益性。",
    "项目拟向参加者收取费用，不符合公益性要求。",
    "落地社区书面说明该场地已另作他用，项目不具备实施条件。",
    "同一团队以两家机构名义申报内容相同的项目，经核实后不予受理。",
)


def load() -> None:
    applying.load()
    special.play(accept)
    share = SHARES[settings.DEMO_SCALE]
    # “Another applicant” comes first: its application waits for the correction.
    rows = sorted(applying.stories(), key=lambda each: each.organization.name != OTHER)
    correcting = rows[: share.correcting]
    refused = rows[len(rows) - share.waiting - share.refused : len(rows) - share.waiting]
    waiting = rows[len(rows) - share.waiting :]
    passed = [each for each in rows if each not in (*correcting, *refused, *waiting)]
    _spread(passed, datetime(2026, 11, 10, 9, tzinfo=clock.BEIJING), _accept)
    _spread(refused, datetime(2026, 11, 19, 9, tzinfo=clock.BEIJING), _refuse)
    _spread(correcting, datetime(2026, 11, 24, 14, tzinfo=clock.BEIJING), _give_back)
    if not waiting:
        reviewing.play(Round.objects.get(code=applying.CLOSED))


def _spread(rows: Iterable[Project], first: datetime, act: Callable[[int, Project], Any]) -> None:
    """Do the cases one after the other, twenty a day."""
    for number, project in enumerate(rows):
        day, hour = divmod(number, 20)
        with clock.at(first + timedelta(days=day, minutes=20 * hour)):
            act(number, project)


def _accept(number: int, project: Project) -> None:
    accept(number, project, person("operator" if number % 3 else "clerk"))


def accept(number: int, project: Project, officer: Any = None) -> None:
    officer = officer or person("operator")
    _judge(project, officer, {})
    flows.pass_screening(project_id=project.pk, actor=officer)


def _give_back(number: int, project: Project) -> None:
    officer = person("operator")
    key, section, path, request = REQUESTS[number % len(REQUESTS)]
    _judge(project, officer, {key: Judgement(Verdict.FAILS, request=request, section=section, path=path)})
    flows.ask_correction(
        project_id=project.pk, words="贵机构申报材料经形式审查需补正，请在期限内完成并重新提交。", actor=officer
    )


def _refuse(number: int, project: Project) -> None:
    officer = person("operator")
    _judge(project, officer, {"scope": Judgement(Verdict.FAILS, note=REFUSALS[number % len(REFUSALS)])})
    flows.propose_refusal(project_id=project.pk, reason=REFUSALS[number % len(REFUSALS)], actor=officer)
    with clock.at(clock.now() + timedelta(hours=5)):
        flows.confirm_refusal(project_id=project.pk, actor=person("clerk"))


def _judge(project: Project, officer: Any, failing: dict[str, Judgement]) -> None:
    """Open the case and judge what the data left open; what they found wanting was asked about by telephone."""
    screening = flows.open_screening(project_id=project.pk, actor=officer)
    judged = {}
    for item in screening.items.all():
        if item.key in failing:
            judged[item.key] = replace(failing[item.key], seen=mark_of(item))
        elif item.verdict not in {Verdict.FITS, Verdict.DOES_NOT_APPLY}:
            judged[item.key] = _fits(item)
    flows.judge_items(project_id=project.pk, judged=judged, actor=officer)


def _fits(item: ScreeningItem) -> Judgement:
    note = "已电话核实，不影响受理。" if item.verdict == Verdict.FAILS else ""
    return Judgement(Verdict.FITS, note=note, section=item.section, path=item.path, seen=mark_of(item))

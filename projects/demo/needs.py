"""Needs of the communities of 云溪市, all invented; the notices publish and answer them (``notices.demo``)."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from accounts.demo import person
from organizations.demo import named
from organizations.models import Community
from projects import flows
from projects.enums import NeedState
from projects.models import Need
from venture.kernel import clock

NEEDS: Final = Path(__file__).parent.parent / "demo_needs.json"
# title of a need of last year: who answered it, and whether the need is met by now
ANSWERED: Final = {
    "失能老人家庭照护者没有喘息的时间": ("云溪市春晖养老服务社", True),
    "老人不会用智能手机挂号缴费": ("东关同心社工事务所", True),
    "独居老人突发意外无人知晓": ("和邻社会工作服务中心", True),
    "孤独症儿童放学后无处可去": ("云溪市星语儿童发展中心", True),
    "听障居民办事沟通不便": ("云溪市启明助残服务中心", False),
    "暑期儿童溺水与交通安全隐患": ("城西少年成长中心", True),
    "初中生情绪困扰缺少倾诉对象": ("云溪市护苗社工站", True),
    "大病家庭不了解救助政策": ("云溪市暖阳帮扶中心", False),
    "单亲母亲就业与孩子照看两难": ("云溪市女子互助会", True),
    "垃圾分类投放点反复混投": ("锦园议事促进中心", True),
    "楼道堆物与电动车上楼": ("金桂社区社会组织联合会", False),
}
# title of a need of this year: who says that it would answer it
INTERESTED: Final = {
    "独居老人定期探访与紧急联络": ("和邻社会工作服务中心", "临溪助老志愿者协会", "城北长青社会服务社"),
    "老旧小区楼道议事与垃圾分类": (
        "锦园议事促进中心", "云溪市绿水志愿者协会", "云溪市益友社工师事务所", "同行社会工作服务中心",
        "东关同心社工事务所",
    ),
    "残疾人居家就业技能培训": ("云溪市启明助残服务中心",),
    "失智老人走失风险高，家属照护无方": ("云溪市春晖养老服务社", "云溪市仁爱公益服务中心"),
    "留守儿童周末无人陪伴辅导": ("同行社会工作服务中心", "石桥社工总站"),
    "外卖骑手与网约车司机歇脚难、维权难": ("云溪市益友社工师事务所",),
    "重残人员家庭全年无休照护": ("柳塘残疾人互助协会",),
}  # fmt: skip
SAME: Final = {"独居老人定期探访与紧急联络": ("楼里几位独居老人想有人常来看看", "高龄老人夜间呼救没有人应")}


def load() -> None:
    """Collect every need on its day; the notices publish them (``notices.demo``)."""
    data: list[dict[str, Any]] = json.loads(NEEDS.read_text(encoding="utf-8"))
    communities = {each.name: each for each in Community.objects.all()}
    ours = person("community")
    for number, each in enumerate(data):
        batch, place = each.pop("batch"), each.pop("community")
        begins = {"2026": (2025, 9, 15), "2027": (2026, 9, 14), "late": (2026, 11, 12)}[batch]
        with clock.at(_at(*begins, 9) + timedelta(hours=number % 7, days=number % 25)):
            flows.report_need(
                community=communities[place], actor=ours if place == "河坊社区" else person("operator"), **each
            )
    with clock.at(_at(2026, 10, 30, 15)):
        for kept, others in SAME.items():
            flows.merge_needs(
                into_id=titled(kept).pk, need_ids=[titled(other).pk for other in others], actor=person("operator")
            )


def collected_between(first: datetime, last: datetime) -> list[Need]:
    """Return what was collected in a season and still stands for itself, by field of service."""
    rows = Need.objects.filter(state=NeedState.COLLECTED, collected_at__gte=first, collected_at__lt=last)
    return list(rows.select_related("community__street").order_by("field", "pk"))


def answer() -> None:
    """Let organisations answer last year's list: projects that ran, and needs that they met."""
    clerk = person("clerk")
    for title, (name, met) in ANSWERED.items():
        with clock.at(_at(2026, 2, 26, 15)):
            flows.match_need(need_id=titled(title).pk, organization=named(name), actor=clerk)
        if met:
            with clock.at(_at(2026, 10, 16, 15)):
                flows.meet_need(need_id=titled(title).pk, actor=clerk)


def show_interest() -> None:
    """Let organisations say that they would answer this year's list."""
    for title, names in INTERESTED.items():
        for number, name in enumerate(names):
            organization = named(name)
            owner = organization.memberships.select_related("user").order_by("pk")[0].user
            with clock.at(_at(2026, 11, 10, 10) + timedelta(hours=number)):
                flows.say_interest(need_id=titled(title).pk, organization=organization, actor=owner)


def titled(title: str) -> Need:
    return Need.objects.get(title=title)


def _at(year: int, month: int, day: int, hour: int) -> datetime:
    return datetime(year, month, day, hour, tzinfo=clock.BEIJING)

"""What communities, organisations and enterprises of 云溪市 offer, all invented; residents who support needs."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from accounts.demo import person
from accounts.models import User
from organizations.demo import named
from organizations.models import Community
from projects import flows
from projects.enums import NeedState, ResourceKind
from projects.models import Need
from venture.kernel import clock

BEGINS: Final = datetime(2026, 11, 9, 9, 30, tzinfo=clock.BEIJING)


class Offer(NamedTuple):
    kind: str
    title: str
    capacity: str
    giver: str
    community: str = ""
    field: str = ""
    conditions: str = ""
    published: bool = True
    wish: tuple[str, str] = ("", "")
    used: bool = False


ROOM, HOURS, PEOPLE, GOODS = ResourceKind.ROOM, ResourceKind.HOURS, ResourceKind.PEOPLE, ResourceKind.GOODS
OFFERS: Final = (
    Offer(
        ROOM, "河坊社区二楼活动室，可坐四十人", "周末全天，备投影和热水", "河坊社区", community="河坊社区", used=True,
        conditions="请自带耗材，用后复原。", wish=("云溪市益友社工师事务所", "周六上午开展独居老人健康讲座"),
    ),
    Offer(
        ROOM, "党群服务中心多功能厅", "工作日晚间和周末，每次可用三小时", "云溪市工人文化宫",
        wish=("和邻社会工作服务中心", "家属支持小组成果汇报会"),
    ),
    Offer(HOURS, "持证心理咨询师公益咨询", "每周四小时，可到社区", "云溪市心理卫生协会", field="youth"),
    Offer(HOURS, "法律援助与合同审查", "每月两个半天", "云溪市启衡律师事务所", field="relief"),
    Offer(
        PEOPLE, "退休护士居家护理指导", "六人，每周各半天", "云溪市第二医院退休职工服务队", field="elderly",
        wish=("云溪市春晖养老服务社", "失智老人家属照护示范课"),
    ),
    Offer(
        GOODS, "适老化扶手和防滑垫", "两百套，可上门安装", "云溪市康居建材有限公司", field="elderly",
        conditions="由企业统一安装并负责保修。",
    ),
    Offer(GOODS, "轮椅和助行器借用", "轮椅十二台、助行器三十副", "云溪市慈善会", published=False),
    Offer(
        PEOPLE, "大学生志愿者陪伴课业辅导", "二十人，寒暑假和周末", "云溪学院青年志愿者协会", field="youth",
        conditions="需由机构办理保险。",
    ),
    Offer(GOODS, "九成新图书三千册", "随时可取", "云溪市新华书店", field="youth"),
    Offer(
        ROOM, "沿街门面临时歇脚点", "每天十时至二十时，两张桌八个座位", "沙洲社区", community="沙洲社区", field="other"
    ),
    Offer(HOURS, "无障碍改造上门评估", "每月十户", "云溪市筑福设计工作室", field="disability"),
    Offer(PEOPLE, "手语志愿者陪同办事", "三人，提前两天预约", "云溪市特殊教育学校", field="disability"),
)  # fmt: skip
# How many residents of the demonstration support the needs that wait, the first ones most.
SUPPORTERS: Final = 9


def load(*, most: int) -> None:
    """Offer the first ``most`` resources; the operator reads them, some are asked for, one is in use."""
    communities = {each.name: each for each in Community.objects.all()}
    reader, giver = person("operator"), person("community")
    for number, offer in enumerate(OFFERS[:most]):
        at = BEGINS + timedelta(hours=5 * number)
        with clock.at(at):
            resource = flows.offer_resource(
                kind=offer.kind, title=offer.title, capacity=offer.capacity, giver=offer.giver,
                community=communities.get(offer.community), field=offer.field, conditions=offer.conditions,
                actor=giver if offer.community == "河坊社区" else reader,
            )  # fmt: skip
        if not offer.published:
            continue
        with clock.at(at + timedelta(hours=2)):
            flows.publish_resource(resource_id=resource.pk, actor=reader)
        name, words = offer.wish
        if name:
            organization = named(name)
            owner = organization.memberships.select_related("user").order_by("pk")[0].user
            with clock.at(at + timedelta(hours=3)):
                flows.wish_resource(resource_id=resource.pk, organization=organization, words=words, actor=owner)
            if offer.used:
                with clock.at(at + timedelta(hours=4)):
                    flows.engage_resource(resource_id=resource.pk, organization=organization, actor=giver)


def support(*, most: int) -> None:
    """Let residents support the needs that wait, fewer and fewer down the list."""
    residents = list(
        User.objects.exclude(mobile="").filter(is_active=True, role_grants=None).order_by("pk")[:SUPPORTERS]
    )
    needs = Need.objects.filter(state=NeedState.PUBLISHED).order_by("-urgency", "code")[:most]
    for number, need in enumerate(needs):
        with clock.at(BEGINS + timedelta(days=2, hours=number)):
            for resident in residents[: max(1, SUPPORTERS - number)]:
                flows.support_need(need_id=need.pk, actor=resident)

"""Who and where: the communities and the first organisations of 云溪市, all invented."""

import json
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from organizations.enums import OrganizationKind, SanctionKind

ASSOCIATION, SERVICE, FOUNDATION = OrganizationKind.ASSOCIATION, OrganizationKind.SERVICE, OrganizationKind.FOUNDATION
PAPERS: Final = ("登记证书正本", "章程", "上一年度年检结论", "法定代表人身份证明")

# street: its communities, in the order of their codes
COMMUNITIES: Final = {
    "东关街道": ("河坊社区", "东门社区", "钟楼社区"),
    "临溪街道": ("新桥社区", "临溪社区", "水街社区"),
    "城北街道": ("金桂社区", "长青社区", "砖塔社区"),
    "柳堤街道": ("柳堤社区", "荷塘社区", "渔湾社区"),
    "城西街道": ("柳塘社区", "西关社区", "纺园社区"),
    "云岭街道": ("云岭社区", "茶亭社区", "上坪村"),
    "松台街道": ("松台社区", "书院社区", "枫林村"),
    "石桥街道": ("石桥社区", "古井社区", "下湾村"),
    "南浦街道": ("南浦社区", "码头社区", "盐仓社区"),
    "渡口街道": ("渡口社区", "沙洲社区", "白鹭村"),
    "锦园街道": ("锦园社区", "春晓社区", "锦绣社区"),
    "新港街道": ("新港社区", "海棠社区", "港湾社区"),
}


class Facts(NamedTuple):
    name: str
    kind: str
    street: str
    registered_on: str
    head: str
    grade: str
    staff: int
    certified: int
    scope: str = ""
    address: str = ""


_FIRST: Final = (
    Facts("和邻社会工作服务中心", SERVICE, "东关街道", "2016-04-12", "周敏", "4A", 12, 7),
    Facts("云溪市青禾青少年事务所", SERVICE, "临溪街道", "2017-09-05", "方志远", "4A", 10, 6),
    Facts("城北长青社会服务社", SERVICE, "城北街道", "2014-03-20", "杜长青", "5A", 16, 9),
    Facts("临溪助老志愿者协会", ASSOCIATION, "临溪街道", "2015-06-18", "陆秀兰", "3A", 5, 2),
    Facts("云溪市益友社工师事务所", SERVICE, "云岭街道", "2013-11-26", "贺知行", "5A", 18, 14),
    Facts("东关同心社工事务所", SERVICE, "东关街道", "2018-01-15", "梁同心", "3A", 8, 5),
    Facts("云溪市仁爱公益服务中心", SERVICE, "南浦街道", "2012-08-30", "纪仁", "4A", 14, 6),
    Facts("云溪市春晖养老服务社", SERVICE, "柳堤街道", "2015-05-07", "柳春晖", "4A", 21, 5),
    Facts("柳塘残疾人互助协会", ASSOCIATION, "城西街道", "2016-12-03", "尤立新", "3A", 4, 1),
    Facts("云溪市星语儿童发展中心", SERVICE, "松台街道", "2017-04-02", "蓝星语", "4A", 15, 4),
    Facts("云溪市启明助残服务中心", SERVICE, "城西街道", "2014-10-15", "鲁启明", "4A", 13, 6),
    Facts("手心公益服务社", SERVICE, "锦园街道", "2019-03-28", "谭手心", "", 6, 3),
    Facts("云溪市护苗社工站", SERVICE, "锦园街道", "2018-06-01", "苗青", "3A", 9, 6),
    Facts("同行社会工作服务中心", SERVICE, "石桥街道", "2017-07-19", "邢同行", "3A", 7, 4),
    Facts("城西少年成长中心", SERVICE, "城西街道", "2016-09-01", "史少明", "3A", 8, 4),
    Facts("石桥社工总站", SERVICE, "石桥街道", "2020-11-11", "石磊", "", 11, 8),
    Facts("云溪市女子互助会", ASSOCIATION, "南浦街道", "2011-03-08", "宁慧", "4A", 6, 3),
    Facts("云溪市暖阳帮扶中心", SERVICE, "渡口街道", "2015-12-21", "阳暖", "3A", 9, 4),
    Facts("甘泉慈善服务社", SERVICE, "新港街道", "2018-08-08", "甘泉", "", 5, 1),
    Facts("锦园议事促进中心", SERVICE, "锦园街道", "2019-10-24", "易商", "3A", 6, 4),
    Facts("云溪市绿水志愿者协会", ASSOCIATION, "渡口街道", "2014-04-22", "江绿水", "4A", 4, 1),
    Facts("云溪市同心慈善基金会", FOUNDATION, "云岭街道", "2013-01-09", "万同", "5A", 7, 2),
    Facts("金桂社区社会组织联合会", ASSOCIATION, "城北街道", "2021-05-20", "桂芬芳", "", 3, 1),
    Facts("云溪市益家公益服务中心", SERVICE, "新港街道", "2022-02-16", "家益", "", 4, 2),
)
WAITING, RETURNED, REFUSED, SUSPENDED = (
    "云溪市益家公益服务中心",
    "金桂社区社会组织联合会",
    "甘泉慈善服务社",
    "手心公益服务社",
)
OURS, OTHER = _FIRST[0].name, _FIRST[1].name
OPERATOR: Final = "云溪市社会组织发展中心"

# What the charter says, by what an organisation is there for.
SCOPES: Final = {
    "养老": "为老年人提供生活照料、精神关怀、文体活动等社会服务；承接政府委托的为老服务项目。",
    "助老": "组织会员开展为老志愿服务，维护老年人合法权益，承办政府委托的其他事项。",
    "残": "为残疾人及其家庭提供康复训练、就业支持和社会融入服务。",
    "儿童": "为儿童及其家庭提供成长支持、早期干预和亲子服务。",
    "少年": "为青少年提供课后服务、心理支持、权益保护和社会实践活动。",
    "女子": "开展妇女互助、家庭教育和创业支持活动，维护妇女合法权益。",
    "绿水": "组织河湖巡护、垃圾分类宣传和生态教育等志愿服务。",
    "基金会": "资助扶老、助残、救孤、济困等公益项目；培育社区社会组织。",
    "议事": "培训居民议事骨干，组织社区协商，培育社区社会组织。",
    "联合会": "联络和服务辖区社区社会组织，开展培训、交流与自律。",
}
SCOPE: Final = "提供专业社会工作服务，承接政府购买服务，开展社区服务、社会救助和志愿者培训。"


def scope_of(name: str) -> str:
    return next((scope for word, scope in SCOPES.items() if word in name), SCOPE)


ORGANIZATIONS: Final = tuple(facts._replace(scope=scope_of(facts.name)) for facts in _FIRST)
# The many that fill a round, in the order of ``Facts``.
MORE: Final = tuple(
    Facts(*row) for row in json.loads(Path(__file__).with_name("more.json").read_text(encoding="utf-8"))
)


class SanctionRow(NamedTuple):
    name: str
    kind: SanctionKind
    grounds: str
    since: date
    until: date | None
    authority: str
    document: str


# One is over, one was lifted, one holds.
SANCTIONS: Final = (
    SanctionRow(
        "云溪市暖阳帮扶中心", SanctionKind.ABNORMAL, "未按规定报送2024年度工作报告。", date(2025, 7, 15),
        date(2026, 3, 31), "云溪市民政局", "云民社〔2025〕31号",
    ),
    SanctionRow(
        "东关同心社工事务所", SanctionKind.ABNORMAL, "通过登记的住所无法取得联系。", date(2025, 12, 1), None,
        "临溪区民政局", "临民社〔2025〕12号",
    ),
    SanctionRow(
        SUSPENDED, SanctionKind.RESTRICTED, "项目活动记录与台账不符，两年内不得申报公益创投项目。", date(2026, 10, 20),
        date(2028, 10, 19), "云溪市民政局", "云民创〔2026〕8号",
    ),
)  # fmt: skip

"""The organisations, communities and operator of 云溪市: all invented, entered and verified by the real flows."""

from datetime import date, datetime
from typing import Final, NamedTuple

from accounts.demo import person
from accounts.models import Area, User
from organizations import flows
from organizations.domain import uscc
from organizations.enums import MemberRole, OrganizationKind
from organizations.models import Community, Organization, VerificationCase
from venture.kernel import clock

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


ORGANIZATIONS: Final = (
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
OURS, OTHER = ORGANIZATIONS[0].name, ORGANIZATIONS[1].name
OPERATOR: Final = "云溪市社会组织发展中心"


def load() -> None:
    _communities()
    with clock.at(_at(2024, 12, 2, 9)):
        flows.name_operator(
            name=OPERATOR,
            code=_code("12", "999900", 1),
            since=date(2025, 1, 1),
            phone="0000-8800 1234",
            actor=person("clerk"),
        )
    for number, facts in enumerate(ORGANIZATIONS, start=1):
        _enter(number, facts)
    _members()
    with clock.at(_at(2026, 10, 19, 15)):
        flows.suspend_organization(
            organization_id=named(SUSPENDED).pk,
            reason="2026年上半年活动记录与台账不符，责令整改期间暂停核验。",
            actor=person("head"),
        )


def named(name: str) -> Organization:
    return Organization.objects.get(name=name)


def _communities() -> None:
    streets = {street.name: street for street in Area.objects.filter(name__in=COMMUNITIES)}
    with clock.at(_at(2025, 9, 1, 9)):
        for street, names in COMMUNITIES.items():
            for number, name in enumerate(names, start=1):
                flows.enter_community(
                    code=f"{streets[street].code[:9]}{number:03d}",
                    name=name,
                    street=streets[street],
                    phone="0000-8801 2000",
                    actor=person("clerk"),
                )
        flows.add_community_worker(
            community_id=Community.objects.get(name="河坊社区").pk, user=person("community"), actor=person("clerk")
        )


def _enter(number: int, facts: Facts) -> None:
    area = Area.objects.select_related("parent").get(name=facts.street)
    owner = {OURS: "org", OTHER: "other"}.get(facts.name)
    user = person(owner) if owner else _stranger(number, facts.head)
    late = facts.name in {WAITING, RETURNED, REFUSED}
    with clock.at(_at(2026, 11, 18, 10) if late else _at(2025, 9, 8 + number // 3, 10)):
        organization = flows.register_organization(
            name=facts.name,
            code=_code(facts.kind, area.code[:6], number),
            authority=f"{area.parent.name if area.parent else '云溪市'}民政局" if number % 3 else "云溪市民政局",
            area=area,
            owner=user,
            actor=user,
            registered_on=date.fromisoformat(facts.registered_on),
            legal_representative=facts.head,
            address=f"云溪市{facts.street}{11 + number}号",
            phone=f"0000-8802 {2000 + number}",
            grade=facts.grade,
            full_time_staff=facts.staff,
            certified_staff=facts.certified,
        )
        case = flows.ask_verification(organization_id=organization.pk, papers=PAPERS, actor=user)
    _decide(case, facts.name)


def _decide(case: VerificationCase, name: str) -> None:
    everything = dict.fromkeys(case.claimed, True)
    clerk = person("clerk")
    if name == WAITING:
        return
    if name in {RETURNED, REFUSED}:
        with clock.at(_at(2026, 11, 20, 16)):
            if name == RETURNED:
                flows.return_case(
                    case_id=case.pk,
                    compared={**everything, "legal_representative": False},
                    reason="法定代表人与证书不一致：证书于今年6月换发，请更正后重新提交。",
                    actor=clerk,
                )
            else:
                flows.refuse_case(
                    case_id=case.pk,
                    compared={**everything, "registered_on": False},
                    reason="登记证书有效期已于2026年8月届满，未见延续登记。换领新证书后可重新申请。",
                    actor=clerk,
                )
        return
    with clock.at(_at(2025, 9, 22, 15)):
        flows.verify_case(case_id=case.pk, compared=everything, actor=clerk)


def _members() -> None:
    organization, owner = named(OURS), person("org")
    with clock.at(_at(2025, 9, 23, 9)):
        for part, role in (
            ("editor", MemberRole.EDITOR), ("signatory", MemberRole.SIGNATORY), ("viewer", MemberRole.VIEWER),
        ):  # fmt: skip
            flows.add_member(organization_id=organization.pk, user=person(part), role=role, actor=owner)
    with clock.at(_at(2026, 11, 19, 9)):
        flows.invite_member(
            organization_id=organization.pk, address="caiwu@heling.example", role=MemberRole.FINANCE, actor=owner
        )


def _stranger(number: int, name: str) -> User:
    """Make an owner who never signs in: the table of accounts names everybody who can."""
    return User.objects.create(email=f"owner{number:02d}@yunxi.example", display_name=name, password="!")  # noqa: S106


def _code(kind: str, division: str, number: int) -> str:
    subject = f"MJ{number * 7919 % 1_000_000:06d}"
    body = f"{kind}{division}{subject}{uscc.inner_check_character(subject)}"
    return body + uscc.check_character(body)


def _at(year: int, month: int, day: int, hour: int) -> datetime:
    return datetime(year, month, day, hour, tzinfo=clock.BEIJING)

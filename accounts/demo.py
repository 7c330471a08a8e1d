"""The people and places of 云溪市, an invented city. One account per part, one common password."""

from dataclasses import dataclass
from datetime import date, datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password

from accounts.domain.consents import TEXTS
from accounts.enums import Role
from accounts.flows.delegating import lend_role
from accounts.flows.inviting import invite
from accounts.flows.recovering import ask_recovery
from accounts.flows.roles import propose_role
from accounts.models import Area, Consent, RoleGrant, User
from venture.kernel import clock

PASSWORD = "Yunxi-2027"  # noqa: S105 -- printed at the start of the demonstration
CITY = ("999900000000", "云溪市")
DISTRICTS = {
    "999901": ("临溪区", ["东关街道", "临溪街道", "城北街道", "柳堤街道"]),
    "999902": ("云岭区", ["城西街道", "云岭街道", "松台街道", "石桥街道"]),
    "999903": ("南浦区", ["南浦街道", "渡口街道", "锦园街道", "新港街道"]),
}


@dataclass(frozen=True)
class Account:
    """One line of the table that is printed at the start."""

    email: str
    name: str
    part: str
    desk: str
    role: Role | None = None


ACCOUNTS = (
    Account("org@yunxi.example", "周敏", "申报机构负责人", "/applications/"),
    Account("editor@yunxi.example", "林晓", "申报机构编辑", "/applications/"),
    Account("signatory@yunxi.example", "许国良", "申报机构签章人", "/applications/"),
    Account("viewer@yunxi.example", "陶静", "申报机构查看人", "/applications/"),
    Account("other@yunxi.example", "方志远", "另一家申报机构", "/applications/"),
    Account("community@yunxi.example", "吴桂芳", "社区工作者", "/community/"),
    Account("individual@yunxi.example", "程一帆", "个人创意者", "/applications/"),
    Account("operator@yunxi.example", "宋佳", "承办单位", "/admin/", Role.OPERATOR),
    Account("clerk@yunxi.example", "陈立", "民政局经办", "/admin/", Role.CLERK),
    Account("head@yunxi.example", "赵明华", "科室负责人", "/admin/", Role.HEAD),
    Account("leader@yunxi.example", "郑建国", "领导小组成员", "/decide/", Role.LEADER),
    Account("expert@yunxi.example", "沈教授", "评审专家", "/review/", Role.EXPERT),
    Account("finance_maker@yunxi.example", "韩梅", "财务经办", "/admin/desk/payments/", Role.FINANCE_MAKER),
    Account("finance_checker@yunxi.example", "罗文", "财务复核", "/admin/desk/payments/", Role.FINANCE_CHECKER),
    Account("evaluator@yunxi.example", "谢评", "评估机构", "/evaluation/", Role.EVALUATOR),
    Account("auditor@yunxi.example", "白审", "会计师事务所", "/admin/", Role.AUDITOR),
    Account("supervision@yunxi.example", "严督", "纪检监督", "/admin/", Role.SUPERVISION),
    Account("system_admin@yunxi.example", "管理员", "系统管理员", "/admin/", Role.SYSTEM_ADMIN),
    Account("unit@yunxi.example", "何文", "成员单位联络员", "/tasks/"),
)
# Who had no part in a decision examines what is objected to it.
COLLEAGUES = (
    ("mengqing", "孟清", Role.CLERK),
    ("yujing", "俞静", Role.CLERK),
    ("gaoyan", "高岩", Role.SUPERVISION),
)


def load() -> None:
    """Make the areas and the accounts."""
    city = Area.objects.create(code=CITY[0], name=CITY[1])
    for prefix, (name, streets) in DISTRICTS.items():
        district = Area.objects.create(code=f"{prefix}000000", name=name, parent=city)
        Area.objects.bulk_create(
            Area(code=f"{prefix}{number:03d}000", name=street, parent=district)
            for number, street in enumerate(streets, start=1)
        )
    hashed = make_password(PASSWORD)
    for number, account in enumerate(ACCOUNTS, start=1):
        user = User.objects.create(
            email=account.email, mobile=f"+86199000000{number:02d}", display_name=account.name, password=hashed
        )
        EmailAddress.objects.create(user=user, email=account.email, verified=True, primary=True)
        Consent.objects.create(
            user=user, purpose="account", text_version=TEXTS["account"].version, given_at=clock.now()
        )
        if account.role is not None:
            RoleGrant.objects.create(user=user, role=account.role, starts_on=date(2024, 1, 1), reason="演示账号")
    for name, shown, role in COLLEAGUES:
        user = User.objects.create(email=f"{name}@yunxi.example", display_name=shown, password=hashed)
        RoleGrant.objects.create(user=user, role=role, starts_on=date(2024, 1, 1), reason="演示账号")
    _in_progress()


def _in_progress() -> None:
    """What waits and what was: a role for its second person, an invitation, a lost factor, a loan that is over."""
    newcomer = User.objects.create(email="gu@yunxi.example", mobile="+8619900000088", display_name="顾晨")
    away, back = date(2026, 10, 12), date(2026, 10, 16)
    with clock.at(datetime(2026, 10, 12, 9, tzinfo=clock.BEIJING)):
        lend_role(
            grant_id=person("head").role_grants.get().pk, to_id=person("clerk").pk, actor=person("head"),
            starts_on=away, ends_on=back, reason="赴省厅培训",
        )  # fmt: skip
    propose_role(
        user_id=newcomer.pk, role=Role.CLERK, area=Area.objects.get(name="临溪区"), actor=person("system_admin"),
        reason="区民政局新到岗，负责本区初审",
    )  # fmt: skip
    specialist = User.objects.create(email="shenlan@yunxi.example", display_name="沈岚")
    propose_role(user_id=specialist.pk, role=Role.EXPERT, actor=person("clerk"), reason="市社会工作者协会推荐的督导")
    invite(name="林教授", address="lin@yunxi.example", role=Role.EXPERT, actor=person("operator"))
    Authenticator.objects.create(user=newcomer, type=Authenticator.Type.TOTP, data={})
    ask_recovery(user_id=newcomer.pk, reason="手机更换，验证器未迁移", actor=None)


def person(part: str) -> User:
    """Return the demonstration's person ``part`` (``"clerk"`` for ``clerk@yunxi.example``)."""
    return User.objects.get(email=f"{part}@yunxi.example")

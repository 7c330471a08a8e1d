"""What happened to the organisations of 云溪市 on the platform, played through the flows in the order of its days."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.conf import settings

from accounts.demo import person
from accounts.models import Area, User
from organizations import flows
from organizations.demo import papers
from organizations.demo.tables import (
    COMMUNITIES,
    MORE,
    OPERATOR,
    ORGANIZATIONS,
    OTHER,
    OURS,
    PAPERS,
    REFUSED,
    RETURNED,
    SANCTIONS,
    SUSPENDED,
    WAITING,
    Facts,
    SanctionRow,
)
from organizations.domain import uscc
from organizations.enums import DocumentKind, InspectionOutcome, MemberRole
from organizations.models import Community, Organization, VerificationCase
from venture.kernel import clock

FEW: Final = 6

LATE: Final = {WAITING, RETURNED, REFUSED}
# These were not assessed again when the five years were over.
LAPSED: Final = {"城北长青社会服务社", "云溪市仁爱公益服务中心", "云溪市女子互助会"}
WITH_CHARTER: Final = {OURS, OTHER, "城北长青社会服务社", "云溪市益友社工师事务所", "云溪市绿水志愿者协会"}
NOT_PASSED: Final = {
    ("柳塘残疾人互助协会", 2024): InspectionOutcome.BASIC,
    ("云溪市暖阳帮扶中心", 2024): InspectionOutcome.ABSENT,
    (SUSPENDED, 2025): InspectionOutcome.BASIC,
}
BANKS: Final = (
    ("中国工商银行", "102"),
    ("中国农业银行", "103"),
    ("中国建设银行", "105"),
    ("云溪银行", "313"),
    ("云溪农村商业银行", "314"),
)


class Play:
    """Events with their instants; the state they share is the organisations entered so far, by name."""

    def __init__(self) -> None:
        self.events: list[tuple[datetime, Callable[[], Any]]] = []
        self.made: dict[str, Organization] = {}
        self.cases: dict[str, VerificationCase] = {}
        self.owners: dict[str, User] = {}
        self.areas = {area.name: area for area in Area.objects.select_related("parent")}
        self.clerk, self.head = person("clerk"), person("head")

    def add(self, instant: datetime, event: Callable[[], Any]) -> None:
        self.events.append((instant, event))

    def run(self) -> None:
        for instant, event in sorted(self.events, key=lambda each: each[0]):
            with clock.at(instant):
                event()

    # --- One organisation ---------------------------------------------------------------------------------------------

    def enter(self, number: int, facts: Facts) -> None:
        area, registered = self.areas[facts.street], date.fromisoformat(facts.registered_on)
        district = area.parent.name if area.parent else "云溪市"
        self.made[facts.name] = flows.register_organization(
            name=facts.name,
            code=code_of(facts.kind, area.code[:6], number),
            authority=f"{district}民政局" if number % 3 else "云溪市民政局",
            area=area,
            owner=self.owners[facts.name],
            actor=self.owners[facts.name],
            registered_on=registered,
            legal_representative=facts.head,
            address=facts.address or f"云溪市{facts.street}{11 + number}号",
            phone=f"0000-8802 {2000 + number}",
            full_time_staff=facts.staff,
            certified_staff=facts.certified,
            business_scope=facts.scope,
            supervising_unit="云溪市妇女联合会" if "女子" in facts.name else "",
            party_members=facts.staff // 4 if number % 2 else None,
            **certificate_days(registered, lapsed=facts.name == REFUSED),
            **graded(facts.grade, registered, lapsed=facts.name in LAPSED),
        )

    def ask(self, facts: Facts) -> None:
        organization, shown = self.made[facts.name], () if facts.name in LATE else PAPERS
        self.cases[facts.name] = flows.ask_verification(
            organization_id=organization.pk, papers=shown, actor=self.owners[facts.name]
        )

    def verify(self, facts: Facts) -> None:
        case = self.cases[facts.name]
        items = (*case.claimed, *(f"document-{pk}" for pk in case.documents.values_list("pk", flat=True)))
        flows.verify_case(case_id=case.pk, compared=dict.fromkeys(items, True), actor=self.clerk)

    def bank(self, number: int, facts: Facts) -> None:
        """Let the owner propose an account; nobody else there could confirm it, so the clerk does."""
        bank, kind = BANKS[number % len(BANKS)]
        account = flows.propose_account(
            organization_id=self.made[facts.name].pk,
            holder=facts.name,
            bank=bank,
            branch=f"{facts.street[:2]}支行",
            number=f"6{kind}99{number * 104_729 % 10**11:011d}",
            bank_code=bank_code(f"{kind}9990{number:04d}"),
            actor=self.owners[facts.name],
        )
        flows.confirm_account(account_id=account.pk, actor=self.clerk)

    def inspect(self, facts: Facts, year: int) -> None:
        outcome = NOT_PASSED.get((facts.name, year), InspectionOutcome.PASSED)
        flows.enter_inspection(organization_id=self.made[facts.name].pk, year=year, outcome=outcome, actor=self.clerk)

    def upload(self, names: list[str]) -> None:
        """Upload certificate and charter; the returned one's certificate names another legal representative."""
        organizations = [self.made[name] for name in names]
        pictures = papers.certificates(organizations, {RETURNED: "桂春梅"})
        for each in organizations:
            owner = self.owners[each.name]
            papers.keep(each, DocumentKind.CERTIFICATE, "登记证书正本.png", pictures[each.name], owner)
            if each.name in LATE | WITH_CHARTER:
                papers.keep(each, DocumentKind.CHARTER, "章程（核准本）.pdf", papers.charter(each), owner)


def load() -> None:
    play = Play()
    _owners(play)
    _frame(play)
    for number, facts in enumerate(ORGANIZATIONS, start=1):
        _story(play, number, facts)
    for number, facts in enumerate(more(), start=101):
        _short_story(play, number, facts)
    _records(play)
    _own_members(play)
    play.run()
    User.objects.filter(pk__in=[owner.pk for owner in play.owners.values()]).update(is_active=True)


def more() -> tuple[Facts, ...]:
    """Return the organisations besides the known ones: all, or a few for tests."""
    return MORE if settings.DEMO_SCALE == "full" else MORE[:FEW]


def named(name: str) -> Organization:
    return Organization.objects.get(name=name)


def _owners(play: Play) -> None:
    """Make owners who never sign in; they are asleep while the events are played, so that nobody rings them."""
    known = {OURS: person("org"), OTHER: person("other")}
    strangers = [
        (number, facts) for number, facts in enumerate((*ORGANIZATIONS, *more()), start=1) if facts.name not in known
    ]
    made = User.objects.bulk_create(
        User(email=f"owner{number:03d}@yunxi.example", display_name=facts.head, password="!", is_active=False)  # noqa: S106
        for number, facts in strangers
    )
    play.owners = known | {facts.name: user for (_number, facts), user in zip(strangers, made, strict=True)}


def _frame(play: Play) -> None:
    """Name the operator, what is tied to it, and the communities."""
    operators: list[Any] = []
    tied: list[Any] = []
    play.add(at(2024, 1, 8, 9), lambda: operators.append(flows.name_operator(
        name=OPERATOR, code=code_of("12", "999900", 1), since=date(2024, 1, 1), phone="0000-8800 1234",
        actor=play.clerk,
    )))  # fmt: skip
    play.add(at(2025, 1, 6, 10), lambda: tied.append(flows.enter_affiliate(
        operator_id=operators[0].pk, name="云溪市公益项目促进会", code=code_of("51", "999900", 2),
        reason="由承办单位发起设立，理事长由承办单位负责人兼任。", since=date(2025, 1, 1), actor=play.clerk,
    )))  # fmt: skip
    play.add(at(2025, 1, 7, 9), lambda: flows.second_affiliate(affiliate_id=tied[0].pk, actor=play.head))
    play.add(at(2024, 9, 2, 9), lambda: _communities(play))
    play.add(at(2026, 11, 16, 15), lambda: flows.enter_affiliate(
        operator_id=operators[0].pk, name="云溪市社创空间服务中心", code=code_of("52", "999902", 3),
        reason="与承办单位共用办公场所和财务人员，待核实。", since=date(2026, 11, 1), actor=play.clerk,
    ))  # fmt: skip


def _communities(play: Play) -> None:
    for street, names in COMMUNITIES.items():
        for number, name in enumerate(names, start=1):
            flows.enter_community(
                code=f"{play.areas[street].code[:9]}{number:03d}",
                name=name,
                street=play.areas[street],
                phone="0000-8801 2000",
                actor=play.clerk,
            )
    community = Community.objects.get(name="河坊社区")
    flows.add_community_worker(community_id=community.pk, user=person("community"), actor=play.clerk)


def _story(play: Play, number: int, facts: Facts) -> None:
    """One of the first: everything, with papers."""
    if facts.name in LATE:
        play.add(at(2026, 11, 18, 9), lambda: play.enter(number, facts))
        play.add(at(2026, 11, 18, 11), lambda: play.ask(facts))
        return
    play.add(at(2024, 9, 9 + number // 4, 9), lambda: play.enter(number, facts))
    play.add(at(2024, 9, 18, 11), lambda: play.ask(facts))
    play.add(at(2024, 9, 20, 15), lambda: play.verify(facts))
    play.add(at(2024, 10, 14, 10), lambda: play.bank(number, facts))
    play.add(at(2025, 9, 24, 10), lambda: play.inspect(facts, 2024))
    play.add(at(2026, 7, 20, 10), lambda: play.inspect(facts, 2025))


def _short_story(play: Play, number: int, facts: Facts) -> None:
    """One of the many: entered over a year, verified at the counter four days later."""
    first = at(2025, 9, 25, 9) + timedelta(days=number * 37 % 380, minutes=number)
    play.add(first, lambda: play.enter(number, facts))
    play.add(first + timedelta(hours=1), lambda: play.ask(facts))
    play.add(first + timedelta(days=4), lambda: play.verify(facts))
    play.add(first + timedelta(days=9), lambda: play.bank(number, facts))
    play.add(max(first + timedelta(days=5), at(2026, 7, 21, 10)), lambda: play.inspect(facts, 2025))


def _records(play: Play) -> None:
    """Upload the papers, decide the late requests, enter three sanctions, suspend one."""
    early = [facts.name for facts in ORGANIZATIONS if facts.name not in LATE]
    play.add(at(2024, 9, 18, 9), lambda: play.upload(early))
    play.add(at(2026, 11, 18, 10), lambda: play.upload(sorted(LATE)))
    lifted: list[Any] = []
    play.add(at(2025, 10, 9, 10), lambda: _sanction(play, SANCTIONS[0]))
    play.add(at(2025, 12, 8, 10), lambda: lifted.append(_sanction(play, SANCTIONS[1])))
    play.add(at(2026, 3, 16, 10), lambda: flows.lift_sanction(
        sanction_id=lifted[0].pk, on=date(2026, 3, 15), reason="已办理住所变更登记，移出活动异常名录。",
        actor=play.head,
    ))  # fmt: skip
    play.add(at(2026, 10, 19, 15), lambda: flows.suspend_organization(
        organization_id=play.made[SUSPENDED].pk, actor=play.head,
        reason="2026年上半年活动记录与台账不符，责令整改期间暂停核验。",
    ))  # fmt: skip
    play.add(at(2026, 10, 20, 10), lambda: _sanction(play, SANCTIONS[2]))
    play.add(at(2026, 11, 20, 16), lambda: _decide_late(play))


def _sanction(play: Play, row: SanctionRow) -> Any:
    facts = row._asdict()
    return flows.enter_sanction(organization_id=play.made[facts.pop("name")].pk, actor=play.clerk, **facts)


def _decide_late(play: Play) -> None:
    everything = {name: dict.fromkeys(play.cases[name].claimed, True) for name in (RETURNED, REFUSED)}
    flows.return_case(
        case_id=play.cases[RETURNED].pk,
        compared={**everything[RETURNED], "legal_representative": False},
        faults={"legal_representative": "与证书不一致：证书于今年6月换发，法定代表人为桂春梅，请更正后重新提交。"},
        actor=play.clerk,
    )
    flows.refuse_case(
        case_id=play.cases[REFUSED].pk,
        compared={**everything[REFUSED], "certificate_until": False},
        reason="登记证书有效期已于2026年8月届满，未见延续登记。换领新证书后可重新申请。",
        actor=play.clerk,
    )


def _own_members(play: Play) -> None:
    owner = person("org")
    play.add(at(2024, 9, 23, 9), lambda: _add_members(play, owner))
    play.add(at(2026, 11, 19, 9), lambda: flows.invite_member(
        organization_id=play.made[OURS].pk, address="caiwu@heling.example", role=MemberRole.FINANCE, actor=owner,
    ))  # fmt: skip


def _add_members(play: Play, owner: User) -> None:
    parts = {"editor": MemberRole.EDITOR, "signatory": MemberRole.SIGNATORY, "viewer": MemberRole.VIEWER}
    for part, role in parts.items():
        flows.add_member(organization_id=play.made[OURS].pk, user=person(part), role=role, actor=owner)


def certificate_days(registered: date, *, lapsed: bool = False) -> dict[str, date]:
    """Return the certificate's days: renewed every four years; a lapsed one was not renewed the last time."""
    first = registered
    while first.replace(year=first.year + 4) <= (date(2024, 1, 1) if lapsed else date(2026, 12, 31)):
        first = first.replace(year=first.year + 4)
    return {"certificate_from": first, "certificate_until": first.replace(year=first.year + 4)}


def graded(grade: str, registered: date, *, lapsed: bool = False) -> dict[str, Any]:
    """Return a grade with the day of its award; a lapsed one was awarded more than five years ago."""
    if not grade:
        return {}
    year = 2021 if lapsed else min(2025, max(2022 + registered.month % 4, registered.year + 2))
    return {"grade": grade, "grade_awarded_on": date(year, 5 if lapsed else 12, 6)}


def code_of(kind: str, division: str, number: int) -> str:
    subject = f"MJ{number * 7919 % 1_000_000:06d}"
    body = f"{kind}{division}{subject}{uscc.inner_check_character(subject)}"
    return body + uscc.check_character(body)


def bank_code(body: str) -> str:
    """Return eleven digits with the check digit that makes them a bank code."""
    product = 10
    for digit in body:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return f"{body}{(11 - product) % 10}"


def at(year: int, month: int, day: int, hour: int) -> datetime:
    return datetime(year, month, day, hour, tzinfo=clock.BEIJING)

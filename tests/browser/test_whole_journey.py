"""From a new organisation's sign-up to the close-out of its grant, in the browser and in Chinese.

Every act is done on the screen of the role that does it; the clock moves on between the days. What other organisations
and the experts' appointments need is prepared by flows (``opened``).
"""

import json
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import applicant, applying, closing, deciding, desk, granting, judging, paying, reporting, scoring
from tests.browser.city import copied, run_in, serving
from tests.browser.crawl import PHONE
from tests.browser.opened import CALL, OTHERS
from tests.browser.walks import walking
from venture.kernel.clock import BEIJING

pytestmark = [pytest.mark.browser, pytest.mark.minutes]

SCREENING = datetime(2026, 12, 2, 10, tzinfo=BEIJING)
REVIEW = datetime(2026, 12, 8, 9, tzinfo=BEIJING)
MET = "2026-12-08"
OVER = datetime(2026, 12, 21, 9, tzinfo=BEIJING)
PAID = datetime(2027, 1, 18, 9, tzinfo=BEIJING)
AGAIN = datetime(2027, 2, 1, 9, tzinfo=BEIJING)
BEGUN = datetime(2027, 3, 17, 17, tzinfo=BEIJING)
HALF = datetime(2027, 7, 26, 9, tzinfo=BEIJING)
AUTUMN = datetime(2027, 9, 14, 9, tzinfo=BEIJING)
END = datetime(2027, 12, 6, 9, tzinfo=BEIJING)
HALF_WAY = {"剪甲护足": "262", "自述走路脚疼": "20", "足部危险": "6"}
ALL = {"剪甲护足": "548", "自述走路脚疼": "52", "足部危险": "13"}
LEFT = "4,580"  # of 18,660 yuan that were paid; 14,080 were spent
FIGURES = {"资助额（元）": "18,660", "已付（元）": "18,660", "退回（元）": LEFT, "已记录活动": "2", "服务人次": "30"}
TITLE = "码头社区修脚剪甲日"
WRONG_ACCOUNT = "账号与户名不符，收款行退回。"


@dataclass
class Way:
    """What is carried from one day to the next."""

    chromium: Browser
    folder: Path
    code: str = ""
    other: str = ""
    signed_in: list[Any] = field(default_factory=list)


def apply(way: Way) -> None:
    """A new organisation signs up, is verified, and hands its application in."""
    run_in(way.folder, "-m", "tests.browser.opened", "call")
    with serving(way.folder, worker=True) as base, walking(way.chromium, base) as page:
        applicant.sign_up(page, applying.MOBILE, applying.NAME, applying.SECRET)
        applying.register(page)
        applying.bring_certificate(page)
        applying.ask_for_verification(page)
        with walking(way.chromium, base, persona="clerk") as staff:
            staff.goto("/admin/")
            desk.verify(staff, applying.ORGANIZATION)
        address = applying.begin(page, CALL.title)
        applying.fill(page, address)
        applying.bring_papers(page, address)
        with walking(way.chromium, base, PHONE) as community:
            applying.answer(community, applying.ask_community(page, address))
        applying.pledge(page, address)
        applying.sign(page)
        applying.receipt(page, "提交申报书")
        way.signed_in = page.context.cookies()
    way.code = address.strip("/").rsplit("/", 1)[-1]


def screen(way: Way) -> None:
    with serving(way.folder, at=SCREENING) as base:
        with walking(way.chromium, base, persona="operator") as staff:
            staff.goto("/admin/")
            desk.open_case(staff, way.code)
            desk.accept(staff, first=True)
        with walking(way.chromium, base, signed_in=way.signed_in) as page:
            page.goto(f"/applications/{way.code}/")
            expect(page.locator(".app-head .tag").first).to_have_text("已受理")


def decide(way: Way) -> None:
    """Three experts score; the ranking is locked, the list decided, the notice published."""
    experts = json.loads(run_in(way.folder, "-m", "tests.browser.opened", "experts"))
    with serving(way.folder, at=REVIEW) as base, ExitStack() as all_:
        operator, clerk, head = (
            all_.enter_context(walking(way.chromium, base, persona=who)) for who in ("operator", "clerk", "head")
        )
        deciding.start_review(operator, CALL.code)
        deciding.propose(operator, CALL.code, 3)
        deciding.put_in_force(clerk, CALL.code, 3)
        for session in experts.values():
            with walking(way.chromium, base, session=session) as page:
                score_all(page)
        deciding.rank(operator, head, CALL.code)
        ours, other, *_reserve = deciding.table(head)
        assert ours.code == way.code
        way.other = other.code
        deciding.select(clerk, CALL.code)
        deciding.decide(clerk, head, on=MET)
        deciding.announce(operator, head, CALL.code, "云民公示〔2026〕41号")


def score_all(page: Page) -> None:
    """Score each project by what it asks for: the less, the better, so that the story's own comes first."""
    rows = sorted(scoring.listed(page), key=lambda row: row.fen)
    assert len(rows) == OTHERS + 1
    level = {row.code: 9 - place for place, row in enumerate(rows)}
    scoring.begin(page)
    while page.locator("#sheet").count():
        scoring.score(page, [level[scoring.current(page)]])
        scoring.done(page)
    scoring.submit(page, len(rows))


def agree(way: Way) -> None:
    """The period has run out: the award is confirmed, its money allotted, the agreement signed by both."""
    with serving(way.folder, at=OVER) as base, ExitStack() as all_:
        clerk, head, maker, checker = (
            all_.enter_context(walking(way.chromium, base, persona=who))
            for who in ("clerk", "head", "finance_maker", "finance_checker")
        )
        page = all_.enter_context(walking(way.chromium, base, signed_in=way.signed_in))
        granting.confirm_award(clerk, CALL.code)
        granting.allot(maker, checker, CALL.title)
        granting.name_account(page)
        granting.confirm_account(clerk)
        granting.offer_and_send(clerk, CALL.code, way.code)
        granting.sign(page)
        granting.countersign(head, way.code)


def pay(way: Way, order: int, at: datetime, base: str, *, told: str = "", back: str = "") -> None:
    """The organisation asks for a tranche; a second person approves it, two of the finance bring it to the bank.

    ``told`` stands beside what it is to do next. ``back`` is why the receiving bank sent the money back.
    """
    voucher, number = f"{at:%Y%m%d}0001", f"云民财请〔2027〕{at:%m}-{order}号"
    with ExitStack() as all_:
        head, maker, checker = (
            all_.enter_context(walking(way.chromium, base, persona=who))
            for who in ("head", "finance_maker", "finance_checker")
        )
        page = all_.enter_context(walking(way.chromium, base, signed_in=way.signed_in))
        paying.ask(page, order, told)
        paying.approve(head, TITLE)
        paying.order(maker, TITLE)
        paying.check_and_send(maker, checker, number)
        paying.settle(maker, voucher, f"{at:%Y-%m-%d}")
        paying.received(page, way.code, order=order, voucher=voucher)
        if back:
            paying.come_back(maker, page, way.code, reason=back, voucher=f"T{at:%Y%m%d}01", day=f"{at:%Y-%m-%d}")


def pay_first(way: Way) -> None:
    """The first tranche comes back: the account was wrong. Another is named, and confirmed by the bureau."""
    with serving(way.folder, at=PAID) as base:
        pay(way, 1, PAID, base, back=WRONG_ACCOUNT)
        with (
            walking(way.chromium, base, signed_in=way.signed_in) as page,
            walking(way.chromium, base, persona="clerk") as clerk,
        ):
            granting.name_account(page, granting.RIGHT_NUMBER)
            granting.confirm_account(clerk)


def pay_again(way: Way) -> None:
    """The days after a change of the account are over: the tranche is asked for anew, and paid once."""
    with serving(way.folder, at=AGAIN) as base:
        pay(way, 1, AGAIN, base, told=WRONG_ACCOUNT)
        with walking(way.chromium, base, signed_in=way.signed_in) as page:
            paying.paid_once(page, way.code, reason=WRONG_ACCOUNT)


def begin(way: Way) -> None:
    """The round runs, the project begins; its first day is written down on a telephone, the first expense accepted."""
    with serving(way.folder, at=BEGUN) as base, ExitStack() as all_:
        staff, head = (all_.enter_context(walking(way.chromium, base, persona=who)) for who in ("clerk", "head"))
        phone = all_.enter_context(walking(way.chromium, base, PHONE, signed_in=way.signed_in))
        granting.give_up(staff, head, way.other)
        granting.let_run(head, CALL.code)
        reporting.start(staff, way.code)
        reporting.record(
            phone, way.code, activity="设座剪甲", on="2027-03-17", people=24, words="二十四位老人，排队到中午。"
        )
        reporting.spend(
            phone, way.code, yuan="3,480.00", on="2027-03-16", line="修脚工具与封装袋", purpose="修脚工具十二套",
            voucher="2027-03-001",
        )  # fmt: skip
        reporting.accept_expenses(staff, way.code)


def half(way: Way) -> None:
    """At half time: more work and money, the report, the evaluation, and the second tranche that waits for it."""
    with serving(way.folder, at=HALF) as base:
        with ExitStack() as all_:
            staff = all_.enter_context(walking(way.chromium, base, persona="operator"))
            phone = all_.enter_context(walking(way.chromium, base, PHONE, signed_in=way.signed_in))
            reporting.record(
                phone, way.code, activity="上门护足", on="2027-07-20", people=6, words="六位下不了楼的老人，护士陪同。"
            )
            reporting.spend(
                phone, way.code, yuan="4,000.00", on="2027-07-15", line="设座日泡脚料、敷料与茶水",
                purpose="上半年敷料与茶水", voucher="2027-07-001",
            )  # fmt: skip
            reporting.spend(
                phone, way.code, yuan="1,800.00", on="2027-07-16", line="修脚师傅带教与坐诊", purpose="师傅十个半天",
                voucher="2027-07-002",
            )  # fmt: skip
            reporting.accept_expenses(staff, way.code)
        report(way, base, "中期报告", HALF_WAY)
        assert evaluate(way, base, "中期评估") == "合格"
        pay(way, 2, HALF, base)


def report(way: Way, base: str, kind: str, reached: dict[str, str]) -> None:
    """The organisation hands a report in, the bureau accepts it."""
    with ExitStack() as all_:
        page = all_.enter_context(walking(way.chromium, base, signed_in=way.signed_in))
        staff = all_.enter_context(walking(way.chromium, base, persona="operator"))
        reporting.hand_in(page, way.code, kind, reached)
        reporting.accept_report(staff, way.code, kind)


def evaluate(way: Way, base: str, phase: str) -> str:
    """The evaluator judges, the organisation adds its words, another person confirms; return the grade it reads."""
    with ExitStack() as all_:
        evaluator, clerk = (
            all_.enter_context(walking(way.chromium, base, persona=who)) for who in ("evaluator", "clerk")
        )
        page = all_.enter_context(walking(way.chromium, base, signed_in=way.signed_in))
        judging.begin(evaluator, TITLE, phase)
        judging.write_own(page, way.code)
        judging.judge(evaluator)
        judging.confirm(clerk, evaluator.url)
        return judging.read_own(page, way.code, phase)


def autumn(way: Way) -> None:
    with serving(way.folder, at=AUTUMN) as base:
        with walking(way.chromium, base, PHONE, signed_in=way.signed_in) as phone:
            reporting.spend(
                phone, way.code, yuan="3,000.00", on="2027-09-10", line="上门两人交通误餐", purpose="上门六十次误餐",
                voucher="2027-09-001",
            )  # fmt: skip
        report(way, base, "进度报告", {})


def end(way: Way) -> None:
    """The last work, report, evaluation and tranche; what is left comes back; one checks, another closes."""
    with serving(way.folder, at=END, worker=True) as base:
        with ExitStack() as all_:
            operator = all_.enter_context(walking(way.chromium, base, persona="operator"))
            phone = all_.enter_context(walking(way.chromium, base, PHONE, signed_in=way.signed_in))
            reporting.spend(
                phone, way.code, yuan="1,800.00", on="2027-11-26", line="修脚师傅带教与坐诊", purpose="师傅十个半天",
                voucher="2027-11-001",
            )  # fmt: skip
            reporting.accept_expenses(operator, way.code)
        report(way, base, "末期报告", ALL)
        assert evaluate(way, base, "结项评估") == "优秀"
        pay(way, 3, END, base)
        with ExitStack() as all_:
            operator, maker, clerk, head = (
                all_.enter_context(walking(way.chromium, base, persona=who))
                for who in ("operator", "finance_maker", "clerk", "head")
            )
            notice = closing.announce(clerk, head, CALL.code, "结项评估", "云民公示〔2027〕58号")
            with walking(way.chromium, base, PHONE) as anybody:
                closing.read_results(anybody, notice, way.code, "优秀")
            closing.may_be_closed(operator, TITLE)
            closing.begin(operator, way.code)
            closing.give_back(maker, way.code, yuan=LEFT, voucher="S202712060001")
            closing.check(operator)
            closing.close(head, operator.url)
            kept = closing.archive(head)
            granting.archive_round(head, CALL.code)
        assert {name.split("/")[0] for name in kept} == {
            "records", "agreement", "payments", "expenses", "activities", "index.csv",
        }  # fmt: skip
        with walking(way.chromium, base, PHONE) as anybody:
            closing.read_in_public(anybody, TITLE, FIGURES)
    for command in ("check_invariants", "verify_audit"):
        run_in(way.folder, "manage.py", command)


STAGES = (apply, screen, decide, agree, pay_first, pay_again, begin, half, autumn, end)


def test_from_sign_up_to_a_closed_grant(chromium: Browser) -> None:
    with copied(plain=True) as folder:
        way = Way(chromium, folder)
        for stage in STAGES:
            stage(way)

"""From a confirmed award to an agreement in force: its money, the organisation's account, both signatures."""

import re

from playwright.sync_api import Page, expect

from tests.browser.applicant import CODE, newest
from tests.browser.applying import MOBILE, ORGANIZATION
from tests.browser.deciding import press
from tests.browser.desk import choose

DOCUMENT = "云溪财社〔2026〕61号"
BANK, BRANCH, NUMBER = "云溪银行", "码头支行", "6313 9900 8800 6655"
RIGHT_NUMBER = "6313 9900 8800 7728"
SILENT = "签订期限已过，多次联系未予签署，按放弃处理。"


def confirm_award(clerk: Page, call: str) -> None:
    """After the period, nobody having objected."""
    clerk.goto(f"/admin/desk/decision/{call}/")
    press(clerk, "确认到期的立项", "已确认立项 2 个")


def allot(maker: Page, checker: Page, title: str) -> None:
    """The money of every envelope is proposed by one of the finance, and booked by the other."""
    maker.goto("/admin/")
    choose(maker, "资金总览")
    maker.get_by_role("main").get_by_role("link", name=title).click()
    maker.get_by_label(re.compile("^文号")).first.fill(DOCUMENT)
    press(maker, "提出全部领域的额度下达", "待第二人确认")
    checker.goto(maker.url)
    press(checker, "确认入账", "已确认入账")


def name_account(page: Page, number: str = NUMBER) -> None:
    """The owner names where the organisation is paid, or another account than before."""
    page.goto("/applications/")
    page.get_by_role("link", name=ORGANIZATION).first.click()
    page.get_by_role("link", name=re.compile("账户")).first.click()
    page.get_by_label("开户银行").fill(BANK)
    page.get_by_label("开户支行").fill(BRANCH)
    page.get_by_label("账号", exact=True).fill(number)
    page.get_by_role("button", name="提交账户").click()
    expect(page.get_by_role("heading", name="待另一人确认")).to_be_visible()


def confirm_account(clerk: Page) -> None:
    """Where nobody else in the organisation could, the bureau confirms the account."""
    clerk.goto("/admin/")
    choose(clerk, "银行账户")
    rows = clerk.locator("#result_list tbody tr", has_text=ORGANIZATION).filter(has_text="待")
    rows.get_by_role("link", name=ORGANIZATION).first.click()
    clerk.get_by_role("button", name=re.compile("^确认")).first.click()
    expect(clerk.locator(".messages")).to_be_visible()


def offer_and_send(clerk: Page, call: str, code: str) -> None:
    clerk.goto(f"/admin/desk/agreements/{call}/")
    clerk.get_by_role("button", name=re.compile("^全部发出")).first.click()
    expect(clerk.locator(".messages")).to_be_visible()
    clerk.get_by_role("link", name=re.compile(code)).first.click()
    press(clerk, "起草", "已起草")
    press(clerk, "发送签署", "已发送")


def sign(page: Page) -> None:
    """Find the agreement from the own desk, and sign it by the code that the telephone is sent."""
    page.goto("/applications/")
    page.get_by_role("link", name="我的资助项目").first.click()
    page.get_by_role("main").get_by_role("link", name=re.compile("码头社区修脚")).first.click()
    page.get_by_role("button", name=re.compile("^发送验证码")).click()
    page.get_by_label("验证码", exact=True).fill(newest(page, CODE, to=MOBILE[-4:]))
    page.get_by_role("button", name="用验证码签章").click()
    expect(page.locator(".agr-next h2")).to_have_text(re.compile("会签"))


def countersign(head: Page, code: str) -> None:
    head.goto("/admin/")
    choose(head, "资助项目")
    head.get_by_role("link", name=code, exact=True).click()
    press(head, "会签", "协议已生效")


def let_run(head: Page, call: str) -> None:
    """The agreements are signed: the head takes the whole round on."""
    head.goto(f"/admin/desk/agreements/{call}/")
    head.get_by_role("link", name="本届绩效目标表").click()
    press(head, "进入实施", "已进入实施")


def give_up(clerk: Page, head: Page, code: str) -> None:
    """An agreement that nobody signed in time: one proposes that it counts as given up, another confirms."""
    clerk.goto("/admin/")
    choose(clerk, "资助项目")
    clerk.get_by_role("link", name=code, exact=True).click()
    clerk.locator("summary", has_text="按放弃处理").click()
    clerk.get_by_label("理由").last.fill(SILENT)
    press(clerk, "提出", "第二人")
    head.goto(clerk.url)
    press(head, "确认放弃并递补", "放弃")


def archive_round(head: Page, call: str) -> None:
    """All projects of the round are over: the head puts it away; nothing of it can be taken further."""
    head.goto(f"/admin/desk/agreements/{call}/")
    head.get_by_role("link", name="本届绩效目标表").click()
    press(head, "归档本届", "已归档")
    expect(head.get_by_role("button", name="归档本届")).to_have_count(0)
    expect(head.locator(".tag").first).to_have_text("已归档")

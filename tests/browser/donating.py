"""Donations on the screens: rules, a fund, intentions on a telephone, money in and out by two persons each."""

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.deciding import press
from tests.browser.desk import choose
from tests.browser.examined import Walk
from tests.browser.paying import pdf
from venture.kernel.money import format_yuan

HOLDER, BANK, NUMBER = "云溪市慈善会", "云溪银行营业部", "6228 9900 7700 5511"
FUND, SLUG, DONOR = "夕照守望基金", "xizhao", "云溪夕照药业有限公司"
DIRECTED = "社会定向捐赠"
RULES = {
    "holder": HOLDER, "bank": BANK, "number": NUMBER, "takes_until": "2026-12-05", "counts_until": "2026-12-10",
    "least_fen": "500", "points": "10", "full_share": "50",
}  # fmt: skip
ABOUT = {
    "name": FUND, "slug": SLUG, "donor_name": DONOR, "consent": "冠名基金捐赠协议第六条",
    "purpose": "陪伴失能老人的家庭。", "story": "从三条街开始。", "goal_fen": "50000", "founded_on": "2026-11-27",
}  # fmt: skip


@dataclass
class Donation:
    """Who gives how much for what, and the numbers under which it is kept. ``receipt`` comes with the intention."""

    name: str
    kind: str
    mobile: str
    fen: int
    aim: str
    number: int
    shown: bool = False
    receipt: str = ""

    @property
    def yuan(self) -> str:
        return format_yuan(self.fen)

    @property
    def ticket(self) -> str:
        return f"公益票26{self.number:06d}"


def set_rules(walk: Walk, call: str) -> None:
    """Say how the round takes donations: to which account, and until when they count."""
    page = walk.page
    page.goto("/admin/")
    choose(page, "捐赠规则")
    page.get_by_role("link", name=re.compile("^新增")).first.click()
    page.locator("[name=round]").select_option(label=call)
    for name, value in RULES.items():
        page.locator(f"[name={name}]").fill(value)
    walk.look("gift-1-rules")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#result_list")).to_contain_text(call)


def found(walk: Walk, head: Walk) -> None:
    """Write a named fund down with its donor's consent; the head opens it."""
    page = walk.page
    page.goto("/admin/")
    choose(page, "冠名基金")
    page.get_by_role("link", name=re.compile("^新增")).first.click()
    page.locator("[name=field]").select_option("elderly")
    for name, value in ABOUT.items():
        page.locator(f"[name={name}]").fill(value)
    walk.look("gift-2-fund")
    page.get_by_role("button", name="保存", exact=True).click()
    head.page.goto("/admin/")
    choose(head.page, "冠名基金")
    head.page.get_by_role("link", name=FUND).click()
    press(head.page, "开放基金", "基金已公开，可接受捐赠。")


def shortlist(walk: Walk, head: Walk, call: str, codes: list[str]) -> None:
    """Draw the shortlist from the accepted applications; another person publishes it."""
    page = walk.page
    page.goto("/admin/desk/notices/new/?kind=shortlist")
    page.locator("[name=round]").select_option(label=call)
    page.get_by_label(re.compile("^标题")).fill("为老服务专项创投入围项目公示")
    page.locator("[name=text]").fill("经资格与形式审查，下列项目入围，现予公布。\n\n@list")
    page.get_by_role("button", name=re.compile("^保存")).click()
    for code in codes:
        page.locator(f"[name=project][value='{code}']").check()
    press(page, "生成清单", "清单已生成。")
    walk.look("gift-3-shortlist")
    press(page, "提请发布", "已提请")
    head.page.goto(page.url)
    press(head.page, "批准并发布", "已发布")


def intend(walk: Walk, call: str, donation: Donation) -> None:
    """Two steps on a telephone: what for, then who gives how much. The receipt number is kept."""
    page = walk.page
    page.goto("/projects/")
    page.get_by_role("link", name=re.compile("冠名基金")).first.click()
    page.locator("section", has=page.get_by_role("heading", name=call)).get_by_role("link", name="我要捐赠").click()
    walk.look(f"gift-4-aims-{donation.number}")
    page.get_by_role("link", name=donation.aim).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(donation.aim)
    page.locator(f"[name=donor_kind][value={donation.kind}]").check()
    page.get_by_label("单位名称或本人姓名").fill(donation.name)
    page.get_by_label("拟捐金额（元）").fill(donation.yuan)
    page.get_by_label("手机号").fill(donation.mobile)
    if donation.shown:
        page.locator("[name=shown]").check()
    walk.look(f"gift-5-form-{donation.number}")
    page.get_by_role("button", name="登记意向").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("捐赠意向回执")
    expect(page.get_by_text("请勿", exact=False).first).to_be_visible()
    walk.look(f"gift-6-receipt-{donation.number}")
    donation.receipt = page.locator(".receipt-no").inner_text()


def open_desk(page: Page, donation: Donation) -> None:
    page.goto("/admin/")
    choose(page, "捐赠(?!规则|退还)")
    page.locator("#searchbar").fill(donation.receipt)
    page.get_by_role("button", name="查询").click()
    page.locator("#result_list").get_by_role("link", name=donation.receipt).click()


def agree(walk: Walk, donation: Donation) -> None:
    """The office rang the donor up; the agreement is signed."""
    page = walk.page
    open_desk(page, donation)
    expect(page.get_by_text(donation.mobile)).to_be_visible()
    page.get_by_label("已签协议编号").fill(f"云慈捐字〔2026〕{donation.number}号")
    press(page, "协议已签订", "协议已登记")


def receive(maker: Walk, checker: Walk, donation: Donation, day: str) -> None:
    """One of the finance records the bank's slip with the receipt's scan; the other confirms what arrived."""
    page = maker.page
    open_desk(page, donation)
    form = page.locator("form[action$='/act/receive/']")
    form.locator("[name=kind][value=money]").check()
    form.locator("[name=amount_fen]").fill(donation.yuan)
    form.locator("[name=on]").fill(day)
    form.locator("[name=voucher]").fill(f"S2026{donation.number:06d}")
    form.locator("[name=receipt_number]").fill(donation.ticket)
    form.locator("input[type=file]").first.set_input_files([pdf("捐赠票据.pdf")])
    expect(page.locator("[data-item].done")).to_have_count(1)
    form.get_by_role("button", name="记录").click()
    expect(page.locator(".messages")).to_contain_text("已登记，待第二人确认。")
    expect(page.get_by_role("button", name="确认入账")).to_have_count(0)
    maker.look(f"gift-7-recorded-{donation.number}")
    open_desk(checker.page, donation)
    press(checker.page, "确认入账", "已确认，款项已入账。")


def row_of(page: Page, aim: str) -> Locator:
    return page.locator("table.money-table tbody tr", has_text=aim)


def open_round(page: Page, donation: Donation) -> None:
    """Go from a donation to those of its round."""
    open_desk(page, donation)
    page.locator("nav.crumbs").get_by_role("link").nth(1).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("本届捐赠")


def figures(page: Page, aim: str) -> list[str]:
    """Return what a project earns: donations that count, share, matched, filled up, points."""
    return [cell.inner_text().split("\n")[-1].split()[0] for cell in row_of(page, aim).locator("td").all()[1:]]


def select(walk: Walk, call: str, code: str, wan: str) -> None:
    """Select those above the pass mark; the round's ratio gives the amount of one by itself."""
    page = walk.page
    page.goto(f"/admin/desk/ranking/{call}/")
    page.get_by_label("合格线").fill("60")
    press(page, "生成名单", "已按规则生成名单")
    expect(page.locator(f"#p-{code}")).to_contain_text(wan)
    walk.look("gift-8-selection")
    press(page, "送审定", "已送审定")


def give_back(clerk: Walk, head: Walk, maker: Walk, donation: Donation, *, voucher: str, day: str) -> None:
    """Ask for every refund that is owed; another person approves it; the finance sends it back by its slip."""
    page = clerk.page
    open_round(page, donation)
    owed = page.locator("section", has=page.locator("#dr"))
    expect(owed).to_contain_text(f"1笔、{donation.yuan}元")
    clerk.look("gift-9-owed")
    press(page, "对应退的捐赠全部申请退还", "已申请退还1笔")
    open_desk(page, donation)
    expect(page.get_by_role("button", name="同意退还")).to_have_count(0)
    open_desk(head.page, donation)
    press(head.page, "同意退还", "已同意，由财务退还。")
    open_desk(maker.page, donation)
    maker.page.get_by_label("银行回单号").first.fill(voucher)
    maker.page.get_by_label("退还日期").fill(day)
    press(maker.page, "确认已退还", "已退还并入账。")
    maker.look("gift-10-sent-back")


def support(clerk: Walk, head: Walk, donation: Donation, aim: str, yuan: str) -> None:
    """Let the fund pay a part of an award: proposed by one, approved by another."""
    page = clerk.page
    open_round(page, donation)
    page.locator("summary", has_text="由基金承担部分资助款").click()
    form = page.locator("form[action$='/act/support/']")
    option = form.locator("[name=project_id] option", has_text=aim)
    form.locator("[name=project_id]").select_option(str(option.get_attribute("value")))
    form.locator("[name=source_id]").select_option(label=FUND)
    form.locator("[name=amount_fen]").fill(yuan)
    form.locator("[name=reason]").fill("与基金宗旨一致。")
    press(page, "提出", "已提出，由科室负责人审批。")
    head.page.goto(page.url)
    press(head.page, "同意", "已同意，发出资助要约时列入。")
    head.look("gift-11-support")


def look_up(walk: Walk, donation: Donation, step: str) -> None:
    """Ask where the donation stands, with the receipt number and the mobile number alone."""
    page = walk.page
    page.goto("/funds/")
    page.get_by_role("link", name="查询捐赠进度").click()
    page.get_by_label("受理编号").fill(donation.receipt)
    page.get_by_label("手机号").fill(donation.mobile)
    page.get_by_role("button", name="查询", exact=True).click()
    expect(page.locator(".receipt-no")).to_have_text(donation.receipt)
    walk.look(f"gift-12-{step}")


def fund_money(walk: Walk, step: str) -> list[str]:
    """Return what the public page of the fund says: came in, went to projects, left."""
    page = walk.page
    page.goto("/funds/")
    page.get_by_role("link", name=FUND).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(FUND)
    walk.look(f"gift-13-fund-{step}")
    return page.locator(".flow-money b").all_inner_texts()

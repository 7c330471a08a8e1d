"""A tranche from its request to the bank's voucher: the organisation, a second person, and two of the finance."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.deciding import press
from tests.browser.desk import choose
from tests.venture.files import samples


def ask(page: Page, order: int, told: str = "") -> None:
    """The owner asks for a tranche where the project tells what comes next, with the receipt. ``told`` stands there."""
    page.goto("/grants/")
    page.get_by_role("main").get_by_role("link", name=re.compile("码头社区修脚")).first.click()
    following = page.locator(".nextup")
    expect(following).to_contain_text(told)
    following.get_by_role("link", name="申请拨付本期款项").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"第 {order} 期")
    page.get_by_label("票据号码").fill(f"云财票2027{order:04d}")
    page.locator("[data-upload] input[type=file]").first.set_input_files([pdf("收据.pdf")])
    expect(page.locator("[data-item].done")).to_have_count(1)
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_text("申请已提交")).to_be_visible()


def approve(head: Page, title: str) -> None:
    """Look at the checks of the request, and approve it."""
    head.goto("/admin/")
    choose(head, "资金拨付")
    _row(head, title).get_by_role("link").last.click()
    expect(head.locator(".pay-dock .stopped")).to_be_visible()
    press(head, "审核通过", "已审核通过，转财务拨付。")


def order(maker: Page, title: str) -> None:
    """Put the approved request into an order."""
    maker.goto("/admin/desk/payments/?tab=approved")
    _row(maker, title).get_by_role("checkbox").check()
    press(maker, "将所选制成拨付单", "拨付单已制作")


def check_and_send(maker: Page, checker: Page, number: str) -> None:
    """Another person of the finance compares the order with the leaders' request; its maker sends it."""
    checker.goto(maker.url)
    checker.get_by_label("拨款请示文号").fill(number)
    checker.locator("#oc-f").set_input_files([pdf("拨款请示.pdf")])
    press(checker, "复核无误，可以付款", "已复核")
    maker.reload()
    press(maker, "付款", "已送银行")


def settle(maker: Page, voucher: str, day: str) -> None:
    """Record the bank's voucher number and day, with its receipt."""
    maker.get_by_role("link", name="登记回单").click()
    maker.get_by_label("凭证编号").first.fill(voucher)
    maker.get_by_label("银行记账日期").first.fill(day)
    maker.get_by_label("银行回单").first.set_input_files([pdf("银行回单.pdf")])
    press(maker, "登记已付", "已登记为已付。")
    expect(maker.locator(".tag", has_text="已拨付").first).to_be_visible()


def received(page: Page, code: str, *, order: int, voucher: str) -> None:
    """The organisation reads on its own page that the money is there."""
    page.goto(f"/grants/{code}/money/")
    step = page.locator(".money-steps > li").nth(order - 1)
    expect(step).to_contain_text("已拨付")
    expect(step).to_contain_text(voucher)


def come_back(maker: Page, page: Page, code: str, *, reason: str, voucher: str, day: str) -> None:
    """The receiving bank sent the money back: the finance records it, and the organisation reads why."""
    maker.locator("summary", has_text="款项被退回").click()
    act = maker.locator("form", has=maker.get_by_role("button", name="登记退回"))
    act.get_by_label("理由").fill(reason)
    act.get_by_label("凭证编号").fill(voucher)
    act.get_by_label("银行记账日期").fill(day)
    act.get_by_label("银行回单").set_input_files([pdf("退汇通知.pdf")])
    press(maker, "登记退回", "退回")
    expect(maker.locator(".tag", has_text="银行退票").first).to_be_visible()
    page.goto(f"/grants/{code}/")
    expect(page.locator(".nextup")).to_contain_text(reason)
    page.goto(f"/grants/{code}/money/")
    expect(page.locator(".money-steps > li").first).not_to_contain_text("已拨付")
    expect(page.locator(".sums")).to_contain_text("0.00")


def paid_once(page: Page, code: str, *, reason: str) -> None:
    """The tranche stands as paid, the one that came back among the earlier requests, and the sum is paid once."""
    page.goto(f"/grants/{code}/money/")
    first = page.locator(".money-steps > li").first
    expect(first).to_contain_text("已拨付")
    amount = first.locator("h3 .num").inner_text()
    received = page.locator(".sums > div", has=page.locator("dt", has_text=re.compile("^已收到|^已到账")))
    expect(received.locator("dd")).to_have_text(amount)
    earlier = page.locator("section", has=page.get_by_role("heading", name="以往申请"))
    expect(earlier.locator("li")).to_have_count(1)
    expect(earlier).to_contain_text(reason)


def pdf(name: str) -> Any:
    return {"name": name, "mimeType": "application/pdf", "buffer": samples.pdf()}


def _row(page: Page, title: str) -> Any:
    return page.locator("table.pay-table tbody tr", has_text=title)

"""An objection's way: filed on the public page by a person, accepted, examined and upheld by people without a part."""

import re

from playwright.sync_api import Page, expect

from tests.browser.deciding import press
from tests.browser.desk import choose

NAME, MOBILE = "曾广和", "19900090177"
TEXT = "该项目申报书所列的合作单位从未同意合作，附件中的同意函不是该单位出具的，可以向该单位核实。"
FINDINGS = "向合作单位当面核实：该单位未出具同意函，申报机构承认自行制作。"
REPLY = "经核查，申报材料中的合作同意函不真实，异议成立，该项目不予立项。"


def file(page: Page, notice: str, code: str) -> str:
    """Object by real name to a project of the notice; return the number of the receipt."""
    page.goto(notice)
    page.get_by_role("link", name="提出异议").first.click()
    form = page.locator("#objection form")
    form.get_by_text("个人", exact=True).click()
    form.get_by_label("单位名称或您的姓名").fill(NAME)
    form.get_by_label("手机号").fill(MOBILE)
    form.get_by_label("针对的项目").select_option(value=code)
    form.get_by_label("异议内容与事实依据").fill(TEXT)
    form.get_by_role("button", name="提交异议").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("异议受理回执")
    return page.locator(".receipt-no").inner_text()


def examine(desk: Page, handler: Page, receipt: str, name: str) -> None:
    """Accept it and name the handler, who examines it and proposes the answer."""
    _open(desk, receipt)
    expect(desk.get_by_text(NAME)).to_be_visible()
    press(desk, "受理", "已受理")
    desk.get_by_label(re.compile("^承办人")).select_option(label=name)
    press(desk, "指定承办人", "已指定承办人")
    _open(handler, receipt)
    handler.get_by_label(re.compile("^核查情况")).fill(FINDINGS)
    handler.get_by_label("给提出人的答复").fill(REPLY)
    handler.get_by_label("公开的答复").fill(REPLY)
    press(handler, "提出答复意见", "已提出，由第二人决定")
    expect(handler.get_by_role("button", name="作出决定")).to_have_count(0)


def uphold(desk: Page) -> None:
    desk.reload()
    desk.get_by_label("成立：项目退出，依序递补").check()
    press(desk, "作出决定", "已决定")
    expect(desk.locator(".tag", has_text="成立").first).to_be_visible()


def follow(page: Page, receipt: str) -> None:
    """Read the answer with the receipt's number and the telephone's."""
    page.goto("/objections/")
    page.get_by_label("受理编号").fill(receipt)
    page.get_by_label("手机号").fill(MOBILE)
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_text(REPLY)).to_be_visible()


def _open(page: Page, receipt: str) -> None:
    page.goto("/admin/")
    choose(page, "异议")
    page.get_by_role("link", name=receipt).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(receipt)

"""A running project: begun by the bureau, its activities and expenses written down on a telephone, its reports."""

import re
from typing import Any
from zlib import crc32

from playwright.sync_api import Page, expect

from tests.browser.deciding import press
from tests.browser.desk import choose
from tests.venture.files import samples

SIDE, SIDES = 480, 200
TEXT = "按计划在社区活动室设座剪甲，行动不便的老人由护士陪同上门；学员轮值稳定，工具逐次消毒，未发生安全事件。"


def start(staff: Page, code: str) -> None:
    open_project(staff, code)
    press(staff, "启动项目", "已启动")


def open_project(staff: Page, code: str) -> None:
    """Find the running project in its list."""
    staff.goto("/admin/")
    choose(staff, "在施项目")
    staff.locator("#searchbar").fill(code)
    staff.get_by_role("button", name="查询").click()
    staff.locator("#result_list tbody tr", has_text=code).get_by_role("link").first.click()


def record(phone: Page, code: str, *, activity: str, on: str, people: int, words: str) -> None:
    """Write one activity down with a photo, in the five fields of the telephone."""
    phone.goto(f"/grants/{code}/")
    form = phone.locator("form[data-activity]")
    form.get_by_text(activity, exact=True).click()
    form.get_by_label("日期").fill(on)
    form.get_by_label("服务人次").fill(str(people))
    form.get_by_label(re.compile("^一句话评价")).fill(words)
    form.locator("input[type=file][name=photos]").set_input_files([photo("现场.jpg", words)])
    form.get_by_label("照片中的人都同意公开").check()
    form.get_by_role("button", name="保存这次活动").click()
    expect(form.locator("[name=words]")).to_have_value("")
    phone.goto(f"/grants/{code}/activities/")
    expect(phone.get_by_text(f"{people}人").first).to_be_visible()


def spend(phone: Page, code: str, *, yuan: str, on: str, line: str, purpose: str, voucher: str) -> None:
    """Enter one expense with a photo of its voucher."""
    phone.goto(f"/grants/{code}/")
    phone.get_by_role("link", name="记一笔支出").first.click()
    form = phone.locator("form:has([name=amount_fen])")
    form.get_by_label("金额（元）").fill(yuan)
    form.get_by_label("支付日期").fill(on)
    form.get_by_label("预算科目").select_option(label=line)
    form.locator("[name=purpose]").fill(purpose)
    form.get_by_label("收款方").fill("云溪市码头日用品商行")
    form.get_by_label("凭证号").fill(voucher)
    form.locator("[data-upload] input[type=file]").first.set_input_files([photo("发票.jpg", voucher)])
    expect(form.locator("[data-item].done")).to_have_count(1)
    form.get_by_role("button", name="登记支出").click()
    expect(phone.locator(".acts-list li", has_text=voucher)).to_be_visible()


def accept_expenses(staff: Page, code: str) -> None:
    """Look at each expense that waits, and accept it."""
    staff.goto(f"/admin/desk/projects/{code}/?tab=expenses")
    while (waiting := staff.locator(".acts-list li:has(button.primary)")).count():
        left = waiting.count()
        waiting.first.locator("summary").click()
        press(staff, "认可", "已认可并入账。")
        expect(waiting).to_have_count(left - 1)


def hand_in(page: Page, code: str, report: str, reached: dict[str, str]) -> None:
    """Write a report from the project's page, with what each indicator reached, and hand it in."""
    page.goto(f"/grants/{code}/")
    page.get_by_role("link", name=re.compile(f"^{report}")).first.click()
    for name, value in reached.items():
        page.get_by_label(re.compile(f"^{name}")).fill(value)
    for area in page.locator("form[data-report] textarea").all():
        area.fill(TEXT)
    page.get_by_role("button", name="提交报告").click()
    expect(page.get_by_text("已提交，主管单位审阅后会通知您结果。")).to_be_visible()


def accept_report(staff: Page, code: str, report: str) -> None:
    staff.goto(f"/admin/desk/projects/{code}/?tab=reports")
    staff.get_by_role("link", name=re.compile(report)).first.click()
    press(staff, "通过报告", "已通过，并已通知机构。")


def photo(name: str, of: str) -> Any:
    """Return a photo of something, each thing's another: the same one twice would strike the checks."""
    side = SIDE + crc32(of.encode()) % SIDES
    return {"name": name, "mimeType": "image/jpeg", "buffer": samples.photo(size=(side, SIDE))}

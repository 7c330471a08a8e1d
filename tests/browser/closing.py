"""The end of a grant on the bureau's page: what is owed comes back, one checks, another closes, the public reads it."""

import re
import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.deciding import bring_out, press
from tests.browser.desk import choose
from tests.browser.reporting import open_project

WORDS = "资料齐全，账目相符，结余资金已退回，同意结项归档。"


def announce(clerk: Page, head: Page, call: str, phase: str, number: str) -> str:
    """Draft the notice of a phase's results from what was confirmed, and publish it. Return its path on the portal."""
    clerk.goto(f"/admin/desk/agreements/{call}/")
    clerk.get_by_role("link", name="本届绩效目标表").click()
    row = clerk.locator("li", has_text=phase).filter(has=clerk.get_by_role("button"))
    row.get_by_role("button", name="起草公示").click()
    expect(clerk.locator(".messages")).to_contain_text("草稿已保存")
    return bring_out(clerk, head, number)


def read_results(anybody: Page, notice: str, code: str, grade: str) -> None:
    """Anybody reads the result on a telephone, and could object to this project by name while the period runs."""
    anybody.goto(notice)
    expect(anybody.locator(".of-body")).to_contain_text(code)
    expect(anybody.locator(".of-body")).to_contain_text(grade)
    anybody.get_by_role("link", name="提出异议").first.click()
    anybody.get_by_label("针对的项目").select_option(value=code)


def may_be_closed(staff: Page, title: str) -> None:
    """The list of projects that are ready names it; the number on the overview may be some seconds old."""
    staff.goto("/admin/")
    choose(staff, "可结项项目")
    expect(staff.locator("#result_list tbody tr", has_text=title)).to_be_visible()


def begin(staff: Page, code: str) -> None:
    """Go from the running project to its end, and begin the close-out: what is owed is claimed."""
    open_project(staff, code)
    staff.get_by_role("link", name="项目收尾").click()
    press(staff, "发起结项", "已发起结项")


def give_back(maker: Page, code: str, *, yuan: str, voucher: str) -> None:
    """The finance records that what was left came back."""
    maker.goto("/admin/")
    choose(maker, "应退资金")
    maker.locator("#result_list tbody tr", has_text=code).get_by_role("link").first.click()
    maker.locator("summary", has_text="登记退款").click()
    maker.get_by_label("金额（元）").first.fill(yuan)
    maker.get_by_label("凭证编号").fill(voucher)
    press(maker, "登记退款", "退款已登记")


def check(staff: Page) -> None:
    staff.reload()
    staff.get_by_label("结项说明").fill(WORDS)
    press(staff, "复核结项", "已复核")
    expect(staff.get_by_role("button", name="结项", exact=True)).to_have_count(0)


def close(head: Page, address: str) -> None:
    """Wait for the archive, look at the checklist, and close."""
    head.goto(address)
    archive = head.get_by_role("link", name=re.compile("zip"))
    for _look in range(60):
        if archive.count():
            break
        head.wait_for_timeout(500)
        head.reload()
    expect(head.locator(".checks li.bad")).to_have_count(0)
    press(head, "结项", "已结项")
    expect(head.locator(".panel .tag.teal").first).to_be_visible()


def archive(head: Page) -> list[str]:
    """Take the archive along; return the names of what is in it."""
    with head.expect_download() as coming:
        head.get_by_role("link", name=re.compile("zip")).click()
    with zipfile.ZipFile(Path(coming.value.path())) as packed:
        return packed.namelist()


def read_in_public(anybody: Page, title: str, figures: dict[str, str]) -> None:
    """Anybody finds the project on a telephone from the first page, and reads what became of its money."""
    anybody.goto("/")
    anybody.get_by_role("button", name="菜单").click()
    anybody.get_by_role("link", name="资助项目", exact=True).first.click()
    anybody.get_by_label("关键词").fill(title)
    anybody.get_by_role("button", name="查询").click()
    anybody.get_by_role("link", name=re.compile(title)).first.click()
    expect(anybody.locator("h1")).to_contain_text(title)
    expect(anybody.get_by_text("已结项").first).to_be_visible()
    for name, value in figures.items():
        place = anybody.locator("dl > div", has=anybody.locator("dt", has_text=re.compile(f"^{re.escape(name)}$")))
        expect(place.locator("dd").first).to_have_text(re.compile(f"^{value}"))
    for value in ("548人次", "52%", "13例"):
        expect(anybody.get_by_role("cell", name=value, exact=True)).to_be_visible()

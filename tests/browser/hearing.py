"""A live panel as its secretary plans and runs it, and an expert's tablet at the table."""

from collections.abc import Sequence

from playwright.sync_api import Page, expect

from tests.browser.deciding import press
from tests.browser.desk import choose
from tests.browser.scoring import score

SOON_MS = 6_000  # three times the polling


def plan(page: Page, called: str, codes: Sequence[str], experts: Sequence[str]) -> None:
    """Plan the session, the first expert in the chair; promise the order and draw it."""
    page.goto("/admin/")
    choose(page, "现场答辩")
    page.get_by_role("link", name=f"安排答辩：{called}").click()
    page.get_by_label("场次名称").fill("第一组上午")
    page.get_by_label("地点").fill("市社会组织培育基地三楼路演厅")
    page.get_by_label("指定下列编号").check()
    page.get_by_label("项目编号").fill("\n".join(codes))
    for name in experts:
        page.get_by_label(name, exact=True).check()
    page.get_by_label("组长").select_option(label=experts[0])
    page.get_by_role("button", name="保存", exact=True).click()
    press(page, "承诺抽签", "抽签已公示承诺")
    page.get_by_label("公共随机数").fill("8")
    press(page, "抽签", "答辩顺序已抽定")


def order(page: Page) -> list[str]:
    """Return the titles in the running order."""
    return page.locator("#pn-live td.p b").all_inner_texts()


def sit_down(page: Page) -> None:
    """Go from the own reviews to the table."""
    page.goto("/review/")
    page.get_by_role("link", name="进入评审席").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("答辩尚未开始")


def hear(page: Page, number: int, title: str, levels: Sequence[int]) -> None:
    """Wait until the tablet has followed by itself, and score by keyboard."""
    expect(page.get_by_role("heading", name=f"{number} · {title}")).to_be_visible(timeout=SOON_MS)
    score(page, levels)
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.get_by_text("组长锁定后生效")).to_be_visible()


def open_again(page: Page, number: int, title: str) -> None:
    """Go back to a project that was heard, to set a score right."""
    page.get_by_role("navigation", name="答辩顺序").get_by_role("link", name=f"{number} {title}").click()
    expect(page.get_by_role("heading", name=f"{number} · {title}")).to_be_visible()


def change_offline(page: Page, level: str) -> None:
    """Give the first criterion another level while the line is gone: the tablet keeps it."""
    page.context.set_offline(offline=True)
    page.locator(".crit[data-w] input:checked").first.focus()
    page.keyboard.press(level)
    expect(page.locator("[data-saved-words]")).to_contain_text("已存在本机")


def back_on_line(page: Page) -> None:
    """Let the line come back after the chair has locked: the server refuses, the tablet says so and keeps nothing."""
    page.context.set_offline(offline=False)
    expect(page.get_by_text("该项目评分已锁定，任何人不得再改动。")).to_be_visible(timeout=SOON_MS)
    expect(page.locator("[data-queue]")).to_contain_text("未被采用： 第1个项目的评分已由组长锁定")
    page.goto("/review/")
    expect(page.locator("[data-queue]")).to_be_hidden()


def means(page: Page) -> list[str]:
    """Return the means of the summary table, in the running order."""
    return page.get_by_role("region", name="评分汇总表").locator("td:last-child").all_inner_texts()

"""The budget's table, in the browser and in Chinese: typed, summed, judged, mended; pasted; undone; on a phone."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.beginning import begin_blank
from tests.browser.chromium import context
from tests.browser.city import served
from tests.browser.crawl import Crawler
from tests.browser.writing import rests

pytestmark = pytest.mark.browser

TABLE = "\n".join(
    "\t".join(row)
    for row in (
        ("支出内容", "类别", "数量", "单位", "单价（元）", "自筹"),
        ("邻里长者茶会", "活动执行", "24", "场", "900", "7,200"),
        ("安全手册", "印刷", "1000", "册", "4.50", ""),
        ("专职社工", "人员费用", "12", "月", "1,000", ""),
        ("合计", "", "", "", "38100", ""),
    )
)


@dataclass
class Desk:
    """One application of the demonstration's organisation, begun for these tests, and its owner at the desk."""

    chromium: Browser
    base: str
    path: str

    def page(self, width: int = 1440) -> Iterator[Page]:
        inside = context(self.chromium, self.base, "org_owner", width=width)
        crawler = Crawler(inside)
        crawler.page.goto(self.path)
        yield crawler.page
        # The next test begins with what this one left: all of it has to be at the server first.
        rests(crawler.page)
        inside.close()
        assert crawler.heard == []


@pytest.fixture(scope="module")
def desk(chromium: Browser) -> Iterator[Desk]:
    with served() as base:
        inside = context(chromium, base, "org_owner")
        page = inside.new_page()
        path = f"/applications/{begin_blank(page)}/budget/"
        page.goto(f"{path}paste/")
        page.locator("#paste-text").fill(TABLE)
        page.get_by_role("button", name="读取表格").click()
        expect(page.locator(".paste-table tbody tr")).to_have_count(3)
        page.get_by_role("button", name="导入 3 行").click()
        page.wait_for_url("**/budget/#undo")
        inside.close()
        yield Desk(chromium, base, path)


@pytest.fixture
def page(desk: Desk) -> Iterator[Page]:
    yield from desk.page()


@pytest.fixture
def phone(desk: Desk) -> Iterator[Page]:
    yield from desk.page(390)


def cell(page: Page, column: str, item: str) -> Locator:
    return page.get_by_role("textbox", name=f"{column} {item}", exact=True)


def rule(page: Page, words: str) -> Locator:
    return page.locator(".rule").filter(has_text=words)


def total(page: Page, name: str) -> Locator:
    return page.locator(f'[data-total="{name}"]')


def test_typing_sums_at_once_breaks_a_rule_and_its_remedy_mends_it(page: Page) -> None:
    staff = rule(page, "人员费占申请资助额的比例")
    expect(total(page, "grant")).to_have_text("30,900")
    expect(staff).to_contain_text("不符合")
    # (12,000 − x) ÷ (30,900 − x) = 30 % at 3,900.
    expect(staff).to_contain_text("减少 3,900 元即可达标")

    staff.get_by_role("link", name="去修改").click()
    price = cell(page, "单价", "专职社工")
    expect(price).to_be_focused()
    price.fill("６７５.０1")
    assert total(page, "grant").inner_text() == "27,000.12"
    expect(staff).to_contain_text("减少 0.12 元即可达标")
    price.fill("675")
    expect(staff).to_contain_text("符合：")
    expect(staff).to_have_class("rule ok")
    expect(page.locator("[data-announce]")).to_contain_text("人员费占申请资助额的比例 ≤ 30% 30%")
    expect(page.locator("[data-save-state]")).to_contain_text("已自动保存")

    page.reload()
    expect(cell(page, "单价", "专职社工")).to_have_value("675")
    cell(page, "单价", "专职社工").fill("1,000")
    expect(rule(page, "人员费占申请资助额的比例")).to_contain_text("减少 3,900 元即可达标")
    expect(page.locator("[data-save-state]")).to_contain_text("已自动保存")


def test_the_grid_is_walked_by_keys_and_a_line_is_added_by_the_last_enter(page: Page) -> None:
    price = cell(page, "单价", "邻里长者茶会")
    price.focus()
    page.keyboard.press("ArrowDown")
    expect(cell(page, "单价", "专职社工")).to_be_focused()
    page.keyboard.press("Enter")
    expect(cell(page, "单价", "安全手册")).to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect(cell(page, "单价", "专职社工")).to_be_focused()
    cell(page, "数量", "安全手册").press("Enter")
    expect(page.locator("tbody.line")).to_have_count(4)
    expect(page.get_by_role("textbox", name="支出内容").last).to_be_focused()
    page.keyboard.type("成果册")
    expect(page.get_by_role("button", name="移除 成果册")).to_be_visible()
    page.get_by_role("button", name="移除 成果册").click()
    expect(page.locator("tbody.line")).to_have_count(3)
    expect(page.locator("[data-save-state]")).to_contain_text("已自动保存")


def test_a_press_is_not_lost_when_the_page_has_something_to_say_meanwhile(page: Page) -> None:
    cell(page, "数量", "安全手册").press("Enter")
    page.keyboard.type("展板")
    button = page.get_by_role("button", name="移除 展板")
    button.hover()
    page.mouse.down()
    box = button.bounding_box()
    # As long as somebody presses slowly: the save has come back and the rules were judged.
    page.wait_for_timeout(1500)
    assert button.bounding_box() == box
    page.mouse.up()
    expect(page.locator("tbody.line")).to_have_count(3)
    expect(page.locator("[data-save-state]")).to_contain_text("已自动保存")


def test_a_removed_line_comes_back_where_it_stood(page: Page) -> None:
    order = page.locator("[data-order]").input_value()
    page.get_by_role("button", name="移除 专职社工").click()
    expect(page.locator("[data-undo-words]")).to_have_text("已删除“专职社工”。")
    expect(total(page, "grant")).to_have_text("18,900")

    page.get_by_role("button", name="撤销").click()

    expect(total(page, "grant")).to_have_text("30,900")
    expect(page.get_by_role("textbox", name="支出内容").nth(1)).to_be_focused()
    assert page.locator("[data-order]").input_value() == order


def test_rows_pasted_into_a_cell_are_seen_first_and_go_again_by_one_press(page: Page) -> None:
    page.get_by_role("textbox", name="支出内容").first.focus()
    page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const pasted = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
          document.activeElement.dispatchEvent(pasted);
        }""",
        "内容\t类别\t数量\t单价\n手环\t物资\t60\t320\n合计\t\t\t19200",
    )
    box = page.get_by_role("dialog", name="从表格粘贴")
    expect(box).to_contain_text("读到 1 行，合计 19,200 元，其中申请资助 19,200 元。")
    expect(page.locator("tbody.line")).to_have_count(3)

    box.get_by_role("button", name="在现有预算之后添加 1 行").click()
    expect(page.locator("[data-undo-words]")).to_have_text("已导入 1 行。")
    expect(page.locator("tbody.line")).to_have_count(4)
    expect(total(page, "grant")).to_have_text("50,100")

    page.get_by_role("button", name="撤销").click()
    expect(page.locator("tbody.line")).to_have_count(3)
    expect(total(page, "grant")).to_have_text("30,900")


def test_a_line_moves_to_the_group_of_its_kind(page: Page) -> None:
    row = page.locator("tbody.line").filter(has=cell(page, "单价", "安全手册"))
    row.get_by_role("button", name="测算依据、捐赠、类别、报价单 安全手册").click()
    row.get_by_role("combobox", name="支出类别 安全手册").select_option("material")
    expect(page.locator('[data-group="material"] [data-group-sum]')).to_have_text("4,500")
    row.get_by_role("combobox", name="支出类别 安全手册").select_option("publicity")
    expect(page.locator('[data-group="publicity"] [data-group-sum]')).to_have_text("4,500")
    expect(page.locator("[data-save-state]")).to_contain_text("已自动保存")


def test_on_a_phone_rows_are_folded_and_open_one_at_a_time(phone: Page) -> None:
    opened = phone.locator("tbody.line:not(.folded)")
    expect(opened).to_have_count(0)
    phone.get_by_role("button", name="邻里长者茶会", exact=True).click()
    expect(opened).to_have_count(1)
    phone.get_by_role("button", name="安全手册", exact=True).click()
    expect(opened).to_have_count(1)
    expect(cell(phone, "单价", "安全手册")).to_be_visible()
    expect(cell(phone, "单价", "邻里长者茶会")).to_be_hidden()
    assert phone.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0

    rule(phone, "人员费占申请资助额的比例").get_by_role("link", name="去修改").click()
    expect(cell(phone, "单价", "专职社工")).to_be_focused()

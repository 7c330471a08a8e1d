"""The desk's way through the admin: an organisation verified, an application screened, given back and accepted."""

import re

from playwright.sync_api import Page, expect


def verify(page: Page, organization: str) -> None:
    """Compare each item with the certificate, then verify."""
    choose(page, "机构核验")
    page.get_by_role("link", name=re.compile(organization)).first.click()
    for agrees in page.locator(".yn label", has_text=re.compile(r"^\s*一致\s*$")).all():
        agrees.click()
    page.get_by_label("完成后留在本页").check()
    page.get_by_role("button", name="核验通过").click()
    expect(page.locator(".tag", has_text="核验通过").first).to_be_visible()


def choose(page: Page, words: str) -> None:
    """Choose in the desk's menu, which a narrow window keeps behind a button."""
    wanted = page.get_by_role("navigation", name="经办菜单").get_by_role("link", name=re.compile(f"^{words}"))
    if not wanted.first.is_visible():
        page.get_by_role("button", name="菜单").click()
    wanted.first.click()


def open_case(page: Page, code: str) -> None:
    choose(page, "申报")
    page.locator("#searchbar").fill(code)
    page.get_by_role("button", name="查询").click()
    page.get_by_role("link", name=code, exact=True).click()


def give_back(page: Page, asked: str, place: str) -> None:
    """Look at each item that the data left open, and give one place back."""
    page.get_by_role("button", name="开始审查").click()
    judge_rest(page)
    scope = page.locator("#item-scope")
    scope.locator("label", has_text="不符合").click()
    scope.get_by_label("请机构补什么").fill(asked)
    scope.get_by_label("在申报书哪一处").fill(_place_of(page, place))
    page.get_by_role("button", name=re.compile("预览补正通知")).click()
    expect(page.get_by_text(asked)).to_be_visible()
    page.get_by_role("button", name="发出补正，看下一件").click()


def accept(page: Page, *, first: bool = False) -> None:
    """Look at what came back, or at what came in ``first``, and accept."""
    page.get_by_role("button", name="开始审查" if first else "继续审查补正").click()
    judge_rest(page)
    page.get_by_label("完成后留在本页").check()
    page.get_by_role("button", name="通过，看下一件").click()
    expect(page.locator(".tag", has_text="受理").first).to_be_visible()


def judge_rest(page: Page) -> None:
    """What is open fits; what the data found amiss is overruled with a note, as a desk may."""
    # The case is open once its answers can be chosen; a slow page would have none to look at yet.
    expect(page.locator("[data-item] input[type=radio]:enabled").first).to_be_attached()
    for item in page.locator("[data-item]").all():
        chosen = item.locator("input:checked")
        if chosen.count() and chosen.get_attribute("value") != "fails":
            continue
        if chosen.count():
            item.locator("summary").click()
            item.get_by_label("备注").fill("纸质材料已核对。")
        item.locator("label", has_text=re.compile("^符合$")).click()


def _place_of(page: Page, words: str) -> str:
    places = page.locator("#places option").evaluate_all("all => all.map((each) => each.value)")
    return next(place for place in places if words in place)

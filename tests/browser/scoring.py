"""An expert at the scoring desk who has no mouse: Tab, the keys 1–9 and 0, Ctrl+Enter, and what is typed."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from playwright.sync_api import Page, expect

from tests.browser import keys

MOST = 120
TIE = "现在或曾经任职"
REASON = "预算明细与活动逐项对应，单价有依据。"
COMMENT = "需求依据扎实，服务安排具体可行，建议补充志愿者更替的预案。"
LATE = "志愿者培训的课时也请列明。"
# What has the focus: the place of a criterion, and whether marks, a reason, the opinion or the comment are given there.
PLACE = """() => {
  const e = document.activeElement, crit = e.closest(".crit[data-w]");
  const all = [...document.querySelectorAll(".crit[data-w]")];
  const kind = e.type === "radio" ? (crit ? "marks" : "opinion") : e.name === "comment" ? "comment" :
    e.tagName === "TEXTAREA" && crit ? "reason" : "";
  return { kind, number: all.indexOf(crit), of: all.length };
}"""


class Row(NamedTuple):
    """A project as an expert's list shows it."""

    code: str
    fen: int


def listed(page: Page) -> list[Row]:
    """Return the projects of the own list."""
    page.goto("/review/")
    rows = page.locator(".rv-list tbody tr").all()
    return [Row(_words(row.locator("th")), _fen(_words(row.locator("td.num").first))) for row in rows]


def _words(place: Any) -> str:
    return str(place.inner_text()).split("\n")[0].strip()


def _fen(text: str) -> int:
    return round(float(text.replace(",", "")) * 100)


def begin(page: Page) -> None:
    page.goto("/review/")
    go_on(page)


def go_on(page: Page) -> None:
    """Go on from the own list by keyboard; where nothing is left, stay."""
    if page.get_by_role("link", name="继续评审").count():
        keys.follow(page, "继续评审")


def current(page: Page) -> str:
    return str(page.locator("#sheet").get_attribute("data-code"))


def score(page: Page, levels: Sequence[int]) -> None:
    """Give each criterion its level, in the order of the sheet, with reasons, the opinion and a comment."""
    given = set[str]()
    for _press in range(MOST):
        page.keyboard.press("Tab")
        place: dict[str, Any] = page.evaluate(PLACE)
        key = f"{place['kind']}{place['number']}"
        if not place["kind"] or key in given:
            continue
        given.add(key)
        if place["kind"] == "marks":
            page.keyboard.press(str(levels[place["number"] % len(levels)] % 10))
        elif place["kind"] == "reason":
            page.keyboard.insert_text(REASON)
        elif place["kind"] == "opinion":
            page.keyboard.press("Space")
        else:
            page.keyboard.insert_text(COMMENT)
            return
    raise AssertionError("no way by Tab to the end of the sheet")


def done(page: Page) -> None:
    """Press Ctrl+Enter and wait for the page that follows."""
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")


def add_late(page: Page) -> None:
    """Add to the comment right after it was saved by itself, and be done at once: nothing of it is lost."""
    code, saved = current(page), page.locator("[data-saved-words]")
    expect(saved).to_contain_text("已保存")
    page.keyboard.insert_text(LATE)
    done(page)
    page.goto("/review/summary/")
    page.get_by_role("link", name=code, exact=True).click()
    expect(page.locator("#comment")).to_have_value(COMMENT + LATE)


def step_aside(page: Page, words: str) -> None:
    keys.follow(page, "申请回避")
    page.keyboard.press("Tab")
    keys.tick(page, TIE)
    keys.write(page, "简要说明", words)
    keys.follow(page, "申请回避")
    expect(page.get_by_text("您已回避，该项目已移出名单。")).to_be_visible()


def submit(page: Page, count: int) -> None:
    """Hand all sheets in from the summary, by keyboard."""
    page.goto("/review/")
    keys.follow(page, "我的汇总")
    keys.follow(page, f"提交 {count} 份评分表")
    expect(page.get_by_text("已全部提交，感谢您的评审。")).to_be_visible()

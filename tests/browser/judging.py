"""An evaluation: its sheet by the evaluator, the organisation's own words, the second person's confirmation."""

import re

from playwright.sync_api import Page, expect

OWN = "活动按计划完成，服务人次和转介例数达到目标；个别上门因天气顺延，已在当月补做。"
OPINION = "活动按计划开展，服务记录完整，专账核算规范；建议补充服务对象前后对比资料。"
FINDINGS = {
    "走访": "走访活动室一处，签到册、照片与活动记录一致。",
    "财务核查": "抽查全部凭证，专账核算，与预算科目相符。",
}


def begin(page: Page, title: str, phase: str) -> None:
    """The evaluator begins what is due."""
    page.goto("/evaluation/")
    row = page.locator("li.task", has_text=title).filter(has_text=phase).filter(has=page.get_by_role("button"))
    row.get_by_role("button", name=re.compile("^开始评估")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def write_own(page: Page, code: str) -> None:
    """The organisation finds the evaluation from its project and hands its own words over."""
    page.goto(f"/grants/{code}/")
    page.get_by_role("navigation", name="项目页面").get_by_role("link", name="项目评估").click()
    page.get_by_label(re.compile("^机构自评")).fill(OWN)
    page.get_by_role("button", name="提交评估方").click()
    expect(page.get_by_text(OWN).first).to_be_attached()


def judge(page: Page) -> None:
    """Write the visit and the finance check, give every item its points, and propose the result."""
    page.reload()
    expect(page.get_by_text(OWN)).to_be_visible()
    for part, words in FINDINGS.items():
        page.locator("summary", has_text="填写走访或财务核查").click()
        page.get_by_label(part, exact=True).check()
        page.get_by_label("情况说明").fill(words)
        page.get_by_role("button", name="保存", exact=True).first.click()
        expect(page.get_by_text(words)).to_be_visible()
    for place in page.locator("[name^=given_]").all():
        place.fill(str(float(place.get_attribute("max") or "0") * 0.9))
    for place in page.locator("[name^=reached_], [name^=target_]").all():
        place.fill("100")
    page.get_by_label("评估意见").fill(OPINION)
    page.get_by_role("button", name="保存并提请确认").click()
    expect(page.get_by_text("已提出，等待另一人复核。")).to_be_visible()
    expect(page.get_by_role("button", name="确认结果")).to_have_count(0)


def confirm(staff: Page, address: str) -> None:
    """Another person reads the sheet and confirms it."""
    staff.goto(address)
    staff.get_by_role("button", name="确认结果").click()
    expect(staff.locator(".page-h .tag.teal")).to_have_text("已确认")


def read_own(page: Page, code: str, phase: str) -> str:
    """The organisation reads the grade on its own page."""
    page.goto(f"/grants/{code}/")
    page.get_by_role("navigation", name="项目页面").get_by_role("link", name="项目评估").click()
    part = page.locator("section", has=page.get_by_role("heading", level=2, name=re.compile(phase)))
    expect(part).to_contain_text(OPINION)
    return part.locator("h2 .tag").inner_text()

"""The desk's way from a closed call to a published notice: review, assignment, ranking, selection, decision."""

import re
from typing import Any, NamedTuple

from playwright.sync_api import Page, expect

from tests.venture.files import samples

MET, MINUTES = "2026-12-01", "局长办公会〔2026〕19号"


class Place(NamedTuple):
    """A line of the ranking: ``remark`` is the margin, or how a tie was parted."""

    code: str
    rank: str
    mean: str
    remark: str


def press(page: Page, name: str, said: str) -> None:
    """Press a button of the desk and read what the desk says."""
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator(".messages")).to_contain_text(said)


def start_review(page: Page, code: str) -> None:
    page.goto(f"/admin/desk/review/{code}/")
    press(page, "启动评审", "评审已启动")


def propose(page: Page, code: str, order: int) -> None:
    """Let the plan be computed: who reads what, or what changes after somebody stepped aside."""
    page.goto(f"/admin/desk/assigning/{code}/{order}/")
    press(page, "生成方案", "方案已生成")


def put_in_force(page: Page, code: str, order: int) -> None:
    page.goto(f"/admin/desk/assigning/{code}/{order}/")
    press(page, "确认生效并通知专家", "已生效")


def rank(operator: Page, head: Page, code: str) -> None:
    """The lot is promised, the ranking computed, and locked by somebody else."""
    operator.goto(f"/admin/desk/ranking/{code}/")
    press(operator, "登记摇号", "摇号已登记")
    press(operator, "计算", "已按收到的评分计算")
    head.goto(f"/admin/desk/ranking/{code}/")
    press(head, "锁定排名", "已锁定")


def select(clerk: Page, code: str) -> None:
    """Select down the ranking by the rules of the page, look at the line, and send the list."""
    clerk.goto(f"/admin/desk/ranking/{code}/")
    press(clerk, "生成名单", "已按规则生成名单")
    press(clerk, "送审定", "已送审定")


def table(page: Page) -> list[Place]:
    """Return the ranking as its page shows it, in the order of the page."""
    return [
        Place(
            str(row.get_attribute("id")).removeprefix("p-"), row.locator("td.k").inner_text(),
            row.locator("td.m b").inner_text(), row.locator("td.g").inner_text(),
        )
        for row in page.locator("table.rank tr[id]").all()
    ]  # fmt: skip


def parts(page: Page) -> list[str]:
    """Return the codes above the line, "线", and those below it."""
    rows = page.locator("table.rank tr[id], table.rank tr.cut").all()
    return [str(row.get_attribute("id") or "p-线").removeprefix("p-") for row in rows]


def decide(clerk: Page, head: Page, *, on: str = MET) -> None:
    """The meeting's decision is recorded from its minutes by one, and compared with them by another."""
    clerk.get_by_role("link", name="去审定").click()
    clerk.get_by_label(re.compile("^会议(?!日期)")).fill("局长办公会")
    clerk.get_by_label("会议日期").fill(on)
    clerk.get_by_label("纪要编号").fill(MINUTES)
    scan: Any = {"name": "会议纪要.pdf", "mimeType": "application/pdf", "buffer": samples.pdf()}
    clerk.get_by_label("纪要扫描件").set_input_files([scan])
    press(clerk, "登记审定结果", "已登记，由另一人与纪要核对")
    head.goto(clerk.url)
    press(head, "名单与纪要一致，审定", "已审定")


def announce(operator: Page, head: Page, code: str, number: str) -> str:
    """Draft the notice from the decision, give it its number and place, publish it by a second person.

    Return its path on the portal.
    """
    operator.goto(f"/admin/desk/awards-notice/{code}/")
    press(operator, "起草公示", "草稿已保存")
    return bring_out(operator, head, number)


def bring_out(operator: Page, head: Page, number: str) -> str:
    """Give a drafted notice its number and place, and publish it by a second person. Return its path on the portal."""
    operator.get_by_role("link", name="更改", exact=True).click()
    operator.get_by_label("文号").fill(number)
    operator.get_by_label("发布渠道").fill("云溪市民政局门户网站")
    press(operator, "保存并预览", "已保存")
    press(operator, "提请发布", "已提请")
    expect(operator.get_by_role("button", name="批准并发布")).to_have_count(0)
    head.goto(operator.url)
    press(head, "批准并发布", "已发布")
    return str(head.get_by_role("link", name=re.compile("门户")).last.get_attribute("href"))


def listed(page: Page, part: str) -> list[str]:
    """Return the codes of a part of the decision, in its order."""
    rows = page.get_by_role("region", name=part, exact=True).locator("tr[id]").all()
    return [str(row.get_attribute("id")).removeprefix("p-") for row in rows]


def award(page: Page, code: str) -> str:
    """Return what the decision's page says of a project's award."""
    return page.locator(f"#p-{code} td:last-child .tag").inner_text()


def title(page: Page, code: str) -> str:
    return page.locator(f"#p-{code} td.p b").inner_text()

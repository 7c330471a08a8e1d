"""A member unit's task on the screens: units of the plan entered, tasks given out, reported on a telephone, judged."""

import re

from playwright.sync_api import Page, expect

from tests.browser.deciding import press
from tests.browser.desk import choose
from tests.browser.examined import Walk, say
from tests.browser.reporting import photo

UNIT, OTHER = "市财政局", "市慈善会"
TASK, DUE = "落实本轮资助经费", "11月30日"
LATE_TEXT = re.compile(f"“({TASK})”.*已于")
WORDS = "资助经费600万元已列入年度预算，其中福彩公益金480万元、一般公共预算120万元，12月2日下达。"


def sign_up(walk: Walk, mobile: str, name: str, secret: str) -> None:
    """Open an account on a telephone, as the office asked the contact person to."""
    from tests.browser.applicant import sign_up as open_account

    open_account(walk.page, mobile, name, secret)


def take_over(walk: Walk) -> None:
    """Enter two units of the plan with their duties and tasks; the others of the plan are left for later."""
    page = walk.page
    page.goto("/admin/")
    choose(page, "成员单位$")
    page.get_by_role("link", name="新增成员单位").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("录入成员单位")
    walk.look("unit-1-plan")
    for box in page.locator("[name=names]").all():
        box.set_checked(box.get_attribute("value") in {UNIT, OTHER})
    press(page, "录入所选单位", "已录入 2 家单位")


def name_contact(walk: Walk, mobile: str, name: str) -> None:
    """Name who speaks for the unit: from now on this person sees its tasks."""
    page = walk.page
    page.get_by_role("link", name=UNIT, exact=True).click()
    expect(page.get_by_text("尚无")).to_be_visible()
    page.get_by_label("账号的手机号码或电子邮箱").fill(mobile)
    page.get_by_label("职务").fill("社保科副科长")
    press(page, "指定为联络员", "已指定")
    expect(page.locator("#u-people").locator("xpath=../..")).to_contain_text(name)
    walk.look("unit-2-contact")


def give_out(walk: Walk, code: str, count: int) -> None:
    """Give out what the division of work asks of the units that are new in this round."""
    page = walk.page
    page.goto(f"/admin/rounds/{code}/")
    page.get_by_role("link", name="成员单位任务").last.click()
    press(page, "补下分工中尚缺的任务", f"已下达 {count} 项任务")
    expect(page.locator("li.task", has_text=TASK)).to_contain_text(UNIT)
    walk.look("unit-3-given")


def told(walk: Walk, words: str) -> None:
    """Find a message in the inbox, and go from it to where it leads."""
    page = walk.page
    page.goto("/inbox/")
    walk.look(f"unit-4-inbox-{words}")
    page.get_by_role("button", name=re.compile(words)).or_(
        page.get_by_role("link", name=re.compile(words))
    ).first.click()


def see_owed(walk: Walk, tag: str) -> None:
    """The list of what the unit owes says how the task stands."""
    page = walk.page
    page.goto("/tasks/")
    row = page.locator("li.task", has_text=TASK)
    expect(row).to_contain_text(DUE)
    expect(row.locator(".tag")).to_have_text(tag)
    walk.look(f"unit-5-owed-{tag}")
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TASK)


def take_up(walk: Walk) -> None:
    say(walk.page, "签收，开始办理", "已签收，办完后请在此反馈。")


def report(walk: Walk) -> None:
    """Report back in three fields, with a picture of the paper."""
    page = walk.page
    expect(page.locator("main form :is(textarea, input:not([type=hidden]):not([type=file])):visible")).to_have_count(2)
    page.get_by_label("实施情况").fill(WORDS)
    page.get_by_label("覆盖人数或单位数").fill("5")
    page.locator("[data-upload] input[type=file]").first.set_input_files([photo("下达文件.jpg", WORDS)])
    expect(page.locator("[data-item].done")).to_have_count(1)
    walk.look("unit-7-report")
    say(page, "提交报告", "已反馈。办公室审阅后办结或退回补充。")
    expect(page.get_by_text(WORDS)).to_be_visible()


def follow(walk: Walk) -> None:
    """Go from the leader's first page to the units of the round."""
    page = walk.page
    page.goto("/")
    page.get_by_role("link", name="我的工作台").click()
    page.get_by_role("link", name=re.compile("成员单位")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("成员单位工作进展")


def tile(page: Page, name: str) -> str:
    """Return the figure of a tile of the leader's page."""
    return (
        page.locator(".tiles > div", has=page.locator("dt", has_text=re.compile(f"^{name}$")))
        .locator("dd")
        .first.inner_text()
    )


def judge(walk: Walk) -> None:
    """Read the report from the office's queue and accept it."""
    page = walk.page
    page.goto("/admin/")
    choose(page, "成员单位任务")
    page.get_by_role("link", name=TASK, exact=True).click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.locator("header, main").get_by_text("逾期 3 天反馈").first).to_be_visible()
    walk.look("unit-9-judge")
    press(page, "认可，办结", "已认可")


def see_done(walk: Walk) -> None:
    """What is over stands folded at the end of the unit's list."""
    page = walk.page
    page.goto("/tasks/")
    page.locator("summary", has_text="1 项").click()
    expect(page.locator("details li.task", has_text=TASK).locator(".tag")).to_have_text("已办结")
    walk.look("unit-9-done")

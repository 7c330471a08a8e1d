"""A training on the screens: entered and announced, places taken and given back, the code at the door, the record."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser import camera
from tests.browser.deciding import press
from tests.browser.desk import choose
from tests.browser.examined import Walk, say
from tests.browser.paying import pdf

TITLE, MINUTES = "项目财务与凭证管理实务", 180
DAY, LAST = "2026-12-05", "2026-12-04"
FIELDS = {
    "title": TITLE, "lead": "带走一套可以直接用的凭证清单和月度对账表。", "teacher": "罗敬之",
    "place": "市社会组织发展中心三楼", "starts_at_0": DAY, "starts_at_1": "14:00", "ends_at_0": DAY,
    "ends_at_1": "17:00", "minutes": str(MINUTES), "signs_until_0": LAST, "signs_until_1": "18:00", "seats": "2",
    "seats_each": "1",
}  # fmt: skip


def announce(walk: Walk) -> None:
    """Enter a training with two places, one for each organisation, and announce it."""
    page = walk.page
    page.goto("/admin/")
    choose(page, "培训与工作坊")
    page.get_by_role("link", name=re.compile("^新增")).click()
    for name, value in FIELDS.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=ability]").select_option("finance")
    walk.look("training-1-entry")
    page.get_by_role("button", name="保存").click()
    press(page, "发布", "已发布")
    walk.look("training-2-announced")


def own_page(page: Page, organization: str, tab: str) -> None:
    """Go from one's desk to a page of one's organisation."""
    page.goto("/applications/")
    page.get_by_role("link", name=organization).first.click()
    page.get_by_role("link", name=tab).first.click()


def open_training(page: Page) -> None:
    """Find the training in the list that everybody sees."""
    page.goto("/organizations/trainings/")
    page.get_by_role("main").get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def mine(page: Page) -> Locator:
    return page.locator("section", has=page.locator("#t-mine"))


def take_place(walk: Walk, step: str) -> None:
    page = walk.page
    open_training(page)
    walk.look(f"training-3-free-{step}")
    say(page, "确认报名", "报名成功。")
    expect(mine(page).locator(".tag")).to_have_text("已报名")


def wait_for_place(walk: Walk) -> None:
    """Nothing is free: take the first place on the waiting list."""
    page = walk.page
    open_training(page)
    expect(page.get_by_text("2 / 2")).to_be_visible()
    say(page, "加入候补", "您已加入候补")
    expect(mine(page)).to_contain_text("有空位时首先递补您")
    expect(page.get_by_text("2 / 2 · 1 人候补")).to_be_visible()
    walk.look("training-4-waits")


def give_back(walk: Walk) -> None:
    open_training(walk.page)
    say(walk.page, "退还名额", "名额已退还，由候补人员递补。")
    walk.look("training-5-given-back")


def moved_up(walk: Walk) -> None:
    """The message that a place is free leads to the training, on whose page one has it."""
    page = walk.page
    page.goto("/inbox/")
    message = page.locator("li", has_text="您已递补到名额").filter(has_text=TITLE)
    message.get_by_role("button", name=re.compile("打开")).click()
    expect(mine(page).locator(".tag")).to_have_text("已报名")
    walk.look("training-6-moved-up")


def show_door(walk: Walk) -> str:
    """Show the code at the door; return the path that a camera reads from it."""
    page = walk.page
    page.goto("/admin/")
    choose(page, "培训与工作坊")
    page.get_by_role("link", name=TITLE, exact=True).click()
    page.get_by_role("link", name="显示签到二维码").click()
    expect(page.get_by_text("已到 0 人，共 2 人")).to_be_visible()
    walk.look("training-7-door")
    return urlsplit(camera.read(page.locator(".door svg"))).path


def arrive(walk: Walk, path: str, name: str) -> None:
    """Scan the code and press once."""
    page = walk.page
    page.goto(path)
    expect(page.get_by_text(f"您是{name}")).to_be_visible()
    walk.look("training-8-here")
    say(page, "我到了", "欢迎，签到成功。")
    expect(mine(page).locator(".tag")).to_have_text("已到场")


def close_list(walk: Walk, there: str, away: str) -> None:
    """After the training: who came is on the list with the time, who did not is absent."""
    page = walk.page
    page.goto("/admin/")
    choose(page, "培训与工作坊")
    page.get_by_role("link", name=TITLE, exact=True).click()
    press(page, "关闭名单", "名单已关闭")
    expect(page.locator("tbody tr", has_text=there).locator(".tag")).to_have_text("已到场")
    expect(page.get_by_role("link", name="显示签到二维码")).to_have_count(0)
    expect(page.locator("tbody tr", has_text=away).locator(".tag")).to_have_text("未到场")
    walk.look("training-9-list")


def rate(walk: Walk) -> None:
    page = walk.page
    open_training(page)
    page.locator("fieldset.marks label", has_text="5").click()
    page.get_by_label(re.compile("^一句话")).fill("凭证清单拿回去就用上了。")
    walk.look("training-10-feedback")
    say(page, "提交评价", "谢谢。")


def record(walk: Walk, organization: str, hours: int, *, attended: bool) -> None:
    """The organisation's record says how many hours count, and for what."""
    page = walk.page
    own_page(page, organization, "能力建设")
    places = page.locator("section", has=page.locator("#c-places"))
    expect(places.locator(".task-h .tag")).to_have_text(f"累计 {hours} 小时")
    expect(places.locator("li", has_text=TITLE).locator(".tag")).to_have_text("已到场" if attended else "已报名")
    walk.look(f"training-record-{hours}")


def open_money(page: Page, title: str) -> None:
    page.goto("/grants/")
    page.get_by_role("main").get_by_role("link", name=title).first.click()
    page.get_by_role("navigation", name="项目页面").get_by_role("link", name="项目资金").click()


def is_kept(walk: Walk, title: str, reason: str) -> None:
    """The tranche cannot be asked for: a cross says why, and who can mend it."""
    page = walk.page
    open_money(page, title)
    step = page.locator(".money-steps > li").first
    expect(step.locator(".checks .bad")).to_have_count(1)
    expect(step.locator(".checks .bad")).to_contain_text(reason)
    expect(step.locator(".checks .bad")).to_contain_text("由机构处理")
    expect(page.get_by_role("link", name="申请拨付本期款项")).to_have_count(0)
    walk.look("training-money-cross")


def ask(walk: Walk, title: str) -> None:
    """Nothing keeps the tranche any more: it is asked for with its receipt."""
    page = walk.page
    open_money(page, title)
    expect(page.locator(".money-steps > li").first.locator(".checks .bad")).to_have_count(0)
    page.get_by_role("link", name="申请拨付本期款项").click()
    page.get_by_label("票据号码").fill("云财票20260901")
    page.locator("[data-upload] input[type=file]").first.set_input_files([pdf("收据.pdf")])
    expect(page.locator("[data-item].done")).to_have_count(1)
    walk.look("training-money-ask")
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_text("申请已提交")).to_be_visible()


def approve(walk: Walk, title: str, words: str) -> None:
    """The head reads the tick of the hours among the others, and approves."""
    page = walk.page
    page.goto("/admin/")
    choose(page, "资金拨付")
    page.locator("table.pay-table tbody tr", has_text=title).get_by_role("link").last.click()
    tick = page.locator(".checks li", has_text=words)
    expect(tick).to_be_visible()
    expect(page.locator(".checks li.bad")).to_have_count(0)
    walk.look("training-money-ticks")
    press(page, "审核通过", "已审核通过，转财务拨付。")

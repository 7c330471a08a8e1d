"""A live panel with three browsers: the secretary calls, two tablets follow and score by keyboard, the chair locks."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import context
from tests.browser.city import copied, run_in, serving
from tests.browser.crawl import Crawler

pytestmark = pytest.mark.browser
TABLET, SOON = 820, 3_000


@contextmanager
def tablet(chromium: Browser, base: str, session: str) -> Iterator[Page]:
    """Yield an expert's tablet; what the console or the network says against the page fails."""
    inside = context(chromium, base, width=TABLET)
    inside.add_cookies([{"name": "sessionid", "value": session, "url": base}])
    crawler = Crawler(inside, axe=False)
    yield crawler.page
    assert crawler.heard == []
    inside.close()


def score(page: Page, level: str) -> None:
    """Give every criterion this level by its key, write the reasons, wait for the server's word."""
    for group in page.locator(".crit[data-w]").all():
        group.locator("input[type=radio]").first.focus()
        page.keyboard.press(level)
        if group.locator("textarea").count():
            group.locator("textarea").fill("依据充分。")
    expect(page.locator("[data-saved-words]")).to_contain_text("已保存")


def test_tablets_follow_the_secretary_and_the_chair_locks(chromium: Browser) -> None:
    with copied() as folder, ExitStack() as open_:
        ready = json.loads(run_in(folder, "-m", "tests.browser.seated"))
        base = open_.enter_context(serving(folder))
        staff = context(chromium, base, "operator")
        open_.callback(staff.close)
        secretary = staff.new_page()
        chair, other = (open_.enter_context(tablet(chromium, base, each)) for each in ready["sessions"])
        for page in (chair, other):
            page.goto(f"/review/panel/{ready['panel']}/")
        secretary.goto(f"/admin/desk/panel/{ready['panel']}/")
        secretary.get_by_role("button", name="开始答辩").click()
        for order, (title, press) in enumerate(
            zip(ready["titles"], ("叫第一个项目", "下一个项目"), strict=True), start=1
        ):
            secretary.get_by_role("button", name=press).click()
            for page, level in ((chair, "8"), (other, "7")):
                expect(page.get_by_role("heading", name=f"{order} · {title}")).to_be_visible(timeout=SOON)
                score(page, level)
        expect(secretary.locator("#pn-live .ok")).to_have_count(4)
        secretary.get_by_role("button", name="结束答辩").click()
        expect(chair.get_by_role("heading", name="全部项目已答辩完毕")).to_be_visible(timeout=SOON)
        chair.get_by_label("评分不齐时的理由").fill("仅两位专家到会")
        chair.get_by_role("button", name="锁定全场评分").click()
        expect(other.get_by_role("heading", name="本场评分已锁定")).to_be_visible(timeout=SOON)
        secretary.reload()
        expect(secretary.get_by_role("region", name="评分汇总表")).to_contain_text("80.00")

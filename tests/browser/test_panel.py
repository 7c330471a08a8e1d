"""A live panel in the browser and in Chinese: the secretary calls, tablets follow and score, the chair locks."""

import json
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import hearing
from tests.browser.city import copied, run_in, serving
from tests.browser.deciding import press
from tests.browser.walks import walking

pytestmark = [pytest.mark.browser, pytest.mark.minutes]
TABLET = 820


LEVELS = ((9, 8, 7), (8, 8, 7), (9, 7, 6))  # of each project by each expert
MEANS = ["80.00", "76.67", "73.33"]


def test_tablets_follow_the_secretary_and_nobody_scores_after_the_chair_has_locked(chromium: Browser) -> None:
    with copied(plain=True) as folder, ExitStack() as open_:
        called = json.loads(run_in(folder, "-m", "tests.browser.called", "3", "3", "live"))
        base = open_.enter_context(serving(folder))
        secretary = open_.enter_context(walking(chromium, base, persona="operator"))
        tablets = {
            name: open_.enter_context(walking(chromium, base, TABLET, session=session))
            for name, session in called["experts"].items()
        }
        hold(secretary, tablets, called)


def hold(secretary: Page, tablets: dict[str, Page], called: dict[str, Any]) -> None:
    hearing.plan(secretary, called["title"], called["projects"], list(tablets))
    titles, (chair, *others) = hearing.order(secretary), tablets.values()
    assert len(titles) == len(called["projects"])
    for page in tablets.values():
        hearing.sit_down(page)
    press(secretary, "开始答辩", "答辩已开始")
    for number, (title, levels) in enumerate(zip(titles, LEVELS, strict=True), start=1):
        press(secretary, "叫第一个项目" if number == 1 else "下一个项目", "已叫号")
        for page, level in zip(tablets.values(), levels, strict=True):
            hearing.hear(page, number, title, [level])
    expect(secretary.locator("#pn-live .ok")).to_have_count(len(titles) * len(tablets))
    press(secretary, "结束答辩", "答辩环节已结束")
    for page in tablets.values():
        expect(page.get_by_role("heading", name="全部项目已答辩完毕")).to_be_visible(timeout=hearing.SOON_MS)

    # One of them changes a score while the line is gone; the chair locks meanwhile.
    late = others[0].context.new_page()  # nobody listens here to what the network says
    late.goto(others[0].url)
    others[0].close()
    hearing.open_again(late, 1, titles[0])
    hearing.change_offline(late, "2")
    chair.get_by_role("button", name="锁定全场评分").click()
    expect(chair.get_by_role("heading", name="本场评分已锁定")).to_be_visible()
    hearing.back_on_line(late)
    secretary.reload()
    assert hearing.means(secretary) == MEANS

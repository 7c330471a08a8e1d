"""The page of a job follows the work by itself, stops asking at the end, and says the end aloud."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Request, expect

from tests.browser.chromium import context
from tests.browser.city import served, stops
from tests.browser.crawl import Crawler

pytestmark = pytest.mark.browser
LONGER_THAN_ONE_TURN = 3000


@pytest.fixture
def own_city() -> Iterator[str]:
    """Serve a copy of the demonstration for this test alone: its job will be stopped."""
    with served() as base:
        yield base


def test_the_page_sees_by_itself_that_the_work_was_stopped_elsewhere(chromium: Browser, own_city: str) -> None:
    path = next(stop.path for stop in stops() if stop.name == "jobs:progress")
    inside = context(chromium, own_city, "org_owner")
    watching, elsewhere = Crawler(inside), Crawler(inside)
    page, asked = watching.page, list[str]()

    def note(request: Request) -> None:
        if request.url.endswith(path) and request.headers.get("hx-request"):
            asked.append(request.url)

    page.on("request", note)
    page.goto(path)
    expect(page.locator("#job-state")).to_contain_text("等待中")
    button = page.get_by_role("button", name="停止任务")
    button.focus()
    page.wait_for_timeout(LONGER_THAN_ONE_TURN)
    assert len(asked) >= 1
    expect(button).to_be_focused()

    elsewhere.page.goto(path)
    elsewhere.page.get_by_role("button", name="停止任务").click()
    expect(elsewhere.page.locator("#job-state")).to_contain_text("已取消")

    expect(page.locator("#job-state")).to_contain_text("已取消")
    expect(page.locator("#job-said")).to_have_text("已取消")
    expect(button).to_have_count(0)
    before = len(asked)
    page.wait_for_timeout(LONGER_THAN_ONE_TURN)
    assert len(asked) == before
    assert watching.heard + elsewhere.heard == []
    inside.close()

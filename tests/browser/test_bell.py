"""The bell counts by itself, hears what is read elsewhere, asks ever less, stops when somebody was signed out."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Request, expect

from tests.browser.chromium import context
from tests.browser.city import served
from tests.browser.crawl import Crawler

pytestmark = pytest.mark.browser
FIVE_MINUTES, AN_HOUR = 5 * 60_000, 60 * 60_000


@pytest.fixture
def own_city() -> Iterator[str]:
    """Serve a copy of the demonstration for this test alone: its messages will be read."""
    with served() as base:
        yield base


def test_the_bell_follows_the_inbox_and_gives_up_with_the_session(chromium: Browser, own_city: str) -> None:
    inside = context(chromium, own_city, "org_owner")
    watching, elsewhere = Crawler(inside), Crawler(inside)
    page, asked = watching.page, list[str]()

    def note(request: Request) -> None:
        if request.url.endswith("/inbox/unread/"):
            asked.append(request.url)

    page.clock.install()
    page.on("request", note)
    page.goto("/needs/")
    bell = page.locator(".masthead .bell")
    number = bell.locator(".bell-count")
    expect(number).to_be_visible()
    unread = int(number.inner_text())
    expect(bell).to_have_accessible_name(f"消息 {unread} 条未读消息")

    elsewhere.page.goto("/inbox/")
    elsewhere.page.get_by_role("button", name="全部标为已读").click()
    expect(elsewhere.page.get_by_role("button", name="全部标为已读")).to_have_count(0)
    page.clock.run_for(FIVE_MINUTES)
    expect(number).to_be_hidden()
    expect(bell).to_have_accessible_name("消息")

    inside.clear_cookies()
    page.clock.run_for(AN_HOUR)
    page.wait_for_timeout(500)
    before = len(asked)
    page.clock.run_for(AN_HOUR)
    page.wait_for_timeout(500)
    assert len(asked) == before < 10
    expect(bell).to_have_accessible_name("消息")
    assert watching.heard + elsewhere.heard == []
    inside.close()


def test_without_scripts_the_bell_is_a_link_to_the_inbox(chromium: Browser, own_city: str) -> None:
    made = context(chromium, own_city, "org_owner")
    cookies = made.cookies()
    made.close()
    bare = chromium.new_context(base_url=own_city, java_script_enabled=False)
    bare.add_cookies([{"name": each["name"], "value": each["value"], "url": own_city} for each in cookies])
    page = bare.new_page()
    page.goto("/")
    page.locator(".masthead .bell").click()
    page.get_by_role("button", name="全部标为已读").click()

    assert page.url == f"{own_city}/inbox/"
    expect(page.get_by_role("button", name="全部标为已读")).to_have_count(0)
    expect(page.get_by_text("未读 0 条")).to_be_visible()
    bare.close()

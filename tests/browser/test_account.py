"""The account pages behind a fresh proof, in a real browser: the crawl of all screens meets only their question."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from accounts.demo import PASSWORD
from tests.browser.chromium import context
from tests.browser.city import served
from tests.browser.crawl import PHONE, WIDE, Crawler

pytestmark = pytest.mark.browser
PROVED = (
    "/account/",
    "/account/contact/mobile/",
    "/account/contact/email/",
    "/account/password/",
    "/account/consents/",
    "/account/sign-ins/",
    "/account/sessions/",
    "/account/export/",
    "/account/close/",
    "/account/factors/app/",
    "/account/factors/passkeys/add/",
    "/account/prove/password/",
    "/account/prove/code/",
    "/account/logout/",
)


@pytest.mark.one_of
@pytest.mark.parametrize("large", [False, True])
def test_each_page_of_the_account_is_sound(chromium: Browser, large: bool) -> None:
    with served() as city:
        inside = context(chromium, city, large=large)
        crawler = Crawler(inside)
        page = crawler.page
        page.goto("/account/login/")
        page.fill("[name=login]", "org@yunxi.example")
        page.fill("[name=password]", PASSWORD)
        page.click("main form.form button[type=submit]")
        page.wait_for_load_state()
        if large:
            page.goto("/account/profile/")
            page.check("[name=large_text]")
            page.click("main form.form button[type=submit]")
            page.wait_for_load_state()

        ways: dict[str, Any] = {"widths": (WIDE, PHONE), "axe": False} if large else {}
        faults = [fault for path in PROVED for fault in crawler.look(path, **ways)]
        if not large:
            faults += [fault for path in PROVED for fault in crawler.look("/en" + path, widths=(PHONE,), axe=False)]
        page.goto("/account/contact/email/")
        page.fill("[name=contact]", "new@yunxi.example")
        page.click("main form.form button[type=submit]")
        page.wait_for_load_state()
        faults += crawler.look("/account/contact/code/")
        inside.close()
    assert "\n".join(faults) == ""

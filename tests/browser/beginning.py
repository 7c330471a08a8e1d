"""An empty application of the demonstration's first organisation: what it has begun gives way, as a round takes one."""

from playwright.sync_api import Page

NEW, BLANK = "/applications/new/?round=2027", "[name=how][value=blank]"
MOST = 9


def begin_blank(page: Page) -> str:
    """Withdraw what the organisation has in the open round, begin an empty one, and return its code."""
    page.goto(NEW)
    for _each in range(MOST):
        if page.locator(BLANK).count():
            break
        known = page.locator("main .note a").first.get_attribute("href") or ""
        page.goto(f"{known}withdraw/")
        page.fill("[name=reason]", "改用新的申报")
        page.check("[name=known]")
        with page.expect_navigation():
            page.locator("main form.card [type=submit]").click()
        page.goto(NEW)
    page.check(BLANK)
    page.get_by_role("button", name="开始申报").click()
    page.wait_for_url("**/applications/*/")
    return page.url.rstrip("/").rsplit("/", 1)[-1]

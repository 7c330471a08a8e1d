"""An empty application of the demonstration's first organisation: its own draft gives way, as a round takes one."""

from playwright.sync_api import Page

DRAFT = "YX2027-0001"


def begin_blank(page: Page) -> str:
    """Withdraw the draft that the city has, begin an empty one, and return its code; the page shows its overview."""
    page.goto(f"/applications/{DRAFT}/withdraw/")
    page.fill("[name=reason]", "改用新的申报")
    page.check("[name=known]")
    with page.expect_navigation():
        page.locator("main form.card [type=submit]").click()
    page.goto("/applications/new/?round=2027")
    page.check("[name=how][value=blank]")
    page.get_by_role("button", name="开始申报").click()
    page.wait_for_url("**/applications/*/")
    return page.url.rstrip("/").rsplit("/", 1)[-1]

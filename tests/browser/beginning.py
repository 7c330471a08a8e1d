"""An empty application of the demonstration's first organisation: what it has begun gives way, as a round takes one."""

import re

from playwright.sync_api import Page

OWN = re.compile(r"/applications/([A-Z]+2027-\d+)/")


def begin_blank(page: Page) -> str:
    """Withdraw what the organisation has in the open round, begin an empty one, and return its code."""
    page.goto("/applications/")
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    said = {"csrfmiddlewaretoken": token, "reason": "改用新的申报", "known": "on"}
    for code in sorted(set(OWN.findall(page.content()))):
        # Those that cannot be withdrawn any more do not stand in the way either.
        page.request.post(f"/applications/{code}/withdraw/", form=said, max_redirects=0)
    page.goto("/applications/new/?round=2027")
    page.check("[name=how][value=blank]")
    page.get_by_role("button", name="开始申报").click()
    page.wait_for_url("**/applications/*/")
    return page.url.rstrip("/").rsplit("/", 1)[-1]

"""A page of somebody's own, as the browser's stories walk it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page

from tests.browser.chromium import context
from tests.browser.crawl import WIDE, Crawler
from tests.matrix.personas import ANONYMOUS


@contextmanager
def walking(
    chromium: Browser, base: str, width: int = WIDE, persona: str = ANONYMOUS, *, session: str = "",
    signed_in: Sequence[Any] = (),
) -> Iterator[Page]:  # fmt: skip
    """Yield a page of a persona, or of whoever has ``session`` or the cookies ``signed_in``.

    What the console, the network or the policy says against it fails.
    """
    inside = context(chromium, base, persona, width=width)
    inside.add_cookies(signed_in)
    if session:
        inside.add_cookies([{"name": "sessionid", "value": session, "url": base}])
    crawler = Crawler(inside, axe=False)
    yield crawler.page
    assert crawler.heard == []
    inside.close()

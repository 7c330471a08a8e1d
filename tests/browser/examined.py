"""A page of somebody's own on which every step is looked at: axe, sideways scroll, targets, headings.

With ``SHOTS`` in the environment each step is drawn into that folder as well, for a person to look at.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import context
from tests.browser.crawl import MEASURE, PHONE, SMALLEST_TARGET, WIDE, Crawler
from tests.matrix.personas import ANONYMOUS

SHOTS = os.environ.get("SHOTS", "")


class Walk:
    """One person's page at one width; ``look`` fails with everything that is wrong with what it shows now."""

    def __init__(self, crawler: Crawler, width: int) -> None:
        self.crawler, self.width = crawler, width
        self.page: Page = crawler.page

    def look(self, step: str) -> None:
        if SHOTS:
            self.page.screenshot(path=Path(SHOTS) / f"{step}-{self.width}.png", full_page=True)
        measured = self.page.evaluate(MEASURE, {"smallest": SMALLEST_TARGET, "focus": False})
        assert [*measured, *self.crawler.ask_axe(self.width), *self.crawler.heard] == [], step


@contextmanager
def examining(
    chromium: Browser, base: str, width: int = WIDE, persona: str = ANONYMOUS, *, session: str = "",
    signed_in: Sequence[Any] = (),
) -> Iterator[Walk]:  # fmt: skip
    """Yield the walk of a persona, or of whoever has ``session`` or the cookies ``signed_in``.

    What the console, the network or the policy says against its pages fails, also between the steps.
    """
    inside = context(chromium, base, persona, width=width)
    inside.add_cookies(signed_in)
    if session:
        inside.add_cookies([{"name": "sessionid", "value": session, "url": base}])
    crawler = Crawler(inside)
    try:
        yield Walk(crawler, width)
    except Exception:
        if SHOTS:
            crawler.page.screenshot(path=Path(SHOTS) / f"failed-{width}-{id(crawler)}.png", full_page=True)
        raise
    assert crawler.heard == []
    inside.close()


@contextmanager
def phoning(chromium: Browser, base: str, **who: Any) -> Iterator[Walk]:
    """Yield a walk on a telephone."""
    with examining(chromium, base, PHONE, **who) as walk:
        yield walk


def say(page: Page, button: str, answer: str) -> None:
    """Press a button of the portal and read what the page answers."""
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text(answer)).to_be_visible()

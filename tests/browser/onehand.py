"""A telephone held in one hand: what is asked of each step of a resident's and a community's way, whoever walks it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Locator, Page

from tests.browser.chromium import context
from tests.browser.crawl import PHONE, Crawler
from tests.matrix.personas import ANONYMOUS

MOST_FIELDS = 4
# What a person fills in, by step: a form is one, unless it says where its steps begin. What is a choice among others
# (radio buttons, boxes of one name) is one field; what a form does not show yet asks nothing.
FIELDS = """() => {
  const inside = (place) => {
    const all = place.querySelectorAll("input:not([type=hidden], [type=submit], [type=button]), select, textarea");
    const shown = [...all].filter((e) => !e.closest(".sr") && (e.labels?.[0] ?? e).checkVisibility());
    return new Set(shown.map((e) => e.name || e.id)).size;
  };
  return [...document.querySelectorAll("main form")].flatMap((form) => {
    const steps = [...form.querySelectorAll("fieldset.step")];
    return (steps.length ? steps : [form]).map(inside);
  });
}"""


class Hand:
    """A person with a telephone. Each ``step`` asks for few answers, fits the screen and can be read by everybody."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.page: Page = crawler.page

    def step(self, title: str) -> None:
        """Look at the step that is open, whose heading says ``title``."""
        head = self.page.locator("h1")
        head.filter(has_text=title).wait_for()
        asked: list[int] = self.page.evaluate(FIELDS)
        wrong = [f"{n} fields in one step" for n in asked if n > MOST_FIELDS]
        wrong += self.crawler.measured(focus=False) + self.crawler.ask_axe(PHONE)
        assert wrong == [], f"{self.page.url} ({title}): {wrong}"


@contextmanager
def in_hand(
    chromium: Browser, base: str, persona: str = ANONYMOUS, *, session: str = "", signed_in: Sequence[Any] = ()
) -> Iterator[Hand]:
    """Yield the telephone of a persona, or of whoever has ``session`` or the cookies ``signed_in``.

    What the console, the network or the policy says against a page fails.
    """
    inside = context(chromium, base, persona, width=PHONE, touch=True)
    inside.add_cookies(signed_in)
    if session:
        inside.add_cookies([{"name": "sessionid", "value": session, "url": base}])
    crawler = Crawler(inside)
    yield Hand(crawler)
    assert crawler.heard == []
    inside.close()


def option(list_: Locator, words: str) -> None:
    """Choose what a list calls so, or nearly so."""
    list_.select_option(label=list_.locator("option", has_text=words).first.inner_text())

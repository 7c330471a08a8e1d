"""What the crawl leaves out was seen before; a fault that is planted anywhere else is still found."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import context
from tests.browser.crawl import PHONE, WIDE, Crawler

pytestmark = pytest.mark.browser

SOUND = '<a href="/x">read</a>'
NAMELESS = '<a href="/y"></a>'
STYLE = ".pale { color: #ccc; } a { display: block; min-height: 3em; }"
PALE = '<b class="pale">pale</b>'


@pytest.fixture
def crawler(chromium: Browser) -> Iterator[Crawler]:
    made = context(chromium, "http://127.0.0.1")
    crawler = Crawler(made)
    crawler.page.goto("about:blank")
    yield crawler
    made.close()


def _ask(crawler: Crawler, *rows: str, menu: str = SOUND, width: int = WIDE) -> list[str]:
    listed = "".join(f"<li>{row}</li>" for row in rows)
    crawler.page.set_content(
        f'<html lang="en"><head><title>t</title><style>{STYLE}</style></head>'
        f"<body><header>{menu}</header><main><h1>h</h1><ul>{listed}</ul></main></body></html>"
    )
    return [fault.split(":")[0].removeprefix("axe ") for fault in crawler.ask_axe(width)]


def test_the_planted_page_is_sound_without_faults(crawler: Crawler) -> None:
    assert _ask(crawler, *[SOUND] * 8) == []


@pytest.mark.parametrize(("bad", "rule"), [(NAMELESS, "link-name"), (PALE, "color-contrast")])
@pytest.mark.parametrize("place", [0, 3, 7])
def test_one_bad_row_among_many_is_found_wherever_it_stands(crawler: Crawler, bad: str, rule: str, place: int) -> None:
    rows = [SOUND] * 8
    rows[place] = bad

    assert _ask(crawler, *rows) == [rule]


def test_the_frame_is_asked_again_when_it_changed_and_at_another_width(crawler: Crawler) -> None:
    asked = [
        _ask(crawler, menu=SOUND),
        _ask(crawler, menu=SOUND + NAMELESS),
        _ask(crawler, menu=SOUND + PALE),
        _ask(crawler, menu=SOUND + PALE, width=PHONE),
        _ask(crawler, menu=SOUND + PALE, width=PHONE),
    ]

    assert asked == [[], ["link-name"], ["color-contrast"], ["color-contrast"], []]

"""Every screen of the table in a real browser, for every person who may see it."""

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import context
from tests.browser.city import stops
from tests.browser.crawl import PHONE, WIDE, Crawler
from tests.matrix.personas import ANONYMOUS, EVERYBODY

pytestmark = pytest.mark.browser

# The public pages are the same for everybody but for the head of the page: two more people look at them.
READERS = (ANONYMOUS, "org_owner", "clerk")


@pytest.mark.parametrize("persona", [ANONYMOUS, *sorted(EVERYBODY)])
def test_each_screen_is_sound_for_each_person(city: str, chromium: Browser, persona: str) -> None:
    """Whoever sees a screen first has it measured whole; the others see that it opens and keeps within a phone."""
    inside = context(chromium, city, persona)
    crawler = Crawler(inside)
    faults = []
    for stop in stops():
        if persona == stop.first:
            faults += crawler.look(stop.path)
        elif persona in (stop.who if stop.first != ANONYMOUS else READERS):
            faults += crawler.look(stop.path, widths=(PHONE,), axe=False)
    inside.close()
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


@pytest.mark.parametrize("persona", [ANONYMOUS, "org_owner", "clerk"])
def test_large_text_keeps_within_the_page(city: str, chromium: Browser, persona: str) -> None:
    inside = context(chromium, city, persona, large=True)
    crawler = Crawler(inside)
    faults = [fault for stop in stops() if persona == stop.first for fault in crawler.look(stop.path, axe=False)]
    inside.close()
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


@pytest.mark.parametrize("persona", [ANONYMOUS, "org_owner", "clerk"])
def test_the_english_pages_are_as_sound(city: str, chromium: Browser, persona: str) -> None:
    inside = context(chromium, city, persona)
    crawler = Crawler(inside)
    faults = [
        fault
        for number, stop in enumerate(each for each in stops() if persona == each.first and "/api/" not in each.path)
        for fault in crawler.look("/en" + stop.path, widths=(WIDE, PHONE), axe=number % 3 == 0)
    ]
    inside.close()
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)

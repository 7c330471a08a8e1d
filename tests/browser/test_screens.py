"""Every screen of the table in a real browser: whole for the person who sees it first, opened by the others."""

from collections.abc import Iterable, Sequence

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import context
from tests.browser.city import stops
from tests.browser.crawl import PHONE, WIDE, Crawler
from tests.drawing import drawn, whole
from tests.matrix.personas import ANONYMOUS, EVERYBODY
from tests.matrix.stop import Stop

pytestmark = [pytest.mark.browser, pytest.mark.sampled]

# Many even parts, so that two processes of the gate end together.
PARTS = 12
# The public pages are the same for everybody but for their head: two more people look at them.
READERS = ("org_owner", "clerk")
# In the gate each screen meets axe at one width: half of them wide, half of them on a phone. One in so many is opened
# by those who come second, in large letters and in English, others at each commit.
SAMPLE = 24


@pytest.mark.parametrize("part", range(PARTS))
def test_each_screen_is_sound(city: str, chromium: Browser, part: int, request: pytest.FixtureRequest) -> None:
    """axe, console and CSP, failed requests, sideways scroll, headings, focus, tap targets, language."""
    _no_faults(chromium, city, stops()[part::PARTS], both=whole(request.config))


@pytest.mark.parametrize("persona", sorted(EVERYBODY))
def test_each_screen_opens_on_a_phone_for_the_others(
    city: str, chromium: Browser, persona: str, request: pytest.FixtureRequest
) -> None:
    theirs = _some([stop for stop in stops() if _second(stop, persona)], request, persona)
    _no_faults(chromium, city, theirs, persona=persona, widths=(PHONE,), axe=False)


@pytest.mark.parametrize("part", range(2))
def test_large_text_keeps_within_the_page(
    city: str, chromium: Browser, part: int, request: pytest.FixtureRequest
) -> None:
    chosen = _some(stops()[part::2], request, "large")
    _no_faults(chromium, city, chosen, large=True, widths=(WIDE, PHONE), axe=False)


@pytest.mark.parametrize("part", range(2))
def test_the_english_pages_are_as_sound(
    city: str, chromium: Browser, part: int, request: pytest.FixtureRequest
) -> None:
    chosen = _some([stop for stop in stops() if "/api/" not in stop.path][part::2], request, "English")
    _no_faults(chromium, city, chosen, prefix="/en", widths=(WIDE, PHONE), axe=part == 0)


def _some(screens: Sequence[Stop], request: pytest.FixtureRequest, why: str) -> list[Stop]:
    """Return those that this run looks at once more."""
    every = whole(request.config)
    return [stop for stop in screens if every or drawn(f"{why} {stop.name}", SAMPLE)]


def _second(stop: Stop, persona: str) -> bool:
    if persona == stop.first or persona not in stop.who:
        return False
    return stop.first != ANONYMOUS or persona in READERS


def _no_faults(
    chromium: Browser,
    base: str,
    chosen: Iterable[Stop],
    *,
    persona: str = "",
    prefix: str = "",
    large: bool = False,
    widths: tuple[int, ...] = (WIDE, PHONE, 320),
    axe: bool = True,
    both: bool = False,
) -> None:
    """Look at each screen as ``persona``, or as the one who sees it first; fail with all that is wrong."""
    faults: list[str] = []
    by_persona: dict[str, list[Stop]] = {}
    for stop in chosen:
        by_persona.setdefault(persona or stop.first, []).append(stop)
    for who, screens in by_persona.items():
        inside = context(chromium, base, who, large=large)
        crawler = Crawler(inside, both=both)
        for stop in screens:
            faults += [f"{who} {fault}" for fault in crawler.look(prefix + stop.path, widths=widths, axe=axe)]
        inside.close()
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)

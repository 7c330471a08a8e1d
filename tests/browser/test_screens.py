"""Every screen of the table in a real browser: whole for the person who sees it first, opened by the others."""

from collections.abc import Iterable

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import context
from tests.browser.city import stops
from tests.browser.crawl import PHONE, WIDE, Crawler
from tests.matrix.personas import ANONYMOUS, EVERYBODY
from tests.matrix.stop import Stop

pytestmark = pytest.mark.browser

# Many even parts, so that two processes of the gate end together.
PARTS = 12
# The public pages are the same for everybody but for their head: two more people look at them.
READERS = ("org_owner", "clerk")
# Without --soak every eighth screen of those who come second; the matrix asks all of them for their answer anyway.
# Without --soak each screen meets axe at one width: half of them wide, half of them on a phone.
SAMPLE = 8


@pytest.mark.parametrize("part", range(PARTS))
def test_each_screen_is_sound(city: str, chromium: Browser, part: int, request: pytest.FixtureRequest) -> None:
    """axe, console and CSP, failed requests, sideways scroll, headings, focus, tap targets, language."""
    _no_faults(chromium, city, stops()[part::PARTS], both=request.config.getoption("--soak"))


@pytest.mark.parametrize("persona", sorted(EVERYBODY))
def test_each_screen_opens_on_a_phone_for_the_others(
    city: str, chromium: Browser, persona: str, request: pytest.FixtureRequest
) -> None:
    step = 1 if request.config.getoption("--soak") else SAMPLE
    theirs = [stop for stop in stops() if _second(stop, persona)]
    offset = sorted(EVERYBODY).index(persona) % step
    _no_faults(chromium, city, theirs[offset::step], persona=persona, widths=(PHONE,), axe=False)


@pytest.mark.parametrize("part", range(2))
def test_large_text_keeps_within_the_page(
    city: str, chromium: Browser, part: int, request: pytest.FixtureRequest
) -> None:
    _no_faults(chromium, city, stops()[part :: _sparse(request)], large=True, widths=(WIDE, PHONE), axe=False)


@pytest.mark.parametrize("part", range(2))
def test_the_english_pages_are_as_sound(
    city: str, chromium: Browser, part: int, request: pytest.FixtureRequest
) -> None:
    chosen = [stop for stop in stops() if "/api/" not in stop.path][part + 2 :: _sparse(request)]
    _no_faults(chromium, city, chosen, prefix="/en", widths=(WIDE, PHONE), axe=part == 0)


def _sparse(request: pytest.FixtureRequest) -> int:
    """Return the step at which screens are drawn for a second look."""
    return 2 if request.config.getoption("--soak") else 8


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

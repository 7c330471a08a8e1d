"""One Chromium and one served copy of the city for all tests of this folder, both gone when the folder is done."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.beginning import begin_blank
from tests.browser.chromium import browser, context
from tests.browser.city import served
from tests.browser.writing import Desk


@pytest.fixture(scope="package")
def city() -> Iterator[str]:
    """Yield the address of a served copy of the demonstration, for tests that only read it."""
    with served() as base:
        yield base


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with browser() as running:
        yield running


@pytest.fixture(scope="module")
def desk(chromium: Browser) -> Iterator[Desk]:
    """Begin an empty application in a city of its own, open to two people of one organisation."""
    with served() as base:
        owner, editor = context(chromium, base, "org_owner"), context(chromium, base, "org_editor")
        page = owner.new_page()
        yield Desk(base, begin_blank(page), owner, editor)
        owner.close()
        editor.close()

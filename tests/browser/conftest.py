"""One Chromium and one served copy of the city for all tests of this folder, both gone when the folder is done."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import browser
from tests.browser.city import served


@pytest.fixture(scope="package")
def city() -> Iterator[str]:
    """Yield the address of a served copy of the demonstration, for tests that only read it."""
    with served() as base:
        yield base


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with browser() as running:
        yield running

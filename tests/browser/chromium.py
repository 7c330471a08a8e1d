"""One Chromium for a run, and pages in it that carry a persona's session."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.browser.city import known
from tests.matrix.personas import ANONYMOUS

PATIENCE_MS = 15_000
HEIGHTS = {1440: 1000, 390: 844, 320: 700}


def executable() -> str | None:
    """Return the installed Chromium: the machine's own, so that nothing is downloaded.

    The shell without a window is the same engine and takes half the processor's time.
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@contextmanager
def browser() -> Iterator[Browser]:
    # Chromium refuses its sandbox to root; containers of the gate run as root.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=executable(), args=[*arguments, "--disable-dev-shm-usage", "--force-color-profile=srgb"]
        )
        try:
            yield chromium
        finally:
            chromium.close()


def context(
    chromium: Browser, base: str, persona: str = ANONYMOUS, *, width: int = 1440, large: bool = False,
    touch: bool = False,
) -> BrowserContext:  # fmt: skip
    """Return a fresh context in Chinese, Beijing time, signed in as ``persona``, without motion.

    ``touch``: a telephone, whose page is as wide as it asks to be.
    """
    made = chromium.new_context(
        base_url=base,
        viewport={"width": width, "height": HEIGHTS.get(width, 900)},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
        has_touch=touch,
        is_mobile=touch,
    )
    made.set_default_timeout(PATIENCE_MS)
    cookies = {"size": "large"} if large else {}
    if persona != ANONYMOUS:
        cookies["sessionid"] = known()["sessions"][persona]
    made.add_cookies([{"name": name, "value": value, "url": base} for name, value in cookies.items()])
    return made

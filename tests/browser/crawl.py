"""Open a screen in the real browser and say everything that is wrong with it."""

import zlib
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, Request, Response

from tests.browser.chromium import HEIGHTS

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SERIOUS = {"serious", "critical"}
SMALLEST_TARGET = 24
WIDE, PHONE, SMALL_PHONE = 1440, 390, 320
HERE = Path(__file__).parent
AXE = HERE.parent / "vendor" / "axe.min.js"
ASK_AXE = (HERE / "axe.js").read_text(encoding="utf-8")

# What axe does not measure. Sideways scroll; controls too small to tap (WCAG 2.5.8: inline links are exempt, and a
# box counts with its label); things that take the focus and do not show it (2.4.7); headings; the language.
MEASURE = (HERE / "measure.js").read_text(encoding="utf-8")


class Crawler:
    """One tab with ears: console errors, CSP reports, failed and refused requests become complaints."""

    def __init__(self, context: BrowserContext, *, axe: bool = True, both: bool = True) -> None:
        """``both`` looks closely at either width; otherwise each page at one of them, always the same."""
        self.both = both
        self.page: Page = context.new_page()
        if axe:
            # Through the debugger, not as a script element: the page's own CSP stays as it is.
            self.page.add_init_script(path=AXE)
        self.heard: list[str] = []
        self.frames: dict[int, set[str]] = {}
        self.page.on(
            "console", lambda told: self.heard.append(f"console: {told.text}") if told.type == "error" else None
        )
        self.page.on("pageerror", lambda error: self.heard.append(f"script: {error}"))
        self.page.on("requestfailed", self._hear_failure)
        self.page.on("response", self._hear_response)

    def look(self, path: str, *, widths: tuple[int, ...] = (WIDE, PHONE, SMALL_PHONE), axe: bool = True) -> list[str]:
        """Open ``path``, narrow the window step by step, and return what is wrong, each with its place."""
        self.heard.clear()
        self.page.set_viewport_size({"width": widths[0], "height": HEIGHTS[widths[0]]})
        answer = self.page.goto(path, wait_until="load")
        if answer is None or answer.status >= 400:
            return [f"{path}: answers {answer.status if answer else 'nothing'}"]
        found: list[str] = []
        for width in widths:
            self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            closely = axe and width != SMALL_PHONE and (self.both or width == _own_width(path))
            found += [f"{width}px: {fault}" for fault in self.measured(focus=closely)]
            if closely:
                found += [f"{width}px: {fault}" for fault in self.ask_axe(width)]
        language = "en" if path.startswith("/en/") else "zh"
        if not self.page.evaluate("code => document.documentElement.lang.startsWith(code)", language):
            found.append(f"the language is not {language}")
        return [f"{path}: {fault}" for fault in [*dict.fromkeys(self.heard), *found]]

    def shoot(self, path: str, width: int, picture: Path) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
        self.page.goto(path, wait_until="load")
        picture.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=picture, full_page=True)

    def measured(self, *, focus: bool) -> list[str]:
        return list(self.page.evaluate(MEASURE, {"smallest": SMALLEST_TARGET, "focus": focus}))

    def ask_axe(self, width: int) -> list[str]:
        """Return what axe calls serious; what it saw before in the same dress (``axe.js``) is not asked again."""
        seen = self.frames.setdefault(width, set())
        told: Any = self.page.evaluate(ASK_AXE, {"tags": AXE_TAGS, "seen": list(seen)})
        seen.update(told["frame"])
        return [
            f"axe {each['id']}: {each['html'][:160]} (×{each['times']})"
            for each in told["violations"]
            if each["impact"] in SERIOUS
        ]

    def _hear_failure(self, request: Request) -> None:
        # What the page before was still loading is given up when the next one opens.
        if request.failure != "net::ERR_ABORTED":
            self.heard.append(f"request failed: {request.url} {request.failure}")

    def _hear_response(self, answer: Response) -> None:
        if answer.status >= 400:
            self.heard.append(f"{answer.status}: {answer.url}")


def _own_width(path: str) -> int:
    return (WIDE, PHONE)[zlib.crc32(path.encode()) % 2]

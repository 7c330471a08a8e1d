"""Open a screen in the real browser and say everything that is wrong with it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SERIOUS = {"serious", "critical"}
SMALLEST_TARGET = 24

# What axe does not measure: sideways scrolling, and controls too small to tap (WCAG 2.5.8; inline links are exempt).
MEASURE = """
() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const small = [...document.querySelectorAll('button, input:not([type=hidden]), select, a.btn')]
    .filter(e => e.offsetParent !== null && !e.closest('.sr, .skip'))
    .map(e => {
      const label = (e.type === 'radio' || e.type === 'checkbox') && e.labels && e.labels[0];
      const box = e.getBoundingClientRect(), more = label ? label.getBoundingClientRect() : box;
      const w = Math.max(box.width, more.width), h = Math.max(box.height, more.height);
      return {name: e.name || e.textContent.trim().slice(0, 20), w, h};
    })
    .filter(e => (e.w > 0 && e.h > 0) && (e.w < %d || e.h < %d));
  return {wide, small};
}
""" % (SMALLEST_TARGET, SMALLEST_TARGET)  # noqa: UP031 -- the script is full of braces


@dataclass
class Findings:
    path: str
    complaints: list[str] = field(default_factory=list)


class Crawler:
    """A browser context with ears: console errors, CSP reports and failed requests become complaints."""

    def __init__(self, context: BrowserContext, base_url: str, axe_source: str) -> None:
        self.context, self.base_url, self.axe_source = context, base_url, axe_source

    def visit(self, path: str, *, widths: tuple[int, ...], picture: Path | None = None) -> Findings:
        page = self.context.new_page()
        findings = Findings(path)
        page.on("console", lambda m: findings.complaints.append(f"console: {m.text}") if m.type == "error" else None)
        page.on("pageerror", lambda error: findings.complaints.append(f"script: {error}"))
        page.on("requestfailed", lambda request: findings.complaints.append(f"request: {request.url}"))
        try:
            for width in widths:
                self._look(page, path, width, findings, picture)
        finally:
            page.close()
        return findings

    def _look(self, page: Page, path: str, width: int, findings: Findings, picture: Path | None) -> None:
        page.set_viewport_size({"width": width, "height": 900})
        answer = page.goto(self.base_url + path, wait_until="load")
        if answer is None or answer.status >= 400:
            findings.complaints.append(f"status: {answer.status if answer else 'none'}")
            return
        if picture is not None:
            picture.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=picture.with_name(f"{picture.name}-{width}.png"), full_page=True)
        measured: Any = page.evaluate(MEASURE)
        if measured["wide"] > 1:
            findings.complaints.append(f"{width}px: {measured['wide']}px too wide")
        findings.complaints += [f"{width}px: target too small {target}" for target in measured["small"]]
        if not page.title():
            findings.complaints.append("no title")
        findings.complaints += self._axe(page, width)

    def _axe(self, page: Page, width: int) -> list[str]:
        # Evaluated through the debugger, not as a script element: the page's own CSP stays as it is.
        page.evaluate(self.axe_source)
        result: Any = page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", AXE_TAGS
        )
        return [
            f"{width}px axe {violation['id']}: {violation['nodes'][0]['html'][:160]} (×{len(violation['nodes'])})"
            for violation in result["violations"]
            if violation["impact"] in SERIOUS
        ]

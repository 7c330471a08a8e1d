"""An application that two people write at: its pages, what the server has of it, and what waits in the browser."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from accounts.demo import PASSWORD
from tests.browser.crawl import Crawler

QUIET_MS, TURN_MS = 20_000, 100
# One's own unsaved text, as the browser's store holds it.
STORED = "() => Object.keys(localStorage).filter((key) => key.startsWith('venture:typed:')).length"
NOTHING_LEFT = f"() => document.querySelector('[data-save-state]').dataset.state !== 'saving' && !({STORED})()"


@dataclass
class Desk:
    """An application of one organisation, open to its owner and its editor."""

    base: str
    code: str
    owner: BrowserContext
    editor: BrowserContext

    def address(self, section: str) -> str:
        return f"{self.base}/applications/{self.code}/{section}/"

    def page(self, who: BrowserContext, section: str) -> Page:
        page = Crawler(who, axe=False).page
        page.goto(self.address(section))
        return page

    def kept(self, section: str, who: BrowserContext | None = None) -> dict[str, Any]:
        """What the server has, as the person's script would be told."""
        answer = (who or self.owner).request.get(f"{self.address(section)}save/")
        assert answer.status == 200, answer.text()
        told: dict[str, Any] = answer.json()
        return told


def state(page: Page) -> Locator:
    return page.locator("[data-save-state]")


def write(page: Page, name: str, text: str) -> None:
    page.locator(f"[name='{name}']:not([type=hidden])").fill(text)


def rests(page: Page, patience: int = QUIET_MS) -> bool:
    """Wait until the server has everything that was typed, and tell whether it has."""
    for _turn in range(patience // TURN_MS):
        if page.evaluate(NOTHING_LEFT):
            return True
        page.wait_for_timeout(TURN_MS)
    return False


def saved(page: Page) -> None:
    """Leave the field and wait until all of it is saved: an earlier save says the same words."""
    page.locator("h1").click()
    assert rests(page)
    expect(state(page)).to_contain_text("已自动保存")


def sign_in(page: Page, login: str = "org@yunxi.example") -> None:
    page.goto("/account/login/")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.click("main form.form button[type=submit]")
    page.wait_for_load_state()

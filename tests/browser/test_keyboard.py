"""By keyboard alone: every control is reached, in the order of the page, in sight, and nothing holds the focus."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import context
from tests.browser.crawl import PHONE
from tests.matrix.personas import ANONYMOUS

pytestmark = pytest.mark.browser

# Marks what ought to be reached, and says what has the focus now and whether it is to be seen.
REACHABLE = """() => {
  const all = document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary");
  let number = 0;
  const groups = new Set();
  for (const e of all) {
    // Nothing inside a closed fold, nothing that is hidden otherwise.
    if (e.disabled || e.tabIndex < 0 || !e.checkVisibility({ visibilityProperty: true })) continue;
    // A group of radio buttons is one stop.
    if (e.type === "radio") { if (groups.has(e.name)) continue; groups.add(e.name); }
    e.dataset.stop = e.type === "radio" ? `radio ${e.name}` : number;
    number += 1;
  }
  return [...document.querySelectorAll("[data-stop]")].map((e) => e.dataset.stop);
}"""
FOCUSED = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect();
  const inSight = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const radio = e.type === "radio" ? `radio ${e.name}` : null;
  return { stop: radio || e.dataset.stop || null, inSight, html: e.outerHTML.slice(0, 100) };
}"""
MOST = 250
PASSWORD = "Yunxi-2027"  # the one that the demonstration prints

PAGES = [
    (ANONYMOUS, "/"),
    (ANONYMOUS, "/calls/2027/"),
    (ANONYMOUS, "/needs/"),
    (ANONYMOUS, "/account/login/"),
    ("org_owner", "/applications/"),
    ("clerk", "/admin/"),
    ("clerk", "/admin/rounds/2027/"),
    ("clerk", "/admin/organizations/organization/"),
]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("width", [1440, PHONE])
@pytest.mark.parametrize(("persona", "path"), PAGES)
def test_tab_reaches_everything_in_order(city: str, chromium: Browser, persona: str, path: str, width: int) -> None:
    inside = context(chromium, city, persona, width=width)
    page = inside.new_page()
    page.goto(path)
    wanted: list[str] = page.evaluate(REACHABLE)

    walked: list[dict[str, Any]] = []
    for _press in range(MOST):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused is None:
            break
        walked.append(focused)
    inside.close()

    assert [each["html"] for each in walked if not each["inSight"]] == []
    # What a script opened on the way (a menu that shows on focus) may be extra; nothing of the page may be missing.
    assert [each["stop"] for each in walked if each["stop"] is not None] == wanted


def test_the_first_stop_skips_to_the_content(city: str, chromium: Browser) -> None:
    inside = context(chromium, city)
    page = inside.new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到主要内容")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    within_main = page.evaluate("document.querySelector('main').contains(document.activeElement)")
    inside.close()
    assert within_main


def test_a_clerk_signs_in_without_a_mouse(city: str, chromium: Browser) -> None:
    inside = context(chromium, city)
    page = inside.new_page()
    page.goto("/account/login/")
    _tab_to(page, "login")
    page.keyboard.type("clerk@yunxi.example")
    _tab_to(page, "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{city}/admin/")
    inside.close()


def test_the_phones_menu_opens_by_key_and_says_so(city: str, chromium: Browser) -> None:
    inside = context(chromium, city, width=PHONE)
    page = inside.new_page()
    page.goto("/")
    button = page.get_by_role("button", name="菜单")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("navigation", name="主导航")).to_be_visible()
    inside.close()


def _tab_to(page: Page, name: str) -> None:
    for _press in range(MOST):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"no way by Tab to {name}")

"""What a person does who has no mouse: Tab, Shift+Tab, Enter, Space, arrows and what is typed."""

from playwright.sync_api import Page

MOST = 250
# What a person would hear of the place that has the focus: its label, or its own words.
HEARD = """() => {
  const e = document.activeElement;
  const said = [...(e.labels ?? [])].map((label) => label.innerText).join(" ");
  return (said || e.getAttribute("aria-label") || e.innerText || e.name || "").trim();
}"""


def tab_to(page: Page, words: str, *, back: bool = False) -> None:
    """Press Tab (Shift+Tab to go ``back``) until the focus is on something that is called so, or begins so."""
    for _press in range(MOST):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if page.evaluate(HEARD).startswith(words):
            return
    raise AssertionError(f"no way by Tab to {words}")


def tick(page: Page, words: str) -> None:
    tab_to(page, words)
    page.keyboard.press("Space")


def write(page: Page, words: str, text: str) -> None:
    tab_to(page, words)
    page.keyboard.type(text)


def choose(page: Page, words: str, wanted: str) -> None:
    """Go down the list that is called ``words`` until it says ``wanted``, or begins so."""
    tab_to(page, words)
    _go_down(page, "document.activeElement.selectedOptions[0].innerText.trim()", wanted)


def pick(page: Page, words: str, wanted: str) -> None:
    """Enter a group of radio buttons at the one that is called ``words``, and go down to ``wanted``."""
    tab_to(page, words)
    _go_down(page, HEARD, wanted)


def _go_down(page: Page, said: str, wanted: str) -> None:
    for _press in range(MOST):
        if str(page.evaluate(said)).startswith(wanted):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no way down to {wanted}")


def follow(page: Page, words: str) -> None:
    """Reach a link or a button, press Enter, and wait for the page that it leads to."""
    tab_to(page, words)
    enter(page)


def enter(page: Page) -> None:
    """Press Enter where the focus is, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")

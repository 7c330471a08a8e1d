"""Shoot one page as one persona.

    python -m tests.browser.shot PERSONA PATH OUT.png [WIDTH] [--base http://127.0.0.1:8000]

Without ``--base`` the demonstration's city is served for the moment of the picture. With it, the server there is
asked; its sessions are not known here, so the persona signs in with the demonstration's password.
"""

# ruff: noqa: T201 -- a command line speaks

import argparse
from contextlib import nullcontext
from pathlib import Path

from tests.browser.chromium import browser, context
from tests.browser.city import served
from tests.matrix.personas import ACCOUNTS, ANONYMOUS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("persona", choices=[ANONYMOUS, "superuser", "district", *ACCOUNTS])
    parser.add_argument("path")
    parser.add_argument("out", type=Path)
    parser.add_argument("width", type=int, nargs="?", default=1440)
    parser.add_argument("--base")
    parser.add_argument("--large", action="store_true")
    given = parser.parse_args()
    with nullcontext(given.base) if given.base else served() as base, browser() as chromium:
        known = ANONYMOUS if given.base else given.persona
        inside = context(chromium, base, known, width=given.width, large=given.large)
        page = inside.new_page()
        page.on("console", lambda message: print(f"console {message.type}: {message.text}"))
        if given.base and given.persona != ANONYMOUS:
            page.goto("/account/login/")
            page.fill("[name=login]", ACCOUNTS[given.persona])
            page.fill("[name=password]", "Yunxi-2027")
            page.click("main [type=submit]")
        answer = page.goto(given.path, wait_until="load")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        page.screenshot(path=given.out, full_page=True)
        print(f"{answer.status if answer else '?'} {page.url} {page.title()!r} sideways {wide}px -> {given.out}")


if __name__ == "__main__":
    main()

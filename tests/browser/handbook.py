"""Shoot the pictures of the handbook from the demonstration: the first page of each role.

python -m tests.browser.handbook
"""
# ruff: noqa: T201 -- a command line speaks

from tests.browser.chromium import browser, context
from tests.browser.city import ROOT, served
from tests.browser.crawl import WIDE, Crawler
from tests.matrix.personas import ANONYMOUS

PICTURES = ROOT / "docs" / "img" / "handbook"
TALL = 900
# name of the picture: who looks, at which page
LOOKS = {
    "org": ("org_owner", "/desk/"),
    "community": ("community", "/desk/"),
    "clerk": ("clerk", "/admin/"),
    "head": ("head", "/admin/"),
    "expert": ("expert", "/review/"),
    "leader": ("leader", "/decide/"),
    "finance_maker": ("finance_maker", "/admin/desk/payments/"),
    "evaluator": ("evaluator", "/evaluation/"),
    "auditor": ("auditor", "/admin/"),
    "system_admin": ("system_admin", "/admin/"),
    "public": (ANONYMOUS, "/projects/"),
}


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with served() as base, browser() as chromium:
        for name, (persona, path) in LOOKS.items():
            inside = context(chromium, base, persona)
            page = Crawler(inside).page
            page.set_viewport_size({"width": WIDE, "height": TALL})
            page.goto(path, wait_until="load")
            page.screenshot(path=PICTURES / f"{name}.png")
            inside.close()
    print(f"{len(LOOKS)} pictures in {PICTURES.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

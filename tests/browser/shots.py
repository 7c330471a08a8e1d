"""Shoot every screen at 1440 and 390 px into var/shots (which git does not see).

python -m tests.browser.shots [PART OF A NAME OR PATH …]
"""
# ruff: noqa: T201 -- a command line speaks

import sys

from tests.browser.chromium import browser, context
from tests.browser.city import ROOT, served, stops
from tests.browser.crawl import PHONE, WIDE, Crawler

SHOTS = ROOT / "var" / "shots"


def main(wanted: list[str]) -> None:
    chosen = [stop for stop in stops() if not wanted or any(part in stop.name + stop.path for part in wanted)]
    with served() as base, browser() as chromium:
        for persona in dict.fromkeys(stop.first for stop in chosen):
            inside = context(chromium, base, persona)
            crawler = Crawler(inside)
            for stop in (each for each in chosen if each.first == persona):
                for width in (WIDE, PHONE):
                    crawler.shoot(stop.path, width, SHOTS / f"{stop.name.replace(':', '-')}-{width}.png")
            inside.close()
    print(f"{len(chosen)} screens at 2 widths in {SHOTS.relative_to(ROOT)}")


if __name__ == "__main__":
    main(sys.argv[1:])

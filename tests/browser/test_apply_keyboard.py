"""From the sign-in to the receipt by keys alone: Tab, Enter, Space and what is typed."""

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.applicant import CODE, newest
from tests.browser.chromium import context
from tests.browser.city import copied, run_in, serving
from tests.browser.crawl import Crawler

pytestmark = pytest.mark.browser

PASSWORD = "keyboard-2027"
PLEDGE = ("申报内容真实", "同一内容", "接受")
MOST = 250
# What a person would hear of the place that has the focus: its label, or its own words.
HEARD = """() => {
  const e = document.activeElement;
  const said = [...(e.labels ?? [])].map((label) => label.innerText).join(" ");
  return said || e.getAttribute("aria-label") || e.innerText || e.name || "";
}"""


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the focus is on something whose words begin so."""
    for _press in range(MOST):
        page.keyboard.press("Tab")
        if page.evaluate(HEARD).strip().startswith(words):
            return
    raise AssertionError(f"no way by Tab to {words}")


def go(page: Page, words: str, key: str = "Enter") -> None:
    tab_to(page, words)
    page.keyboard.press(key)


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


@pytest.mark.parametrize("width", [1440])
def test_from_the_sign_in_to_the_receipt_by_keys_alone(chromium: Browser, width: int) -> None:
    with copied() as folder:
        ready = json.loads(run_in(folder, "-m", "tests.browser.prepared", PASSWORD))
        with serving(folder) as base:
            inside = context(chromium, base, width=width)
            crawler = Crawler(inside)
            page = crawler.page
            page.goto(f"/account/login/?next=/applications/{ready['code']}/")
            tab_to(page, "手机号或邮箱")
            page.keyboard.type(ready["login"])
            tab_to(page, "密码")
            page.keyboard.type(PASSWORD)
            page.keyboard.press("Enter")
            expect(page).to_have_url(f"{base}/applications/{ready['code']}/")

            go(page, "诚信承诺")
            for words in PLEDGE:
                go(page, words, "Space")
            go(page, "保存")
            expect(page).to_have_url(f"{base}/applications/{ready['code']}/")

            go(page, "检查申报书")
            expect(page.get_by_role("heading", name="各项齐备")).to_be_visible()
            go(page, "签署并提交")
            heading(page, "签署并提交")
            go(page, "签章")
            heading(page, "签")
            go(page, "发送验证码")
            expect(page.get_by_label("验证码", exact=True)).to_be_visible()
            said = newest(page, CODE, to=ready["login"][-4:])
            tab_to(page, "验证码")
            page.keyboard.type(said)
            page.keyboard.press("Enter")
            heading(page, "签署并提交")
            go(page, "提交申报书")
            expect(page.locator("#r-no")).to_have_text(re.compile(r"\d"))
            inside.close()
            assert crawler.heard == []

"""From the sign-in to the receipt by keys alone: no mouse, no script that clicks."""

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.applicant import CODE, newest
from tests.browser.chromium import context
from tests.browser.city import copied, run_in, serving
from tests.browser.crawl import WIDE, Crawler
from tests.browser.keys import follow, tab_to, tick, write

pytestmark = pytest.mark.browser

PASSWORD = "keyboard-2027"
PLEDGE = ("申报内容真实", "同一内容", "接受")
RISK, MEASURE = "雨雪天老人无法到场", "改为入户，每栋楼备两名志愿者"


def sign_in(page: Page, login: str, wanted: str) -> None:
    page.goto(f"/account/login/?next={wanted}")
    write(page, "手机号或邮箱", login)
    write(page, "密码", PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(wanted)))


def add_risk(page: Page) -> None:
    """A row is added, filled in and, going back, mended."""
    follow(page, "风险")
    tab_to(page, "添加风险")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_attribute("name", re.compile(r"\.risk$"))
    page.keyboard.type(RISK)
    for words in ("可能性", "影响程度"):
        tab_to(page, words)
        page.keyboard.press("ArrowDown")
    write(page, "防控措施", MEASURE)
    tab_to(page, "可能性", back=True)
    page.keyboard.press("ArrowDown")
    follow(page, "保存并返回概览")
    expect(page.get_by_text("已保存").first).to_be_visible()


def pledge(page: Page) -> None:
    follow(page, "诚信承诺")
    for words in PLEDGE:
        tick(page, words)
    follow(page, "保存并返回概览")


def sign(page: Page, login: str) -> None:
    follow(page, "检查申报书")
    expect(page.get_by_role("heading", name="各项齐备")).to_be_visible()
    expect(page.locator("#s-risks")).to_contain_text(RISK)
    follow(page, "签署并提交")
    follow(page, "签章")
    follow(page, "发送验证码到")
    write(page, "验证码", newest(page, CODE, to=login[-4:]))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_from_the_sign_in_to_the_receipt_by_keys_alone(chromium: Browser) -> None:
    with copied(plain=True) as folder:
        ready = json.loads(run_in(folder, "-m", "tests.browser.prepared", PASSWORD))
        with serving(folder) as base:
            inside = context(chromium, base, width=WIDE)
            crawler = Crawler(inside, axe=False)
            page = crawler.page
            sign_in(page, ready["login"], f"/applications/{ready['code']}/")
            add_risk(page)
            pledge(page)
            sign(page, ready["login"])
            follow(page, "提交申报书")
            expect(page.locator("#r-no")).to_have_text(re.compile(r"\d"))
            inside.close()
            assert crawler.heard == []

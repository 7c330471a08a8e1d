"""Next year's round, in the browser and in Chinese: cloned, contradicted twice, mended by hand, passed on, published.

Nothing here knows the code: pages are read and worked by what stands on them, as a person at a bureau would.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import context
from tests.browser.city import served
from tests.browser.crawl import Crawler
from tests.matrix.personas import ANONYMOUS

pytestmark = pytest.mark.browser


@pytest.fixture
def own_city() -> Iterator[str]:
    """Serve a copy of the demonstration for this test alone: it will hold one round more."""
    with served(plain=True) as base:
        yield base


@contextmanager
def at_desk_of(chromium: Browser, base: str, persona: str) -> Iterator[Page]:
    inside = context(chromium, base, persona)
    crawler = Crawler(inside)
    yield crawler.page
    inside.close()
    assert crawler.heard == []


def open_round(page: Page) -> None:
    """Go the way of the menu: the list of rounds, then the round."""
    page.goto("/admin/")
    page.get_by_role("link", name=re.compile("^征集设置")).first.click()
    page.get_by_role("link", name="2028年度云溪市公益创投项目征集").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2028年度云溪市公益创投项目征集")


def report_of(page: Page) -> list[str]:
    return page.locator("#report .faults .w").all_inner_texts()


def test_next_years_round_is_cloned_mended_and_published_by_three_people(chromium: Browser, own_city: str) -> None:
    with at_desk_of(chromium, own_city, "operator") as page:
        page.goto("/admin/")
        page.get_by_role("link", name=re.compile("^征集设置")).first.click()
        page.get_by_role("link", name="新建届次").first.click()
        page.get_by_label("年度", exact=True).fill("2028")
        page.get_by_label("沿用：2027年度云溪市公益创投项目征集").check()
        page.get_by_role("button", name="建立草稿").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("2028年度云溪市公益创投项目征集")

        # The money grows, and the envelopes do not: the second contradiction beside the missing document number.
        page.get_by_role("navigation", name="设置步骤").get_by_role("link", name=re.compile("资助额度")).click()
        page.get_by_label("资助总额").fill("650万")
        page.get_by_role("button", name="保存", exact=True).last.click()
        page.get_by_role("link", name="核对报告与下一步").click()
        assert report_of(page) == ["缺少文号。", "资金总额中有 500,000 元未列入任何资助额度。"]
        page.get_by_role("button", name="提请复核").click()
        expect(page.get_by_role("alert").or_(page.locator(".note.red")).first).to_be_visible()
        assert len(report_of(page)) == 2

        # Each line of the report leads to the field that mends it.
        page.get_by_role("link", name=re.compile("缺少文号")).click()
        page.get_by_label("文号").fill("云民函〔2027〕40号")
        page.get_by_role("button", name="保存", exact=True).last.click()
        page.get_by_role("link", name="核对报告与下一步").click()
        page.get_by_role("link", name=re.compile("未列入任何资助额度")).click()
        first = page.locator("#envelopes details").first
        first.locator("summary").click()
        first.get_by_label(re.compile("金额")).fill("230万")
        page.get_by_role("button", name="保存", exact=True).last.click()
        page.get_by_role("link", name="核对报告与下一步").click()
        assert report_of(page) == []
        page.get_by_role("button", name="提请复核").click()
        expect(page.get_by_text("已提请，由第二人复核。")).to_be_visible()
        expect(page.get_by_role("button", name="复核通过")).to_have_count(0)

    with at_desk_of(chromium, own_city, "clerk") as page:
        open_round(page)
        page.get_by_role("button", name="复核通过").click()
        expect(page.get_by_role("button", name="批准并发布")).to_have_count(0)

    with at_desk_of(chromium, own_city, ANONYMOUS) as page:
        page.goto("/calls/")
        expect(page.get_by_text("2028年度云溪市公益创投项目征集")).to_have_count(0)

    with at_desk_of(chromium, own_city, "head") as page:
        open_round(page)
        page.get_by_role("button", name="批准并发布").click()
        expect(page.locator(".timeline li.done")).to_have_count(3)
        assert page.locator(".timeline .d").all_inner_texts()[:2] == ["宋佳", "陈立"]

    with at_desk_of(chromium, own_city, ANONYMOUS) as page:
        page.goto("/")
        page.get_by_role("link", name="申报指南").first.click()
        page.get_by_role("link", name=re.compile("2028年度云溪市公益创投项目征集")).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("2028年度云溪市公益创投项目征集")
        expect(page.get_by_text("云民函〔2027〕40号").first).to_be_visible()
        expect(page.get_by_text("6,500,000").first).to_be_visible()

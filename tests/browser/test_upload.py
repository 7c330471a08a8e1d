"""Bringing a file in the real browser: with progress before the form, over a broken line, and without any script."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.chromium import context
from tests.browser.city import served, stops
from tests.browser.crawl import Crawler
from tests.venture.files import samples

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def own_city() -> Iterator[str]:
    """Serve a copy of the demonstration for these tests alone: they bring files."""
    with served() as base:
        yield base


@pytest.fixture
def inside(chromium: Browser, own_city: str) -> Iterator[BrowserContext]:
    made = context(chromium, own_city, "org_owner", width=390)
    yield made
    made.close()


def documents() -> str:
    return next(stop.path for stop in stops() if stop.name == "organizations:documents")


def named(name: str, content: bytes, kind: str = "image/jpeg") -> Any:
    return {"name": name, "mimeType": kind, "buffer": content}


def choose(page: Page, *files: Any) -> None:
    page.locator("[data-upload] input[type=file]").first.set_input_files(list(files))


def send(page: Page, title: str) -> None:
    page.locator("[name=kind]").select_option("other")
    page.locator("[name=title]").fill(title)
    page.locator("form:has([data-upload]) button[type=submit]").click()


def test_a_file_goes_ahead_with_progress_and_the_form_takes_it_up(inside: BrowserContext) -> None:
    crawler = Crawler(inside)
    page = crawler.page
    page.goto(documents())
    choose(page, named("现场照片.jpg", samples.photo(size=(1200, 900))))
    row = page.locator("[data-item]")

    expect(row.locator("[data-words]")).to_contain_text("可用")
    expect(row.locator("progress")).to_be_hidden()
    expect(page.locator("[data-upload] [data-said]")).to_contain_text("现场照片.jpg")
    send(page, "一张照片")
    expect(page.locator(".tasks").get_by_text("现场照片.jpg")).to_be_visible()
    assert crawler.heard == []


def test_photos_of_one_paper_become_one_pdf_in_the_order_on_the_page(inside: BrowserContext) -> None:
    page = inside.new_page()
    page.goto(documents())
    choose(page, named("背面.jpg", samples.photo(size=(300, 400))))
    choose(page, named("正面.jpg", samples.photo(size=(600, 400))))
    rows = page.locator("[data-item].done")
    expect(rows).to_have_count(2)
    expect(page.locator("[data-joined]")).to_be_visible()
    page.get_by_role("button", name="上移 正面.jpg").click()
    expect(rows.first.locator("[data-name]")).to_have_text("正面.jpg")
    send(page, "两张照片")

    link = page.locator(".tasks").get_by_role("link", name="正面.pdf")
    expect(link).to_be_visible()
    answer = inside.request.get(str(link.get_attribute("href")))
    assert answer.headers["content-type"] == "application/pdf"
    assert samples.pages_of(answer.body()) == 2


def test_a_line_that_breaks_is_tried_again_by_itself(inside: BrowserContext) -> None:
    page, broken = inside.new_page(), list[str]()

    def cut(route: Route) -> None:
        if len(broken) < 2:
            broken.append(route.request.url)
            route.abort("connectionreset")
        else:
            route.continue_()

    page.route("**/files/upload/**", cut)
    page.goto(documents())
    choose(page, named("章程.pdf", samples.pdf(), "application/pdf"))
    expect(page.locator("[data-words]").first).to_contain_text("网络中断")
    send(page, "断线之后")

    expect(page.locator(".tasks").get_by_text("断线之后")).to_be_visible()
    assert len(broken) == 2


def test_a_bad_file_is_named_in_words_and_keeps_the_form_from_going(inside: BrowserContext) -> None:
    page, sent = inside.new_page(), list[str]()
    page.on("request", lambda request: sent.append(request.url) if "/files/upload/" in request.url else None)
    page.goto(documents())
    choose(page, named("程序.pdf", b"MZ" + b"\0" * 500, "application/pdf"))
    row = page.locator("[data-item].bad")
    expect(row.locator("[data-words]")).to_contain_text("不接收这种文件")
    send(page, "不该出现")
    expect(row).to_be_focused()
    expect(page.locator(".tasks").get_by_text("不该出现")).to_have_count(0)

    before = len(sent)
    page.locator("[data-upload]").evaluate("place => { place.dataset.limit = 1000; }")
    choose(page, named("很大.jpg", samples.photo(size=(800, 600))))
    expect(page.locator("[data-item].bad [data-words]")).to_have_text(
        "照片超过 20 MB。请压缩后重传，或直接用手机拍摄。"
    )
    assert len(sent) == before
    page.get_by_role("button", name=re.compile("移除")).click()
    expect(page.locator("[data-item]")).to_have_count(0)


def test_whoever_was_signed_out_meanwhile_is_told_and_loses_nothing(inside: BrowserContext) -> None:
    page = inside.new_page()
    page.goto(documents())
    session = next(each for each in inside.cookies() if each["name"] == "sessionid")
    inside.clear_cookies(name="sessionid")
    choose(page, named("章程.pdf", samples.pdf(), "application/pdf"))
    expect(page.locator("[data-item].bad [data-words]")).to_contain_text("登录已过期")

    inside.add_cookies([{"name": "sessionid", "value": str(session["value"]), "domain": "127.0.0.1", "path": "/"}])
    page.get_by_role("button", name=re.compile("再试一次")).click()
    expect(page.locator("[data-words]").first).to_contain_text("可用")


def test_without_a_script_the_files_come_with_the_form(chromium: Browser, own_city: str) -> None:
    signed_in = context(chromium, own_city, "org_owner")
    plain = chromium.new_context(base_url=own_city, java_script_enabled=False, locale="zh-CN")
    plain.add_cookies(signed_in.cookies())
    page = plain.new_page()
    page.goto(documents())
    choose(page, named("页一.jpg", samples.photo()), named("页二.jpg", samples.photo()))
    send(page, "没有脚本")

    expect(page.locator(".tasks").get_by_role("link", name="页一.pdf")).to_be_visible()
    plain.close()
    signed_in.close()


def test_a_picture_and_a_paper_are_seen_inside_our_own_pages(inside: BrowserContext) -> None:
    page = inside.new_page()
    page.goto(documents())
    choose(page, named("登记证.jpg", samples.photo(size=(320, 200))))
    expect(page.locator("[data-item].done")).to_have_count(1)
    key = page.locator("[data-item] input[type=hidden]").get_attribute("value")
    seen = page.evaluate(
        """async (path) => {
             const frame = document.createElement("iframe");
             frame.src = path;
             document.body.append(frame);
             await new Promise((done) => frame.addEventListener("load", done));
             const picture = new Image();
             picture.src = path;
             await picture.decode();
             return [picture.naturalWidth, picture.naturalHeight];
           }""",
        f"/files/{key}/?view=1",
    )

    assert seen == [320, 200]
    frame = next(each for each in page.frames if "view=1" in each.url)
    with Image.open(io.BytesIO(frame.frame_element().screenshot())) as shot:
        assert (200, 0, 0) in {shot.convert("RGB").getpixel((x, shot.height // 2)) for x in range(shot.width)}

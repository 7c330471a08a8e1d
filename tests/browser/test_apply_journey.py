"""From sign-up to an accepted application, in the browser and in Chinese: the applicant on a phone, staff at a desk.

Nothing is written past the pages; what a person would read in a message is read from the tray.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from accounts.demo import PASSWORD
from projects.domain.form import FORMS
from tests.browser import applicant
from tests.browser.applicant import CODE, LINK, newest
from tests.browser.chromium import context
from tests.browser.city import ROOT, copied, serving
from tests.browser.crawl import PHONE, WIDE, Crawler
from tests.organizations.factories import code_for

pytestmark = pytest.mark.browser

MOBILE, NAME, SECRET = "19900020001", "孟小舟", "xiaozhou-2027"
ORGANIZATION = "云溪市码头邻里互助社"
COMMUNITY, COMMUNITY_MOBILE = "码头社区", "19900020002"
BEIJING = timezone(timedelta(hours=8))
SCREENING = datetime(2026, 12, 15, 10, tzinfo=BEIJING)  # the open call has closed four days before
ASK = "选择标准与章程业务范围的关系未写清，请补充一句说明。"
MENDED = "按章程“社区为老服务”的范围，"


def core() -> dict[str, dict[str, str]]:
    """Return a hand-written project that fills the short form, as the typed text of each part."""
    rows = json.loads((ROOT / "projects/demo_projects/elderly_short.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = next(row for row in rows if row["slug"] == "xiujiao-xiangzi")
    found["project"] |= {"leader_name": NAME, "leader_mobile": MOBILE, "contact_name": NAME, "contact_mobile": MOBILE}
    found["landing"]["places"][0] |= {"contact_name": "王主任", "contact_mobile": COMMUNITY_MOBILE}
    return {section: applicant.flat(form, found[section]) for section, form in FORMS.items() if section in found}


@contextmanager
def walking(chromium: Browser, base: str, width: int, login: str = "", password: str = PASSWORD) -> Iterator[Page]:
    """Yield a page of somebody's own; what the console, the network or the policy says against it fails."""
    inside = context(chromium, base, width=width)
    crawler = Crawler(inside)
    if login:
        applicant.sign_in(crawler.page, login, password)
    yield crawler.page
    inside.close()
    assert crawler.heard == []


def register(page: Page) -> None:
    page.get_by_role("link", name="登记机构").first.click()
    page.get_by_label("统一社会信用代码").fill(code_for(990001))
    page.get_by_label("名称").fill(ORGANIZATION)
    page.get_by_label("登记机关").fill("云溪市民政局")
    page.get_by_label("所在区域").select_option(index=2)
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_label("法定代表人").fill(NAME)
    page.get_by_label("登记日期").fill("2020-05-12")
    page.get_by_label("业务范围").fill("社区为老服务、邻里互助、志愿服务。")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(ORGANIZATION)


def bring_certificate(page: Page) -> None:
    page.get_by_role("link", name=re.compile("材料")).first.click()
    form = page.locator("form:has([data-upload])")
    form.locator("[name=kind]").select_option("certificate")
    applicant.bring(form, "登记证书.pdf")
    form.get_by_role("button", name="上传", exact=True).click()
    expect(page.get_by_role("link", name="登记证书.pdf")).to_be_visible()


def ask_for_verification(page: Page) -> None:
    page.goto("/applications/")
    page.get_by_role("link", name=ORGANIZATION).first.click()
    page.get_by_role("button", name="提交核验").click()
    expect(page.get_by_role("button", name="提交核验")).to_have_count(0)


def verify(page: Page) -> None:
    """The clerk's way: the queue, the case, each item compared, verified."""
    page.get_by_role("link", name=re.compile("机构核验")).first.click()
    page.get_by_role("link", name=re.compile(ORGANIZATION)).first.click()
    for answer in page.locator(".yn label", has_text="一致").all():
        answer.click()
    page.get_by_label("完成后留在本页").check()
    page.get_by_role("button", name="核验通过").click()
    expect(page.locator(".tag", has_text="已核验").first).to_be_visible()


def begin(page: Page) -> str:
    """Begin in the open call; return the application's address."""
    page.goto("/applications/")
    page.get_by_role("link", name="开始申报").first.click()
    page.get_by_label("空白表格").check()
    page.get_by_role("button", name="开始申报").click()
    expect(page.locator("h1")).to_contain_text("未命名")
    expect(page.get_by_text("简表").first).to_be_visible()
    return page.url


def fill(page: Page, address: str) -> None:
    typed = core()
    for section, texts in typed.items():
        page.goto(f"{address}{section}/")
        if section == "budget":
            applicant.fill_budget(page, texts)
        else:
            applicant.fill_part(page, section, texts)


def bring_papers(page: Page, address: str) -> None:
    """Take the certificate from the organisation's papers; bring the others."""
    page.goto(f"{address}files/")
    page.get_by_role("button", name="使用此件").first.click()
    while (missing := page.locator(".slot:has(.tag.amber)")).count():
        slot = page.locator(f"#{missing.first.get_attribute('id')}")
        applicant.bring(slot, f"{slot.locator('h2').inner_text()}.pdf")
        slot.get_by_role("button", name="上传", exact=True).click()
        expect(slot.locator(".tag.plain")).to_be_visible()


def ask_community(page: Page, address: str) -> str:
    """Ask; return the path that the community's telephone is sent."""
    page.goto(f"{address}landing/")
    page.get_by_role("button", name=f"征询{COMMUNITY}意见").click()
    expect(page.locator("#consents .tag").first).to_have_text("待社区答复")
    return newest(page, LINK, to=COMMUNITY_MOBILE[-4:])


def answer(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_role("button", name=re.compile("发送验证码")).click()
    page.get_by_label("验证码", exact=True).fill(newest(page, CODE, to=COMMUNITY_MOBILE[-4:]))
    page.get_by_role("button", name="继续").click()
    page.get_by_label("同意落地", exact=True).check()
    page.get_by_label("您的姓名").fill("王主任")
    page.get_by_role("button", name="提交意见").click()
    expect(page.get_by_text("王主任").first).to_be_visible()


def pledge(page: Page, address: str) -> None:
    page.goto(f"{address}commitment/")
    for box in page.locator("#section-form input[type=checkbox]").all():
        box.check()
    applicant.saved(page)
    page.goto(address)
    page.get_by_role("link", name="检查申报书").click()
    expect(page.get_by_role("heading", name="各项齐备")).to_be_visible()


def sign(page: Page) -> None:
    page.get_by_role("link", name="签署并提交").click()
    page.get_by_role("link", name="签章", exact=True).click()
    page.get_by_role("button", name=re.compile("发送验证码")).click()
    page.get_by_label("验证码", exact=True).fill(newest(page, CODE, to=MOBILE[-4:]))
    page.get_by_role("button", name="用验证码签章").click()


def receipt(page: Page, button: str) -> str:
    page.get_by_role("button", name=button).click()
    number = page.locator("#r-no")
    expect(number).to_have_text(re.compile(r"\d"))
    return number.inner_text()


def open_case(page: Page, title: str) -> None:
    page.get_by_role("link", name=re.compile("^申报")).first.click()
    page.get_by_role("link", name=re.compile(title)).first.click()


def give_back(page: Page) -> None:
    """The operator looks at each item that the data left open and gives one place back."""
    page.get_by_role("button", name="开始审查").click()
    judge_rest(page)
    scope = page.locator("#item-scope")
    scope.locator("label", has_text="不符合").click()
    scope.get_by_label("请机构补什么").fill(ASK)
    scope.get_by_label("在申报书哪一处").fill(place_of(page, "选择"))
    page.get_by_role("button", name=re.compile("预览补正通知")).click()
    expect(page.get_by_text(ASK)).to_be_visible()
    page.get_by_role("button", name="发出补正，看下一件").click()


def judge_rest(page: Page) -> None:
    """What is open fits; what the data found amiss is overruled with a note, as a desk may."""
    for item in page.locator("[data-item]").all():
        chosen = item.locator("input:checked")
        if chosen.count() and chosen.get_attribute("value") != "fails":
            continue
        if chosen.count():
            item.locator("summary").click()
            item.get_by_label("备注").fill("纸质材料已核对。")
        item.locator("label", has_text=re.compile("^符合$")).click()


def place_of(page: Page, words: str) -> str:
    return next(
        text for text in page.locator("#places option").evaluate_all("all => all.map((e) => e.value)") if words in text
    )


def correct(page: Page, address: str) -> None:
    page.goto(address)
    page.goto(f"{address}returned/")
    expect(page.get_by_text(ASK)).to_be_visible()
    fix = page.locator(".fix")
    field = fix.locator("textarea")
    field.fill(MENDED + field.input_value())
    fix.get_by_role("button", name="保存此处").click()
    expect(page.locator(".fix ins").first).to_contain_text(MENDED[:4])
    page.get_by_role("link", name="检查并提交").click()


def accept(page: Page) -> None:
    page.get_by_role("button", name="继续审查补正").click()
    judge_rest(page)
    page.get_by_label("完成后留在本页").check()
    page.get_by_role("button", name="通过，看下一件").click()
    expect(page.locator(".tag", has_text="受理").first).to_be_visible()


def test_from_sign_up_to_an_accepted_application(chromium: Browser) -> None:
    title = core()["project"]["title"]
    with copied() as folder:
        with serving(folder, worker=True) as base:
            with walking(chromium, base, PHONE) as page:
                applicant.sign_up(page, MOBILE, NAME, SECRET)
                register(page)
                bring_certificate(page)
                ask_for_verification(page)
                with walking(chromium, base, WIDE, "clerk@yunxi.example") as desk:
                    verify(desk)
                address = begin(page)
                fill(page, address)
                bring_papers(page, address)
                with walking(chromium, base, PHONE) as telephone:
                    answer(telephone, ask_community(page, address))
                pledge(page, address)
                sign(page)
                first = receipt(page, "提交申报书")
            path = address.removeprefix(base)
        with serving(folder, at=SCREENING) as base:
            with walking(chromium, base, WIDE, "operator@yunxi.example") as page:
                open_case(page, title)
                give_back(page)
            with walking(chromium, base, PHONE, MOBILE, SECRET) as page:
                correct(page, f"{base}{path}")
                sign(page)
                second = receipt(page, "交回补正")
            with walking(chromium, base, WIDE, "operator@yunxi.example") as page:
                open_case(page, title)
                accept(page)
            with walking(chromium, base, PHONE, MOBILE, SECRET) as page:
                page.goto(path)
                expect(page.locator(".app-head .tag").first).to_have_text("已受理")
    assert first != second

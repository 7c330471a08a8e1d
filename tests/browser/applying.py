"""An organisation's way through the pages: registered, an application written, consented to, signed, handed in."""

import json
import re
from collections.abc import Collection
from typing import Any

from playwright.sync_api import Page, expect

from projects.domain.form import FORMS
from tests.browser import applicant
from tests.browser.applicant import CODE, LINK, newest
from tests.browser.city import ROOT
from tests.organizations.factories import code_for

MOBILE, NAME, SECRET = "19900020001", "孟小舟", "xiaozhou-2027"
ORGANIZATION = "云溪市码头邻里互助社"
COMMUNITY, COMMUNITY_MOBILE, COMMUNITY_PERSON = "码头社区", "19900020002", "王主任"


def core() -> dict[str, dict[str, str]]:
    """Return a hand-written project that fills the short form, as the typed text of each part."""
    rows = json.loads((ROOT / "projects/demo_projects/elderly_short.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = next(row for row in rows if row["slug"] == "xiujiao-xiangzi")
    found["project"] |= {"leader_name": NAME, "leader_mobile": MOBILE, "contact_name": NAME, "contact_mobile": MOBILE}
    found["landing"]["places"][0] |= {"contact_name": COMMUNITY_PERSON, "contact_mobile": COMMUNITY_MOBILE}
    return {section: applicant.flat(form, found[section]) for section, form in FORMS.items() if section in found}


def register(page: Page) -> None:
    page.get_by_role("link", name="登记机构").first.click()
    page.get_by_label("统一社会信用代码").fill(code_for(990001))
    page.get_by_label("名称").fill(ORGANIZATION)
    page.get_by_label("登记机关").fill("云溪市民政局")
    page.get_by_label("区划").select_option(label="东关街道")
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


def begin(page: Page, call: str = "") -> str:
    """Begin in the open call, or in the one of this title; return the application's address."""
    if call:
        page.goto("/")
        page.get_by_role("link", name="申报指南").first.click()
        page.get_by_role("link", name=re.compile(call)).first.click()
    else:
        page.goto("/applications/")
    page.get_by_role("link", name="开始申报").first.click()
    page.get_by_label("空白表格").check()
    page.get_by_role("button", name="开始申报").click()
    expect(page.locator("h1")).to_contain_text("未命名")
    return page.url


def fill(page: Page, address: str, *, kept: Collection[str] = ()) -> None:
    """Type every part that is asked for, each on its page, but parts and fields that are ``kept`` as they stand there
    (``"landing"``, ``"project.title"``)."""
    for section, core_typed in core().items():
        typed = {name: text for name, text in core_typed.items() if f"{section}.{name}" not in kept}
        if section in kept:
            continue
        page.goto(f"{address}{section}/")
        if section == "budget":
            applicant.fill_budget(page, typed)
        else:
            applicant.fill_part(page, section, typed)


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
    """The community's way: the link, the code, its answer."""
    page.goto(link)
    page.get_by_role("button", name=re.compile("发送验证码")).click()
    page.get_by_label("验证码", exact=True).fill(newest(page, CODE, to=COMMUNITY_MOBILE[-4:]))
    page.get_by_role("button", name="继续").click()
    page.get_by_label("同意落地", exact=True).check()
    page.get_by_label("您的姓名").fill(COMMUNITY_PERSON)
    page.get_by_role("button", name="提交意见").click()
    expect(page.get_by_text(COMMUNITY_PERSON).first).to_be_visible()


def pledge(page: Page, address: str) -> None:
    page.goto(f"{address}commitment/")
    for box in page.locator("#section-form input[type=checkbox]").all():
        box.check()
    applicant.saved(page)
    page.goto(address)
    page.get_by_role("link", name="检查申报书").click()
    expect(page.get_by_role("heading", name="各项齐备")).to_be_visible()


def sign(page: Page, mobile: str = MOBILE) -> None:
    """Go on from the check page; sign by the code that the signatory's telephone is sent."""
    page.get_by_role("link", name="签署并提交").click()
    page.get_by_role("link", name="签章", exact=True).click()
    page.get_by_role("button", name=re.compile("发送验证码")).click()
    page.get_by_label("验证码", exact=True).fill(newest(page, CODE, to=mobile[-4:]))
    page.get_by_role("button", name="用验证码签章").click()


def receipt(page: Page, button: str) -> str:
    """Hand in; return the number of the receipt."""
    page.get_by_role("button", name=button).click()
    number = page.locator("#r-no")
    expect(number).to_have_text(re.compile(r"\d"))
    return number.inner_text()


def correct(page: Page, address: str, asked: str, added: str) -> None:
    """Find what is asked for beside its field, put the missing words before the old ones, and go on to the check."""
    page.goto(f"{address}returned/")
    expect(page.get_by_text(asked)).to_be_visible()
    fix = page.locator(".fix")
    field = fix.locator("textarea")
    field.fill(added + field.input_value())
    fix.get_by_role("button", name="保存此处").click()
    expect(page.locator(".fix ins").first).to_contain_text(added[:4])
    page.get_by_role("link", name="检查并提交").click()

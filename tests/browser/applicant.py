"""What an applicant does in the browser, from the first code to the receipt. It knows pages by what stands on them.

Typed text is flat: ``{"title": "…", "activities": "a1", "activities.a1.name": "…"}``. Rows get new ids on the page;
whoever refers to one (an activity to its objective) chooses it by its place in the list.
"""

import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

from projects.domain.form import FORMS, Form, Kind
from projects.domain.form.kinds import Table
from tests.venture.files import samples

CODE = re.compile(r"(?<!\d)(\d{6})(?!\d)")
LINK = re.compile(r"/confirmations/[\w-]+/")
LOOKS, LOOK_MS = 60, 500


def newest(page: Page, wanted: "re.Pattern[str]", *, to: str) -> str:
    """Return what the newest SMS to the telephone that ends in ``to`` says, as soon as it is in the tray."""
    tray = page.context.new_page()
    for _look in range(LOOKS):
        tray.goto("/tray/")
        for item in tray.locator("ul.tray > li").all():
            said = wanted.search(item.locator(".tray-body").inner_text())
            if to in item.inner_text() and said:
                tray.close()
                return said[said.re.groups]
        tray.wait_for_timeout(LOOK_MS)
    raise AssertionError(f"nothing in the tray for {to}")


def sign_up(page: Page, mobile: str, name: str, password: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="开始申报").first.click()
    page.get_by_role("link", name="注册账号").click()
    page.get_by_label("手机号或邮箱").fill(mobile)
    page.get_by_role("button", name="获取验证码").click()
    page.get_by_label("验证码", exact=True).fill(newest(page, CODE, to=mobile[-4:]))
    page.get_by_role("button", name="继续").click()
    page.get_by_label("您的姓名").fill(name)
    page.get_by_label("密码（可不填）").fill(password)
    page.get_by_label("我已阅读个人信息处理说明，同意开立账号").check()
    page.get_by_role("button", name="开立账号").click()
    expect(page.get_by_text("账号已开立")).to_be_visible()


def sign_in(page: Page, login: str, password: str) -> None:
    page.goto("/account/login/")
    page.get_by_label("手机号或邮箱").fill(login)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(lambda url: "/account/" not in url)


def bring(place: Locator, name: str) -> None:
    """Choose a PDF in this place and wait until it lies on the server."""
    paper: Any = {"name": name, "mimeType": "application/pdf", "buffer": samples.pdf()}
    place.locator("[data-upload] input[type=file]").first.set_input_files([paper])
    expect(place.locator("[data-item].done")).to_have_count(1)


def flat(form: Form, values: Mapping[str, Any]) -> dict[str, str]:
    """Return what somebody would type for the values of a part."""
    typed = {each.name: _said(values[each.name]) for each in form.fields if each.name in values}
    for table in form.tables:
        rows = values.get(table.name, [])
        typed[table.name] = " ".join(row["id"] for row in rows)
        typed |= {
            f"{table.name}.{row['id']}.{f.name}": _said(row[f.name])
            for row in rows
            for f in table.fields
            if f.name in row
        }
    return typed


def _said(value: Any) -> str:
    return " ".join(value) if isinstance(value, list) else str(value)


def fill_part(page: Page, section: str, typed: Mapping[str, str]) -> None:
    """Type a part into its page, field after field and row after row, until it says that it is saved."""
    form = FORMS[section]
    for field in form.fields:
        if field.name in typed:
            put(page.locator("#section-form"), field.name, typed[field.name], kind=field.kind)
    for table in form.tables:
        for row in typed.get(table.name, "").split():
            _fill_row(page, table, {f.name: typed.get(f"{table.name}.{row}.{f.name}", "") for f in table.fields}, typed)
    saved(page)


def fill_budget(page: Page, typed: Mapping[str, str]) -> None:
    """Add a line of its kind for each, and type its cells."""
    for row in typed["lines"].split():
        values = {name: typed.get(f"lines.{row}.{name}", "") for name in ("item", "unit", "quantity", "price", "basis")}
        page.locator("[data-new-category]").select_option(typed[f"lines.{row}.category"])
        page.locator("[data-add-other]").click()
        line = page.locator("tbody.line:has([data-col=item]:focus)")
        line = page.locator(f"tbody.line[data-key='{line.get_attribute('data-key')}']")
        for name in ("item", "quantity", "unit", "price"):
            line.locator(f"[data-col={name}]").fill(values[name])
        activity = typed.get(f"lines.{row}.activity", "")
        if activity:
            line.locator("[data-col=activity]").select_option(index=int(activity[1:]))
        if not line.locator("[data-col=basis]").is_visible():
            line.locator("[data-more]").click()
        line.locator("[data-col=basis]").fill(values["basis"])
    saved(page)


def _fill_row(page: Page, table: Table, values: Mapping[str, str], typed: Mapping[str, str]) -> None:
    block = page.locator(f"[data-rows='{table.name}']")
    block.locator(f"button[value='add:{table.name}']").click()
    row = block.locator("[data-row]").last
    place = f"{table.name}.{row.get_attribute('data-row')}"
    for field in table.fields:
        if values[field.name]:
            put(row, f"{place}.{field.name}", values[field.name], kind=field.kind)


def put(inside: Locator, name: str, text: str, *, kind: Kind) -> None:
    found = inside.locator(f"[name='{name}']:not([type=hidden])")
    if not found.count():
        return  # The short form does not ask for it.
    if kind == Kind.FLAG:
        found.check()
    elif kind == Kind.CHOICES:
        for value in text.split():
            inside.locator(f"[name='{name}'][value='{value}']").check()
    elif found.first.get_attribute("type") == "radio":
        inside.locator(f"[name='{name}'][value='{text}']").check()
    elif found.evaluate("e => e.tagName") == "SELECT":
        # A row of another part has the id that its page gave it: "o1" is the first of the list, "o2" the second.
        chosen: Any = {"index": int(text[1:])} if kind == Kind.REF else {"value": text}
        if kind == Kind.COMMUNITY:
            chosen = {"label": text}
        found.select_option(**chosen)
    else:
        found.fill(text)


def saved(page: Page) -> None:
    page.locator("h1").click()
    expect(page.locator("[data-save-state]")).to_contain_text("已自动保存")
    expect(page.locator("[data-save-state]")).to_have_attribute("data-state", "saved")

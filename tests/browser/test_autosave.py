"""Saving while typing, in a real browser: two people, lost lines, expired sign-ins, two texts for a place, the end."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import context
from tests.browser.writing import STORED, Desk, rests, saved, sign_in, state, write

pytestmark = pytest.mark.browser


def test_what_is_typed_is_saved_without_a_button_and_says_so(desk: Desk) -> None:
    page = desk.page(desk.owner, "project")
    write(page, "title", "银龄守护")
    write(page, "starts_on", "2027-03-01")
    page.locator("[name=summary]").press_sequentially("为独居老人")
    assert rests(page)
    expect(state(page)).to_contain_text("已自动保存")

    kept = desk.kept("project")
    assert (kept["typed"]["title"], kept["typed"]["summary"]) == ("银龄守护", "为独居老人")
    expect(page.locator("[name=summary]")).to_be_focused()
    page.close()


def test_a_colleague_is_seen_and_followed(desk: Desk) -> None:
    mine, theirs = desk.page(desk.owner, "need"), desk.page(desk.editor, "need")
    mine.reload()
    expect(mine.locator("[data-presence]")).to_contain_text("也在填写这一部分")
    write(theirs, "background", "社区里有四百位独居老人。")
    saved(theirs)
    write(mine, "group", "独居老人")
    saved(mine)

    expect(mine.locator("[name=background]")).to_have_value("社区里有四百位独居老人。")
    assert desk.kept("need")["typed"] == {"background": "社区里有四百位独居老人。", "group": "独居老人"}
    mine.close()
    theirs.close()


@pytest.mark.parametrize(("choice", "stays"), [("用我的", "我写的目标"), ("用对方的", "同事写的目标")])
def test_two_texts_for_one_place_stand_beside_the_field(desk: Desk, choice: str, stays: str) -> None:
    mine, theirs = desk.page(desk.owner, "indicators"), desk.page(desk.editor, "indicators")
    before = desk.kept("indicators")["typed"].get("aim", "")
    desk.owner.set_offline(True)
    write(mine, "aim", "我写的目标")
    expect(state(mine)).to_contain_text("未联网")
    write(theirs, "aim", "同事写的目标" if before != "同事写的目标" else "同事又写的目标")
    saved(theirs)
    desk.owner.set_offline(False)

    box = mine.locator(".conflict-box")
    expect(box).to_contain_text("我写的目标")
    expect(box).to_contain_text("同事写的目标")
    expect(mine.locator("[name=aim]")).to_have_value("我写的目标")
    expect(mine.locator("[name=aim]")).to_be_focused()
    box.get_by_role("button", name=choice).click()
    expect(box).to_have_count(0)
    expect(mine.locator("[name=aim]")).to_have_value(stays)
    expect(state(mine)).to_have_attribute("data-state", "saved")
    told = desk.kept("indicators")
    assert (told["typed"]["aim"], told["asides"]) == (stays, [])
    # The colleague, who has read the other text by then, goes on from what stands there.
    theirs.reload()
    write(theirs, "aim", before or "共同的目标")
    saved(theirs)
    mine.close()
    theirs.close()


def test_without_a_line_the_text_outlives_the_page(desk: Desk) -> None:
    page = desk.page(desk.owner, "organisation")
    desk.owner.set_offline(True)
    write(page, "intro", "断网时写下的简介")
    expect(state(page)).to_contain_text("未联网")
    assert page.evaluate(STORED) == 1
    # What a page sends on leaving outlives it, and the browser's own emulation of a lost line with it.
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('no line')); }")
    page.close()
    desk.owner.set_offline(False)
    assert desk.kept("organisation")["typed"] == {}

    again = desk.page(desk.owner, "organisation")
    expect(again.locator("[name=intro]")).to_have_value("断网时写下的简介")
    expect(again.locator(".autosave-note")).to_contain_text("本机")
    assert rests(again)
    assert desk.kept("organisation")["typed"]["intro"] == "断网时写下的简介"
    again.close()


def test_rows_of_a_colleague_come_in_while_one_is_typing(desk: Desk) -> None:
    mine, theirs = desk.page(desk.owner, "risks"), desk.page(desk.editor, "risks")
    for page, words in ((mine, "雨天无法开展"), (theirs, "志愿者不足")):
        page.locator("button[value='add:risks']").click()
        page.locator("[data-row]").last.locator("[name$='.risk']").fill(words)
        saved(page)
    mine.locator("[data-row]").first.locator("[name$='.measure']").fill("改到室内")
    saved(mine)

    expect(mine.locator("[name$='.risk']").last).to_have_value("志愿者不足")
    expect(mine.locator("[data-row] > summary")).to_have_text(["风险 1雨天无法开展", "风险 2志愿者不足"])
    expect(mine.locator("button[value^='down:']:visible")).to_have_count(1)
    typed = desk.kept("risks")["typed"]
    first, second = typed["risks"].split()
    assert typed == {
        "risks": f"{first} {second}",
        f"risks.{first}.risk": "雨天无法开展",
        f"risks.{first}.measure": "改到室内",
        f"risks.{second}.risk": "志愿者不足",
    }
    mine.close()
    theirs.close()


def test_an_expired_sign_in_goes_on_by_itself_after_signing_in_elsewhere(chromium: Browser, desk: Desk) -> None:
    own = context(chromium, desk.base)
    other = own.new_page()
    sign_in(other)
    page = own.new_page()
    page.goto(desk.address("activities"))
    write(page, "approach", "第一句")
    saved(page)
    own.clear_cookies()
    write(page, "approach", "第一句，第二句")
    expect(state(page)).to_contain_text("登录已过期")
    expect(state(page).get_by_role("link")).to_have_attribute("target", "_blank")
    assert page.evaluate(STORED) == 1

    sign_in(other)
    page.bring_to_front()
    expect(state(page)).to_contain_text("已自动保存")
    assert rests(page)
    expect(page.locator("[name=approach]")).to_have_value("第一句，第二句")
    assert desk.kept("activities")["typed"]["approach"] == "第一句，第二句"
    own.close()


def test_what_is_wrong_with_a_field_is_said_beside_it_once_it_is_left(desk: Desk) -> None:
    page = desk.page(desk.owner, "project")
    title, said = page.locator("[name=title]"), page.locator("#e-title")
    write(page, "title", "长" * 200)
    assert rests(page)
    expect(said).to_be_hidden()
    page.locator("[name=summary]").focus()
    expect(said).to_be_visible()
    expect(said).to_contain_text("字")
    expect(title).to_have_attribute("aria-invalid", "true")

    write(page, "title", "银龄守护")
    saved(page)
    expect(said).to_be_hidden()
    page.close()


def test_a_row_added_a_moment_ago_can_be_chosen(desk: Desk) -> None:
    page = desk.page(desk.owner, "indicators")
    for number, text in enumerate(("老人有人陪伴", "子女放心"), start=1):
        page.locator("button[value='add:objectives']").click()
        page.locator("[name$='.text']").last.fill(text)
        expect(page.locator("[data-rows=objectives] [data-row]")).to_have_count(number)
    page.locator("button[value='add:indicators']").click()
    objective = page.locator("[name$='.objective']").last
    expect(objective.locator("option")).to_have_text(["请选择", "分目标1：老人有人陪伴", "分目标2：子女放心"])
    objective.select_option(index=2)
    page.locator("button[value^='up:objectives:']:visible").click()
    expect(objective.locator("option:checked")).to_have_text("分目标1：子女放心")

    page.locator("button[value^='remove:objectives:']").first.click()
    expect(objective.locator("option:checked")).to_have_text("（已删除）")
    page.locator("[data-rows=objectives] [data-undo] button").click()
    expect(objective.locator("option:checked")).to_have_text("分目标1：子女放心")
    saved(page)
    typed = desk.kept("indicators")["typed"]
    assert typed[f"indicators.{typed['indicators']}.objective"] == typed["objectives"].split()[0]
    page.close()


def test_signing_out_asks_before_it_removes_unsaved_text(chromium: Browser, desk: Desk) -> None:
    own = context(chromium, desk.base)
    page = own.new_page()
    sign_in(page)
    elsewhere = own.new_page()
    elsewhere.goto("/account/")
    page.goto(desk.address("team"))
    # Only this address is away: the sign-out must still work.
    page.route("**/save/", lambda route: route.abort())
    write(page, "volunteer_source", "大学社团")
    expect(state(page)).to_have_attribute("data-state", "away")

    said: list[str] = []
    elsewhere.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    elsewhere.locator("main form[action$='/account/logout/'] button").click()
    assert desk.code in said[0]
    assert elsewhere.evaluate(STORED) == 1
    third = own.new_page()
    third.goto("/account/")
    third.on("dialog", lambda dialog: dialog.accept())
    third.locator("main form[action$='/account/logout/'] button").click()
    third.wait_for_load_state()
    assert third.evaluate(STORED) == 0
    # The page that is still open puts nothing back, whatever is typed there, and says so.
    write(page, "volunteer_source", "大学社团和居民")
    expect(state(page)).to_have_attribute("data-state", "onlyHere")
    assert third.evaluate(STORED) == 0
    own.close()


def test_a_withdrawn_application_gives_the_text_back(desk: Desk) -> None:
    page = desk.page(desk.editor, "cofunding")
    page.locator("button[value='add:partners']").click()
    page.locator("[name$='.name']").last.fill("河坊社区居委会")
    saved(page)
    withdrawing = desk.owner.new_page()
    withdrawing.goto(f"{desk.base}/applications/{desk.code}/withdraw/")
    _withdraw(withdrawing)

    page.locator("[name$='.input']").last.fill("提供活动场地")
    note = page.locator(".kept-text")
    expect(note).to_contain_text("已无法再保存")
    assert "提供活动场地" in note.locator("textarea").input_value()
    expect(page.locator("[name$='.input']").last).to_have_value("提供活动场地")
    assert page.locator("[name$='.input']").last.evaluate("e => e.readOnly")
    with page.expect_download() as download:
        note.get_by_role("link", name="下载为文本").click()
    assert "提供活动场地" in download.value.path().read_text(encoding="utf-8-sig")
    page.close()
    withdrawing.close()


def _withdraw(page: Page) -> None:
    for box in page.locator("main form [type=checkbox]").all():
        box.check()
    reason = page.locator("main form textarea, main form input[type=text]")
    if reason.count():
        reason.first.fill("今年人手不足")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()

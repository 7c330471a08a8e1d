"""Saving while typing, in a real browser: two people, lost lines, reloads, expired sign-ins, two texts for a place."""

import random
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.demo import PASSWORD
from tests.browser.beginning import begin_blank
from tests.browser.chromium import context
from tests.browser.city import served
from tests.browser.crawl import Crawler
from tests.projects.applications import editor as core

# Timed by a person's pace, and not yet steady on a busy machine: run by make soak until it is.
pytestmark = [pytest.mark.browser, pytest.mark.soak]
STORIES, STEPS = 20, 5
SECTION, PLACES = "sustainability", ("funding", "team", "spread", "exit")
SOON_MS, QUIET_MS, TURN_MS = 3000, 20_000, 100
NOTHING_LEFT = """() => document.querySelector('[data-save-state]').dataset.state !== 'saving'
  && !Object.keys(localStorage).some((key) => key.startsWith('venture:typed:'))"""
# One's own unsaved text, as the browser's store holds it.
STORED = "() => Object.keys(localStorage).filter((key) => key.startsWith('venture:typed:')).length"


@dataclass
class Desk:
    """An application of one organisation, open to its owner and its editor."""

    base: str
    code: str
    owner: BrowserContext
    editor: BrowserContext

    def address(self, section: str) -> str:
        return f"{self.base}/applications/{self.code}/{section}/"

    def page(self, who: BrowserContext, section: str) -> Page:
        crawler = Crawler(who)
        page = crawler.page
        page.goto(self.address(section))
        return page

    def kept(self, section: str, who: BrowserContext | None = None) -> dict[str, Any]:
        """What the server has, as the person's script would be told."""
        answer = (who or self.owner).request.get(f"{self.address(section)}save/")
        assert answer.status == 200, answer.text()
        told: dict[str, Any] = answer.json()
        return told


@pytest.fixture(scope="module")
def desk(chromium: Browser) -> Iterator[Desk]:
    with served() as base:
        owner, editor = context(chromium, base, "org_owner"), context(chromium, base, "org_editor")
        page = owner.new_page()
        yield Desk(base, begin_blank(page), owner, editor)
        owner.close()
        editor.close()


def state(page: Page) -> Any:
    return page.locator("[data-save-state]")


def write(page: Page, name: str, text: str) -> None:
    page.locator(f"[name='{name}']:not([type=hidden])").fill(text)


def test_what_is_typed_is_saved_without_a_button_and_says_so(desk: Desk) -> None:
    page = desk.page(desk.owner, "project")
    write(page, "title", "银龄守护")
    write(page, "starts_on", "2027-03-01")
    page.locator("[name=summary]").press_sequentially("为独居老人")
    expect(state(page)).to_contain_text("已自动保存")

    kept = desk.kept("project")
    assert (kept["typed"]["title"], kept["typed"]["summary"]) == ("银龄守护", "为独居老人")
    assert page.evaluate(STORED) == 0
    expect(page.locator("[name=summary]")).to_be_focused()
    page.close()


def test_a_colleague_is_seen_and_followed(desk: Desk) -> None:
    mine, theirs = desk.page(desk.owner, "need"), desk.page(desk.editor, "need")
    mine.reload()
    expect(mine.locator("[data-presence]")).to_contain_text("也在填写这一部分")
    write(theirs, "background", "社区里有四百位独居老人。")
    theirs.locator("[name=group]").focus()
    expect(state(theirs)).to_contain_text("已自动保存")
    write(mine, "group", "独居老人")
    mine.locator("[name=selection]").focus()

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
    theirs.locator("h1").click()
    expect(state(theirs)).to_contain_text("已自动保存")
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
    theirs.locator("h1").click()
    expect(state(theirs)).to_contain_text("已自动保存")
    mine.close()
    theirs.close()


def test_without_a_line_the_text_outlives_the_page(desk: Desk) -> None:
    page = desk.page(desk.owner, "organisation")
    desk.owner.set_offline(True)
    write(page, "intro", "断网时写下的简介")
    expect(state(page)).to_contain_text("未联网")
    assert page.evaluate(STORED) == 1
    page.close()
    # The page's last try on leaving must have failed before the line is back.
    time.sleep(1.5)
    desk.owner.set_offline(False)
    assert desk.kept("organisation")["typed"] == {}

    again = desk.page(desk.owner, "organisation")
    expect(again.locator("[name=intro]")).to_have_value("断网时写下的简介")
    expect(again.locator(".autosave-note")).to_contain_text("本机")
    assert (desk.kept("organisation")["typed"]["intro"], again.evaluate(STORED)) == ("断网时写下的简介", 0)
    again.close()


def test_rows_of_a_colleague_come_in_while_one_is_typing(desk: Desk) -> None:
    mine, theirs = desk.page(desk.owner, "risks"), desk.page(desk.editor, "risks")
    for page, words in ((mine, "雨天无法开展"), (theirs, "志愿者不足")):
        page.locator("button[value='add:risks']").click()
        page.locator("[data-row]").last.locator("[name$='.risk']").fill(words)
        page.locator("h1").click()
        expect(state(page)).to_contain_text("已自动保存")
    mine.locator("[data-row]").first.locator("[name$='.measure']").fill("改到室内")
    mine.locator("h1").click()

    expect(mine.locator("[data-row]")).to_have_count(2)
    expect(mine.locator("[name$='.risk']").last).to_have_value("志愿者不足")
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
    _sign_in(other)
    page = own.new_page()
    page.goto(desk.address("activities"))
    write(page, "approach", "第一句")
    expect(state(page)).to_contain_text("已自动保存")
    own.clear_cookies()
    write(page, "approach", "第一句，第二句")
    expect(state(page)).to_contain_text("登录已过期")
    expect(state(page).get_by_role("link")).to_have_attribute("target", "_blank")
    assert page.evaluate(STORED) == 1

    _sign_in(other)
    page.bring_to_front()
    expect(state(page)).to_contain_text("已自动保存")
    expect(page.locator("[name=approach]")).to_have_value("第一句，第二句")
    assert (desk.kept("activities")["typed"]["approach"], page.evaluate(STORED)) == ("第一句，第二句", 0)
    own.close()


def test_signing_out_asks_before_it_removes_unsaved_text(chromium: Browser, desk: Desk) -> None:
    own = context(chromium, desk.base)
    page = own.new_page()
    _sign_in(page)
    elsewhere = own.new_page()
    elsewhere.goto("/account/")
    page.goto(desk.address("team"))
    # Only this address is away: the sign-out must still work.
    page.route("**/save/", lambda route: route.abort())
    write(page, "volunteer_source", "大学社团")
    expect(state(page)).to_contain_text("未保存")

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
    own.close()


def test_the_script_and_its_copy_in_the_tests_are_one_algorithm(desk: Desk) -> None:
    """The stories of ``tests/projects/applications/test_saving_stories.py`` run the copy; here both answer alike."""
    chance = random.Random(20270301)
    asked = [_question(chance) for _number in range(400)]
    page = desk.page(desk.owner, "project")
    answers = page.evaluate(
        """async (asked) => {
          const { answered, begin, owes, settled, unsaved } = await import("/static/js/autosave/core.js");
          return asked.map(({ editor, answer, focused, path, choice }) => {
            const told = answered(editor, answer, focused);
            return [told.editor, told.shown, unsaved(told.editor).sort(), owes(told.editor),
                    begin(told.editor), settled(told.editor, path, choice)];
          });
        }""",
        asked,
    )
    page.close()
    for question, answer in zip(asked, answers, strict=True):
        given = question["editor"]
        before = core.Editor(**{**given, "attempt": core.Attempt(**given["attempt"])})
        after, shown = core.answered(before, question["answer"], question["focused"])
        assert answer == [
            asdict(after),
            shown,
            sorted(core.unsaved(after)),
            core.owes(after),
            asdict(core.begin(after)),
            asdict(core.settled(after, question["path"], **question["choice"])),
        ]


def _question(chance: random.Random) -> dict[str, Any]:
    """An editor that waits for an answer, and an answer, neither of them likely."""

    def typed() -> dict[str, str]:
        order = chance.sample(["a", "b", "c"], chance.randint(0, 3))
        cells = {f"rows.{row}.{cell}": chance.choice("xyz") for row in order for cell in ("name", "sum")}
        fields = {name: chance.choice(["", "x", "y", "z"]) for name in ("title", "aim") if chance.random() < 0.8}
        return {
            **fields,
            "rows": " ".join(order),
            **{path: text for path, text in cells.items() if chance.random() < 0.8},
        }

    base, sent, paths = typed(), typed(), ["title", "aim", "rows", "rows.a.name", "rows.b", None]
    asides = [
        {"editor": chance.choice(["e1", "e2"]), "path": path, "mine": chance.choice("xyz")}
        for path in chance.sample(["title", "aim", "rows.a.name", "rows.b"], chance.randint(0, 2))
    ]
    return {
        "editor": {
            "name": "e1", "turn": 7, "base": base, "now": sent if chance.random() < 0.5 else typed(),
            "attempt": {"key": "e1-7", "base": base, "typed": sent}, "held": {},
        },
        "answer": {"typed": typed(), "asides": asides},
        "focused": chance.choice(paths),
        "path": chance.choice(["title", "aim", "rows.a.name", "rows.b"]),
        "choice": {
            "taken": chance.choice(["mine", "theirs"]), "mine": chance.choice("xyz"), "kept": chance.choice("xyz"),
            "clicked": chance.choice("xyz"),
        },
    }  # fmt: skip


@dataclass
class Word:
    text: str
    author: str
    over: str
    saved: bool = False


class Tale:
    """Twenty stories, one after the other, on the same two desks: each begins where the last one ended."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk, self.chance = desk, random.Random(seed)
        self.people = {"owner": desk.owner, "editor": desk.editor}
        self.pages = {name: [desk.page(context_, SECTION)] for name, context_ in self.people.items()}
        self.words: dict[str, Word] = {}
        self.offline = {"owner": False, "editor": False}

    def step(self) -> None:
        name = self.chance.choice(["owner", "editor"])
        acts = [self.type] * 5 + [self.leave] * 2 + [self.line] * 2 + [self.reload, self.window]
        self.chance.choice(acts)(name)

    def type(self, name: str) -> None:
        page, place = self.chance.choice(self.pages[name]), self.chance.choice(PLACES)
        text = f"{name}{len(self.words)}"
        control = page.locator(f"[name={place}]")
        over = control.input_value()
        control.fill(text)
        self.words[text] = Word(text, name, over)

    def leave(self, name: str) -> None:
        page = self.chance.choice(self.pages[name])
        page.locator("h1").click()
        page.wait_for_timeout(self.chance.choice([0, 100, 300]))
        self.look()

    def line(self, name: str) -> None:
        self.offline[name] = not self.offline[name]
        self.people[name].set_offline(self.offline[name])

    def reload(self, name: str) -> None:
        """Like a crash: what was typed a moment ago has not been sent."""
        if not self.offline[name]:
            page = self.chance.choice(self.pages[name])
            page.reload()

    def window(self, name: str) -> None:
        if not self.offline[name] and len(self.pages[name]) == 1:
            self.pages[name].append(self.desk.page(self.people[name], SECTION))
        elif len(self.pages[name]) > 1:
            self.pages[name].pop(0).close()

    def end(self) -> None:
        for name in self.people:
            self.offline[name] = True
            self.line(name)
        for pages in self.pages.values():
            for page in pages:
                page.locator("h1").click()
                page.evaluate("dispatchEvent(new Event('online'))")
        for pages in self.pages.values():
            # What a closed window left is brought in by the next one that opens.
            if not all(self._rests(page, SOON_MS) for page in pages):
                pages[0].reload()
            assert all(self._rests(page, QUIET_MS) for page in pages)
        self.look()

    def _rests(self, page: Page, patience: int) -> bool:
        for _turn in range(patience // TURN_MS):
            if page.evaluate(NOTHING_LEFT):
                return True
            page.wait_for_timeout(TURN_MS)
        return False

    def look(self) -> dict[str, Any]:
        kept: dict[str, Any] = self.desk.kept(SECTION)
        for text in kept["typed"].values():
            if text in self.words:
                self.words[text].saved = True
        return kept

    def _came_true(self, word: Word) -> bool:
        """Whether a word was saved, or what its own author made of it before it was."""
        after = [each for each in self.words.values() if each.over == word.text and each.author == word.author]
        return word.saved or any(self._came_true(each) for each in after)

    def lost(self) -> list[str]:
        kept = set(self.look()["typed"].values())
        shown = {
            (name, each["mine"])
            for name in self.people
            for each in self.desk.kept(SECTION, self.people[name])["asides"]
        }
        seen = {(name, page.locator(f"[name={place}]").input_value())
                for name, pages in self.pages.items() for page in pages for place in PLACES}  # fmt: skip
        followed = {
            word.over
            for word in self.words.values()
            if word.over in self.words and (word.author == self.words[word.over].author or self._came_true(word))
        }
        return [
            text for text, word in self.words.items()
            if text not in kept and text not in followed and not {(word.author, text)} & (shown | seen)
        ]  # fmt: skip


def test_twenty_stories_of_two_people_lose_no_word(desk: Desk) -> None:
    tale = Tale(desk, seed=2027)
    for number in range(STORIES):
        for _step in range(STEPS):
            tale.step()
        tale.end()
        assert (number, tale.lost()) == (number, [])
    for pages in tale.pages.values():
        for page in pages:
            page.close()


def test_a_withdrawn_application_gives_the_text_back(desk: Desk) -> None:
    page = desk.page(desk.editor, "cofunding")
    page.locator("button[value='add:partners']").click()
    page.locator("[name$='.name']").last.fill("河坊社区居委会")
    page.locator("h1").click()
    expect(state(page)).to_contain_text("已自动保存")
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


def _sign_in(page: Page) -> None:
    page.goto("/account/login/")
    page.fill("[name=login]", "org@yunxi.example")
    page.fill("[name=password]", PASSWORD)
    page.click("main form.form button[type=submit]")
    page.wait_for_load_state()


def _withdraw(page: Page) -> None:
    for box in page.locator("main form [type=checkbox]").all():
        box.check()
    reason = page.locator("main form textarea, main form input[type=text]")
    if reason.count():
        reason.first.fill("今年人手不足")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()

"""Twenty stories of two people in a real browser: typing, lost lines, crashes, second windows. No word is lost."""

import random
from dataclasses import dataclass
from typing import Any

import pytest

from tests.browser.writing import Desk, rests

pytestmark = pytest.mark.browser
STORIES, STEPS = 20, 5
SECTION, PLACES = "sustainability", ("funding", "team", "spread", "exit")
SOON_MS = 3000


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
            if not all(rests(page, SOON_MS) for page in pages):
                pages[0].reload()
            assert all(rests(page) for page in pages)
        self.look()

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

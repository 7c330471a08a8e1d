"""Two and three editors, lost requests, lost answers, late copies, crashes: every typed word is saved or shown.

The pages of the story run ``editor.py``, which is the script's own algorithm; the server is the real one.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.models import User
from projects.domain.form import FORMS
from projects.flows import applications as flows
from projects.models import Project, SectionDraft, SetAside
from projects.queries import editing
from tests.accounts.factories import make_user
from tests.projects.applications import editor as core
from tests.projects.applications.editor import Editor
from tests.projects.applications.factories import NOW, make_application, owner_of
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db
SECTION, TABLE = "organisation", "similar"
FIELDS = ("intro", "experience")
CELLS = ("name", "result")
FORM = FORMS[SECTION]


@dataclass(eq=False)
class Browser:
    """One person's browser. Its store outlives its pages."""

    user: User
    store: dict[str, Editor] = field(default_factory=dict)


@dataclass(eq=False)
class Page:
    """An open page, or (without a form) the script bringing in what an earlier page left in the store."""

    browser: Browser
    editor: Editor
    entry: str
    has_form: bool = True
    focused: str | None = None
    # What has come with the last answer: texts beside the kept ones, as the page shows them.
    asides: list[dict[str, Any]] = field(default_factory=list)
    answer: dict[str, Any] | None = None


@dataclass(eq=False)
class Word:
    """Something that somebody typed, what it was typed over, and by whom."""

    text: str
    author: User
    replaced_by: "list[Word]" = field(default_factory=list)
    given_up: bool = False
    saved: bool = False


class Story:
    """The server, the browsers, the network, and the memory of every word."""

    project: Project
    people: list[User]

    def __init__(self, project: Project, people: list[User]) -> None:
        self.project, self.people = project, people
        SectionDraft.objects.filter(project=project).update(typed={}, keys=[], hands={}, version=0)
        SetAside.objects.filter(project=project).delete()
        self.number = count(1)
        self.words: dict[str, Word] = {}
        self.copies: list[tuple[User, core.Attempt]] = []
        self.browsers = [Browser(person) for person in people]
        self.pages: list[Page] = []
        # Rows that a person removed, with the words that stood in them on that person's page.
        self.removed: list[tuple[User, str, list[Word]]] = []

    # --- The server ---------------------------------------------------------------------------------------------------

    @property
    def draft(self) -> SectionDraft:
        return SectionDraft.objects.get(project=self.project, section=SECTION)

    def serve(self, user: User, attempt: core.Attempt) -> dict[str, Any]:
        saved = flows.save_section(
            project_id=self.project.pk, section=SECTION, typed=json.loads(json.dumps(attempt.typed)),
            base=attempt.base, key=attempt.key, actor=user,
        )  # fmt: skip
        self.look()
        return told(saved.draft, list(saved.asides))

    def look(self) -> None:
        """Remember which words have been saved, and which removals have come true."""
        typed = self.draft.typed
        for text in typed.values():
            if text in self.words:
                self.words[text].saved = True
        standing = core.rows(typed, TABLE)
        for _person, row, words in self.removed:
            if row not in standing:
                for word in words:
                    word.given_up = word.saved = True
        self.removed = [each for each in self.removed if each[1] in standing]

    # --- Pages --------------------------------------------------------------------------------------------------------

    def open(self, browser: Browser) -> None:
        """Draw the page from the server, and bring in what earlier pages left in the store."""
        alive = {page.entry for page in self.pages if page.browser is browser}
        for entry, left in browser.store.items():
            if entry not in alive:
                self.pages.append(Page(browser, left, entry, has_form=False))
        draft, asides = editing.of_section(self.project.pk, SECTION, browser.user)
        name = f"e{next(self.number)}"
        page = Page(browser, core.opened(name, draft.typed), name, asides=told(draft, asides)["asides"])
        self.pages.append(page)

    def change(self, page: Page, editor: Editor) -> None:
        """What the page knows has changed: the store keeps what would be lost with it."""
        page.editor = editor
        if core.owes(editor):
            page.browser.store[page.entry] = editor
        else:
            page.browser.store.pop(page.entry, None)
            if not page.has_form and page in self.pages:
                self.pages.remove(page)

    def type(self, page: Page, path: str) -> None:
        text = f"v{next(self.number)}"
        word = Word(text, page.browser.user)
        before = self.words.get(page.editor.now.get(path, ""))
        if before is not None:
            before.replaced_by.append(word)
        self.words[text] = word
        page.focused = path
        self.change(page, core.typed_in(page.editor, path, text))

    def remove(self, page: Page, row: str) -> None:
        stood = [self.words[text] for path, text in page.editor.now.items() if _of(path, row) and text in self.words]
        for word in stood:
            word.given_up |= word.author == page.browser.user
        self.removed.append((page.browser.user, row, stood))
        order = [each for each in core.rows(page.editor.now, TABLE) if each != row]
        page.focused = None
        self.change(page, core.rows_put(page.editor, TABLE, order))

    def send(self, page: Page) -> core.Attempt | None:
        """Take the next attempt, or the one that was not answered; ``None`` when there is nothing to send."""
        if page.editor.attempt is None:
            if not core.unsaved(page.editor):
                return None
            if not page.has_form:
                # What an earlier page left goes on under a name of its own: that page may still be alive.
                page.editor = replace(page.editor, name=f"f{next(self.number)}", turn=0)
            self.change(page, core.begin(page.editor))
        return page.editor.attempt

    def take(self, page: Page, answer: dict[str, Any]) -> None:
        page.asides = answer["asides"]
        after, _shown = core.answered(page.editor, answer, page.focused)
        self.change(page, after)

    def settle(self, page: Page, aside: dict[str, Any], *, mine: bool, heard: bool) -> None:
        clicked = page.editor.now.get(aside["path"], "")
        try:
            flows.settle_aside(
                aside_id=aside["id"], take_mine=mine, actor=page.browser.user, seen=aside["theirs"], own=aside["mine"]
            )
        except RuleRefusal:
            # Settled elsewhere, or something else stands there now: the page asks again with the next answer.
            return
        word, other = self.words.get(aside["mine"]), self.words.get(aside["theirs"])
        if not mine and word is not None:
            word.given_up = True
        # Who takes the other's text, or an earlier one of their own, gives up what stands in the field by then, typed
        # since or not.
        since = self.words.get(clicked)
        if heard and since is not None and mine != (aside["path"] in page.editor.held):
            since.given_up |= since.author == page.browser.user
        if mine and other is not None:
            other.replaced_by.append(word or Word("", page.browser.user, saved=True))
        if mine and aside["path"].count(".") == 1:
            for path, text in self.before_settling.items():
                if _of(path, aside["path"].split(".")[1]) and text in self.words:
                    self.words[text].given_up = True
        self.look()
        if heard:
            page.asides = [each for each in page.asides if each["id"] != aside["id"]]
            kept = self.draft.typed.get(aside["path"], "")
            taken = "mine" if mine else "theirs"
            self.change(
                page,
                core.settled(page.editor, aside["path"], taken=taken, mine=aside["mine"], kept=kept, clicked=clicked),
            )

    # --- What must hold -----------------------------------------------------------------------------------------------

    def lost(self) -> list[str]:
        kept = set(self.draft.typed.values())
        asides = set(SetAside.objects.filter(project=self.project, settled_at=None).values_list("author_id", "text"))
        return [
            text
            for text, word in self.words.items()
            if text not in kept
            and not word.given_up
            and (word.author.pk, text) not in asides
            and not any(after.author == word.author or _came_true(after) for after in word.replaced_by)
            and not any(text in owed for owed in self._owed_to(word.author))
        ]

    def _owed_to(self, author: User) -> Iterator[set[str]]:
        """What stands unsaved in a page or in the store. What a page believes saved is no excuse."""
        for page in self.pages:
            if page.browser.user == author:
                yield _unacknowledged(page.editor)
        for browser in self.browsers:
            for left in browser.store.values() if browser.user == author else ():
                yield _unacknowledged(left)


def _unacknowledged(editor: Editor) -> set[str]:
    return {text for path, text in editor.now.items() if not core.same(editor.now, editor.base, path)}


def _came_true(word: Word) -> bool:
    """Whether a word was saved, or what its own author made of it before it was."""
    return word.saved or any(_came_true(after) for after in word.replaced_by if after.author == word.author)


def told(draft: SectionDraft, asides: list[SetAside]) -> dict[str, Any]:
    """The answer as the script gets it: the part that the algorithm reads."""
    return {
        "typed": dict(draft.typed),
        "asides": [
            {"id": each.aside.pk, "editor": each.aside.editor, "path": each.aside.path, "mine": each.aside.text,
             "theirs": each.theirs}
            for each in editing.beside(draft, asides)
        ],
    }  # fmt: skip


def _of(path: str, row: str) -> bool:
    return path.startswith(f"{TABLE}.{row}.")


def machine_for(make: Callable[[], Story]) -> type[RuleBasedStateMachine]:
    class Editors(RuleBasedStateMachine):
        """A random story. Numbers choose a page, a place or a copy among those there are."""

        @initialize(third=st.booleans())
        def begin(self, third: bool) -> None:
            self.story = make()
            self.story.open(self.story.browsers[0])
            self.story.open(self.story.browsers[1])
            if third:
                self.story.open(self.story.browsers[0])

        def page(self, which: int, *, with_form: bool = False) -> Page:
            pages = [each for each in self.story.pages if each.has_form] if with_form else self.story.pages
            return pages[which % len(pages)]

        def attempt(self, page: Page, place: int) -> core.Attempt | None:
            """What a page sends; something is typed first where there is nothing to send."""
            if page.has_form and not core.owes(page.editor):
                self.type_in(page, place)
            attempt = self.story.send(page)
            if attempt is not None:
                self.story.copies.append((page.browser.user, attempt))
            return attempt

        @rule(which=st.integers(0, 2), place=st.integers(0, 7))
        def type(self, which: int, place: int) -> None:
            self.type_in(self.page(which, with_form=True), place)

        def type_in(self, page: Page, place: int) -> None:
            places = [*FIELDS, *(f"{TABLE}.{r}.{c}" for r in core.rows(page.editor.now, TABLE) for c in CELLS)]
            self.story.type(page, places[place % len(places)])

        @rule(which=st.integers(0, 2))
        def leave_the_field(self, which: int) -> None:
            self.page(which, with_form=True).focused = None

        @rule(which=st.integers(0, 2), first=st.booleans())
        def add_a_row(self, which: int, first: bool) -> None:
            page = self.page(which, with_form=True)
            order, row = core.rows(page.editor.now, TABLE), f"r{next(self.story.number)}"
            order = [row, *order] if first else [*order, row]
            self.story.change(page, core.rows_put(page.editor, TABLE, order))

        @rule(which=st.integers(0, 2), at=st.integers(0, 3))
        def remove_a_row(self, which: int, at: int) -> None:
            page = self.page(which, with_form=True)
            order = core.rows(page.editor.now, TABLE)
            if order:
                self.story.remove(page, order[at % len(order)])

        @rule(which=st.integers(0, 2), at=st.integers(0, 3), first=st.booleans(), heard=st.booleans())
        def one_writes_in_a_row_that_another_removes(self, which: int, at: int, first: bool, heard: bool) -> None:
            page, other = self.page(which, with_form=True), self.page(which + 1, with_form=True)
            both = [row for row in core.rows(page.editor.now, TABLE) if row in core.rows(other.editor.now, TABLE)]
            if page is other or not both:
                return
            row = both[at % len(both)]
            self.story.type(page, f"{TABLE}.{row}.{CELLS[at % len(CELLS)]}")
            if first:
                self.save(self.story.pages.index(page), 0)
            self.story.remove(other, row)
            attempt = self.attempt(other, 0)
            if attempt is not None:
                answer = self.story.serve(other.browser.user, attempt)
                if heard:
                    self.story.take(other, answer)

        @rule(which=st.integers(0, 2))
        def move_rows(self, which: int) -> None:
            page = self.page(which, with_form=True)
            order = core.rows(page.editor.now, TABLE)
            self.story.change(page, core.rows_put(page.editor, TABLE, reversed(order)))

        @rule(which=st.integers(0, 4), place=st.integers(0, 7))
        def save(self, which: int, place: int) -> None:
            page = self.page(which)
            attempt = self.attempt(page, place)
            if attempt is not None:
                self.story.take(page, self.story.serve(page.browser.user, attempt))

        @rule(which=st.integers(0, 4), place=st.integers(0, 7))
        def save_and_lose_the_answer(self, which: int, place: int) -> None:
            page = self.page(which)
            attempt = self.attempt(page, place)
            if attempt is not None:
                self.story.serve(page.browser.user, attempt)

        @rule(which=st.integers(0, 4), place=st.integers(0, 7), then=st.integers(0, 7))
        def save_and_type_before_the_answer(self, which: int, place: int, then: int) -> None:
            page = self.page(which, with_form=True)
            attempt = self.attempt(page, place)
            if attempt is not None:
                answer = self.story.serve(page.browser.user, attempt)
                self.type_in(page, then)
                self.story.take(page, answer)

        @rule(which=st.integers(0, 4), place=st.integers(0, 7))
        def lose_the_request(self, which: int, place: int) -> None:
            """Offline, the sign-in expired, the server down: it may still come, late."""
            self.attempt(self.page(which), place)

        @precondition(lambda self: self.story.copies)
        @rule(which=st.integers(0, 9))
        def a_copy_comes_late(self, which: int) -> None:
            user, attempt = self.story.copies[-1 - which % len(self.story.copies)]
            self.story.serve(user, attempt)

        @rule(which=st.integers(0, 1))
        def the_browser_crashes(self, which: int) -> None:
            browser = self.story.browsers[which]
            self.story.pages = [page for page in self.story.pages if page.browser is not browser]
            self.story.open(browser)

        @rule(which=st.integers(0, 1))
        def a_second_window_opens(self, which: int) -> None:
            if sum(page.has_form for page in self.story.pages) < 4:
                self.story.open(self.story.browsers[which])

        @rule(which=st.integers(0, 4), at=st.integers(0, 3), mine=st.booleans(), heard=st.booleans())
        def settle(self, which: int, at: int, mine: bool, heard: bool) -> None:
            page = self.page(which, with_form=True)
            if page.asides and page.editor.attempt is None:
                self.story.before_settling = dict(self.story.draft.typed)
                self.story.settle(page, page.asides[at % len(page.asides)], mine=mine, heard=heard)

        @invariant()
        def nothing_is_lost(self) -> None:
            assert self.story.lost() == []
            typed = self.story.draft.typed
            assert FORM.cleaned(typed) == typed

    return Editors


@pytest.fixture
def make_story() -> Iterator[Callable[[], Story]]:
    project = make_application()
    people = [owner_of(project.organization), make_user()]
    with clock.at(NOW):
        yield lambda: Story(project, people)


CALM = settings(deadline=None, suppress_health_check=list(HealthCheck))


def test_every_word_is_saved_or_shown(make_story: Callable[[], Story]) -> None:
    run_state_machine_as_test(machine_for(make_story), settings=settings(CALM, max_examples=10, stateful_step_count=25))


@pytest.mark.soak
def test_every_word_is_saved_or_shown_in_thousands_of_stories(
    make_story: Callable[[], Story], record_property: Callable[[str, object], None]
) -> None:
    stories, steps = 800, 60
    calm = settings(CALM, max_examples=stories, stateful_step_count=steps)
    run_state_machine_as_test(machine_for(make_story), settings=calm)
    record_property("measured", json.dumps({"stories": stories, "steps_each_at_most": steps, "words_lost": 0}))

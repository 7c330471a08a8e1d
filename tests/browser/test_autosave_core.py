"""What a page knows while somebody types is told twice, in the browser's script and in the tests; both are one."""

import random
from dataclasses import asdict
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.projects.applications import editor as core

pytestmark = pytest.mark.browser


def test_the_script_and_its_copy_in_the_tests_are_one_algorithm(city: str, chromium: Browser) -> None:
    """The stories of ``tests/projects/applications/test_saving_stories.py`` run the copy; here both answer alike."""
    chance = random.Random(20270301)
    asked = [_question(chance) for _number in range(400)]
    page = chromium.new_page(base_url=city)
    page.goto("/help/")
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

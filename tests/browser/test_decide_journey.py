"""From a closed call to the reserve that is called, in the browser and in Chinese: everybody on the own screen.

Experts have no mouse. Marks are chosen so that two projects tie where the money ends, and only the lot parts them.
"""

import json
from contextlib import ExitStack
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import deciding, objecting, scoring
from tests.browser.called import COLLEAGUES
from tests.browser.city import copied, run_in, serving
from tests.browser.crawl import PHONE
from tests.browser.walks import walking
from venture.kernel.clock import BEIJING

pytestmark = [pytest.mark.browser, pytest.mark.minutes]

# The experts read in the evening; then the meeting, an objection, and the day after the period.
MEETING = datetime(2026, 12, 1, 10, tzinfo=BEIJING)
OBJECTED = datetime(2026, 12, 2, 9, 30, tzinfo=BEIJING)
OVER = datetime(2026, 12, 9, 9, tzinfo=BEIJING)
PROJECTS, EXPERTS, STAGE = 10, 4, 3
# Who asks for more is better, but two are alike: the fifth and the sixth.
LEVELS = [
    *([9] * (10 - rank) + [8] * rank for rank in range(4)),
    *([8], [8]),
    *([8] * (9 - rank) + [7] * (rank + 1) for rank in range(4)),
]
TIED, STRANGE = (4, 5), 7
ASIDE = "上一年度曾在该机构兼任督导。"


def read_and_score(chromium: Browser, base: str, called: dict[str, Any]) -> None:
    """Three experts score ten projects, one of them steps aside from one, and a fourth reads it in the place."""
    code = called["code"]
    with ExitStack() as all_:
        operator, clerk = (all_.enter_context(walking(chromium, base, persona=who)) for who in ("operator", "clerk"))
        deciding.start_review(operator, code)
        deciding.propose(operator, code, STAGE)
        deciding.put_in_force(clerk, code, STAGE)
        tables = {
            name: all_.enter_context(walking(chromium, base, session=session))
            for name, session in called["experts"].items()
        }
        lists = {name: scoring.listed(page) for name, page in tables.items()}
        assert sorted(map(len, lists.values())) == [0, PROJECTS, PROJECTS, PROJECTS]
        stand_in = next(name for name, rows in lists.items() if not rows)
        order = sorted(next(filter(None, lists.values())), key=lambda row: (-row.fen, row.code))
        levels = {row.code: LEVELS[place] for place, row in enumerate(order)}
        strange, seats = order[STRANGE].code, [name for name in tables if name != stand_in]
        for name in seats:
            score_all(tables[name], levels, strange if name == seats[-1] else "")
            scoring.submit(tables[name], PROJECTS - (name == seats[-1]))
        deciding.propose(operator, code, STAGE)
        deciding.put_in_force(clerk, code, STAGE)
        scoring.begin(tables[stand_in])
        scoring.score(tables[stand_in], levels[strange])
        scoring.add_late(tables[stand_in])
        scoring.submit(tables[stand_in], 1)


def score_all(page: Page, levels: dict[str, list[int]], strange: str = "") -> None:
    """Score what comes until nothing is left; step aside from what is ``strange``."""
    scoring.begin(page)
    while page.locator("#sheet").count():
        code = scoring.current(page)
        if code == strange:
            scoring.step_aside(page, ASIDE)
            scoring.go_on(page)
        else:
            scoring.score(page, levels[code])
            scoring.done(page)


def rank_and_publish(chromium: Browser, base: str, called: dict[str, Any]) -> str:
    """Rank, let the lot part the two, select, decide, publish; return the notice's path."""
    code = called["code"]
    with ExitStack() as all_:
        operator, clerk, head = (
            all_.enter_context(walking(chromium, base, persona=who)) for who in ("operator", "clerk", "head")
        )
        deciding.rank(operator, head, code)
        rows = deciding.table(head)
        first, second = (rows[place] for place in TIED)
        assert [row.rank for row in rows] == [str(number) for number in range(1, PROJECTS + 1)]
        assert first.mean == second.mean
        assert [row.code for row in rows if "抽签" in row.remark] == [second.code]
        deciding.select(clerk, code)
        shown = deciding.parts(clerk)
        assert shown[: len(rows) // 2 + 2] == [*(row.code for row in rows[: TIED[1]]), "线", second.code]
        deciding.decide(clerk, head)
        return deciding.announce(operator, head, code, "云民公示〔2026〕31号")


def object_and_uphold(chromium: Browser, base: str, called: dict[str, Any], notice: str) -> list[str]:
    """A resident objects to the first of the ranking; two people without a part uphold it; the reserve is called.

    Return the titles of those whom the money reaches, in the order of the reserve.
    """
    code = called["code"]
    with ExitStack() as all_:
        resident = all_.enter_context(walking(chromium, base, PHONE))
        desk, handler = (
            all_.enter_context(walking(chromium, base, session=called["colleagues"][name])) for name in COLLEAGUES
        )
        clerk = all_.enter_context(walking(chromium, base, persona="clerk"))
        clerk.goto(f"/admin/desk/decision/{code}/")
        first, reserve = deciding.listed(clerk, "拟立项")[0], deciding.listed(clerk, "候补")
        receipt = objecting.file(resident, notice, first)
        objecting.examine(desk, handler, receipt, COLLEAGUES["yujing"])
        objecting.uphold(desk)
        objecting.follow(resident, receipt)
        clerk.reload()
        assert deciding.award(clerk, first) == "取消立项"
        states = [deciding.award(clerk, each) for each in reserve]
        reached = states.count("拟立项")
        assert states == ["拟立项"] * reached + ["候补"] * (len(reserve) - reached)
        expect(clerk.locator(f"#p-{reserve[0]}")).to_contain_text(f"递补 {first}")
        return [deciding.title(clerk, each) for each in reserve[:reached]]


def confirm_and_call(chromium: Browser, base: str, called: dict[str, Any], reached: list[str]) -> None:
    """After the period what nobody holds is confirmed; who was called is published as well."""
    code = called["code"]
    with ExitStack() as all_:
        operator, clerk, head = (
            all_.enter_context(walking(chromium, base, persona=who)) for who in ("operator", "clerk", "head")
        )
        clerk.goto(f"/admin/desk/decision/{code}/")
        deciding.press(clerk, "确认到期的立项", f"已确认立项 {PROJECTS // 2 - 1} 个，{len(reached)} 个")
        notice = deciding.announce(operator, head, code, "云民公示〔2026〕33号")
        anybody = all_.enter_context(walking(chromium, base, PHONE))
        anybody.goto(notice)
        expect(anybody.get_by_role("heading", level=1)).to_contain_text("递补拟立项项目的公示")
        assert anybody.locator(".of-body tbody tr:not(.cg) td:nth-child(2)").all_inner_texts() == reached


def test_from_the_first_score_to_the_reserve_that_is_called(chromium: Browser) -> None:
    with copied(plain=True) as folder:
        called = json.loads(run_in(folder, "-m", "tests.browser.called", str(PROJECTS), str(EXPERTS)))
        with serving(folder) as base:
            read_and_score(chromium, base, called)
        with serving(folder, at=MEETING) as base:
            notice = rank_and_publish(chromium, base, called)
        with serving(folder, at=OBJECTED) as base:
            reached = object_and_uphold(chromium, base, called, notice)
        with serving(folder, at=OVER) as base:
            confirm_and_call(chromium, base, called, reached)

"""A member unit's task from the plan's division of work to its report, late, in the browser and in Chinese.

The contact person has a telephone; office and leader have a desk. The clock moves past the day of the task.
"""

from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import unit_work
from tests.browser.applicant import newest
from tests.browser.city import copied, run_in, serving
from tests.browser.examined import examining, phoning
from tests.browser.kept import one, rows
from tests.browser.unit_work import DUE, TASK, UNIT, tile
from venture.kernel.clock import BEIJING

pytestmark = [pytest.mark.browser, pytest.mark.minutes]

ROUND = "2027"
MOBILE, NAME, SECRET = "19900030001", "丁一鸣", "yiming-2027"
# The day is the 30th of November; on the day after, the reminder goes out, and two days later the unit reports.
LATE = datetime(2026, 12, 1, 9, 30, tzinfo=BEIJING)
REPORTED = datetime(2026, 12, 3, 10, tzinfo=BEIJING)
TASK_SQL = """SELECT t.state, t.due_on, t.reported_at IS NOT NULL FROM rounds_unittask t
    JOIN rounds_memberunit u ON u.id = t.unit_id WHERE u.name = ? AND t.title = ?"""


def state(folder: Path) -> tuple[Any, ...]:
    (found,) = rows(folder, TASK_SQL, UNIT, TASK)
    return found


def give_out(chromium: Browser, folder: Path) -> list[Any]:
    """Units are entered, the contact person named, the tasks given out and seen; return the person's cookies."""
    with serving(folder, worker=True) as base, ExitStack() as all_:
        phone = all_.enter_context(phoning(chromium, base))
        clerk = all_.enter_context(examining(chromium, base, persona="clerk"))
        unit_work.sign_up(phone, MOBILE, NAME, SECRET)
        before = one(folder, "SELECT COUNT(*) FROM rounds_unittask")
        unit_work.take_over(clerk)
        unit_work.name_contact(clerk, MOBILE, NAME)
        unit_work.give_out(clerk, ROUND, 5)
        assert one(folder, "SELECT COUNT(*) FROM rounds_unittask") == before + 5
        assert state(folder) == ("given", "2026-11-30", 0)
        unit_work.see_owed(phone, "剩 3 天")
        unit_work.take_up(phone)
        phone.look("unit-6-taken")
        assert state(folder) == ("taken", "2026-11-30", 0)
        return phone.page.context.cookies()


def late(chromium: Browser, folder: Path, signed_in: list[Any]) -> None:
    """The day has passed: the reminder reaches the telephone, the leader reads who is late and by how much."""
    with serving(folder, at=LATE, worker=True) as base, ExitStack() as all_:
        phone = all_.enter_context(phoning(chromium, base, signed_in=signed_in))
        leader = all_.enter_context(examining(chromium, base, persona="leader"))
        run_in(folder, "-m", "tests.browser.swept")
        text = newest(phone.page, unit_work.LATE_TEXT, to=MOBILE[-4:])
        assert text == TASK
        unit_work.told(phone, "任务已逾期")
        expect(phone.page.get_by_text("逾期 1 天")).to_be_visible()
        unit_work.follow(leader)
        row = leader.page.locator("section", has=leader.page.locator("#f-late")).locator("li", has_text=TASK)
        expect(row).to_contain_text(UNIT)
        expect(row).to_contain_text(NAME)
        expect(row.locator(".tag")).to_have_text("逾期 1 天")
        leader.look("unit-7-late")


def report(chromium: Browser, folder: Path, signed_in: list[Any]) -> None:
    """The unit reports on its telephone; the leader reads that it did, and how late; the office takes it as done."""
    with serving(folder, at=REPORTED) as base, ExitStack() as all_:
        phone = all_.enter_context(phoning(chromium, base, signed_in=signed_in))
        leader, clerk = (all_.enter_context(examining(chromium, base, persona=who)) for who in ("leader", "operator"))
        unit_work.follow(leader)
        before = {name: tile(leader.page, name) for name in ("逾期", "按期反馈")}
        unit_work.see_owed(phone, "逾期 3 天")
        unit_work.report(phone)
        phone.look("unit-8-reported")
        assert state(folder) == ("reported", "2026-11-30", 1)
        unit_work.follow(leader)
        after = leader.page.locator("section", has=leader.page.locator("#f-after")).locator("li", has_text=TASK)
        expect(after).to_contain_text(f"{UNIT}：{TASK}")
        expect(after).to_contain_text(DUE)
        expect(after.locator(".tag")).to_have_text("逾期 3 天反馈")
        assert int(tile(leader.page, "逾期")) == int(before["逾期"]) - 1
        in_time, of = (int(each) for each in before["按期反馈"].split("/"))
        assert tile(leader.page, "按期反馈") == f"{in_time} / {of + 1}"
        leader.look("unit-8-follow")
        unit_work.judge(clerk)
        assert state(folder) == ("done", "2026-11-30", 1)
        unit_work.see_done(phone)


def test_a_task_passes_its_day_and_is_reported_late(chromium: Browser) -> None:
    with copied(plain=True) as folder:
        signed_in = give_out(chromium, folder)
        late(chromium, folder, signed_in)
        report(chromium, folder, signed_in)
        run_in(folder, "manage.py", "verify_audit")

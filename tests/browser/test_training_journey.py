"""From the announcement of a training to the tranche that waited for its hours, in the browser and in Chinese.

The agreement is played by flows (``trained``); what is about the training, the hours and the money is on the screens.
Three organisations want two places; ours gets one from the waiting list, and comes.
"""

import json
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import training
from tests.browser.city import copied, run_in, serving
from tests.browser.examined import examining, phoning
from tests.browser.kept import one, rows
from tests.browser.training import TITLE
from venture.kernel.clock import BEIJING

pytestmark = [pytest.mark.browser, pytest.mark.minutes]

OURS, US = "和邻社会工作服务中心", "org_owner"
DOOR = datetime(2026, 12, 5, 13, 40, tzinfo=BEIJING)
OVER = datetime(2026, 12, 5, 17, 20, tzinfo=BEIJING)
CROSS = "目前培训与辅导共 6 小时，本期拨款前须满 9 小时。"
TICK = "培训与辅导学时已达要求（9 小时，须 9 小时）"
# With a mentor's visit of the summer, which the call does not count.
BEFORE, AFTER = 8, 11
SEATS = """SELECT o.name, s.state FROM organizations_seat s JOIN organizations_training t ON t.id = s.training_id
    JOIN organizations_organization o ON o.id = s.organization_id WHERE t.title = ? ORDER BY s.id"""
NAMES = """SELECT u.display_name FROM organizations_seat s JOIN organizations_training t ON t.id = s.training_id
    JOIN accounts_user u ON u.id = s.user_id WHERE t.title = ? AND s.state <> 'left' ORDER BY s.id"""
PAYMENTS = """SELECT y.state, y.amount_fen = t.amount_fen FROM grants_payment y
    JOIN grants_granttranche t ON t.id = y.tranche_id JOIN grants_grant g ON g.id = t.grant_id
    JOIN projects_project p ON p.id = g.project_id WHERE p.code = ?"""


def states(folder: Path) -> list[str]:
    return [state for _name, state in rows(folder, SEATS, TITLE)]


def sign_up(chromium: Browser, folder: Path, trained: dict[str, Any]) -> None:
    """The tranche is kept. Two others have the places; ours waits, and moves up when one is given back."""
    with serving(folder) as base, ExitStack() as all_:
        operator = all_.enter_context(examining(chromium, base, persona="operator"))
        ours, other = (all_.enter_context(phoning(chromium, base, persona=who)) for who in (US, "other_org"))
        third = all_.enter_context(phoning(chromium, base, session=trained["third"]))
        training.is_kept(ours, trained["title"], CROSS)
        training.announce(operator)
        training.take_place(other, "first")
        training.take_place(third, "second")
        training.wait_for_place(ours)
        assert states(folder) == ["seated", "seated", "waiting"]
        training.give_back(other)
        assert states(folder) == ["left", "seated", "seated"]
        training.moved_up(ours)
        training.record(ours, OURS, BEFORE, attended=False)


def attend(chromium: Browser, folder: Path) -> list[str]:
    """The code at the door is scanned; return the names of who has a place: who stays away, and who came."""
    away, there = (name for (name,) in rows(folder, NAMES, TITLE))
    with serving(folder, at=DOOR) as base, ExitStack() as all_:
        operator = all_.enter_context(examining(chromium, base, persona="operator"))
        ours = all_.enter_context(phoning(chromium, base, persona=US))
        training.arrive(ours, training.show_door(operator), there)
        assert states(folder) == ["left", "seated", "attended"]
    return [away, there]


def ask_for_money(chromium: Browser, folder: Path, trained: dict[str, Any], names: list[str]) -> None:
    """The list is closed, the hours stand in the record, the tranche is asked for and approved."""
    away, there = names
    with serving(folder, at=OVER) as base, ExitStack() as all_:
        operator, head = (all_.enter_context(examining(chromium, base, persona=who)) for who in ("operator", "head"))
        ours = all_.enter_context(phoning(chromium, base, persona=US))
        training.close_list(operator, there, away)
        assert states(folder) == ["left", "absent", "attended"]
        training.rate(ours)
        assert one(folder, "SELECT rating FROM organizations_seat WHERE feedback LIKE '凭证清单%'") == 5
        training.record(ours, OURS, AFTER, attended=True)
        assert rows(folder, PAYMENTS, trained["code"]) == []
        training.ask(ours, trained["title"])
        assert rows(folder, PAYMENTS, trained["code"]) == [("requested", 1)]
        training.approve(head, trained["title"], TICK)
        assert rows(folder, PAYMENTS, trained["code"]) == [("approved", 1)]


def test_from_a_training_to_the_tranche_that_waited_for_its_hours(chromium: Browser) -> None:
    with copied(plain=True) as folder:
        trained = json.loads(run_in(folder, "-m", "tests.browser.trained"))
        sign_up(chromium, folder, trained)
        ask_for_money(chromium, folder, trained, attend(chromium, folder))
        for command in ("check_invariants", "verify_audit"):
            run_in(folder, "manage.py", command)

"""A need of a community on its whole way, in Chinese and on telephones: posted, published, supported, cited, met.

Every act on the need is done on the screen of who does it; the community's worker has no mouse. Flows prepare the call
with other applicants, and lead the project from its hand-in to the final report (``met``): ``test_whole_journey`` walks
that stretch.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import applying, entering, needing
from tests.browser.city import copied, run_in, serving
from tests.browser.onehand import in_hand
from tests.browser.rows import rows
from venture.kernel.clock import BEIJING

pytestmark = [pytest.mark.browser, pytest.mark.minutes]

WORKER, WORKER_NAME = "19900020011", "何桂香"
RESIDENT, RESIDENT_NAME = "19900020012", "梁素琴"
CITED = (
    "SELECT p.code FROM projects_needcitation c JOIN projects_need n ON n.id = c.need_id"
    " JOIN projects_project p ON p.id = c.project_id WHERE n.code = ? AND c.dropped_at IS NULL"
)
TITLE = "弯不下腰的人：码头社区修脚剪甲日"
ALL = [
    ("剪甲护足", "已达548人次，目标540人次"),
    ("自述走路脚疼的老人减少", "已达52%，目标50%"),
    ("足部危险情况及时转医", "已达13例，目标12例"),
]
MEASURE, MET = "剪甲护足", "七十六位老人每月有人看一次脚。"
END = datetime(2027, 12, 20, 9, tzinfo=BEIJING)


@dataclass
class Way:
    """What is carried from one day to the next."""

    chromium: Browser
    folder: Path
    code: str = ""
    address: str = ""
    project: str = ""

    def state(self) -> Any:
        return rows(self.folder, "SELECT state FROM projects_need WHERE code = ?", self.code)[0][0]


def post(way: Way, base: str) -> None:
    """A person of the community opens an account; the bureau names her, and she posts what her community needs."""
    with in_hand(way.chromium, base) as hand:
        entering.sign_up_by_keys(hand, WORKER, WORKER_NAME)
    with in_hand(way.chromium, base, "clerk") as clerk:
        needing.name_worker(clerk.page, WORKER, WORKER_NAME)
    with in_hand(way.chromium, base) as hand:
        entering.sign_in_by_keys(hand, WORKER)
        way.code = needing.post_by_keys(hand)
        way.address = f"/needs/{way.code}/"
        # Nobody reads it before it is published.
        assert hand.page.request.get(way.address).status == 404
    told = rows(
        way.folder, "SELECT title, problem, urgency, u.mobile FROM projects_need n JOIN accounts_user u ON"
        " u.id = n.reported_by_id WHERE code = ?", way.code,
    )  # fmt: skip
    assert told == [(needing.NEED["title"], needing.NEED["problem"], 3, f"+86{WORKER}")]
    assert way.state() == "collected"
    # What was typed last was on its way to the draft when the need was handed in: it does not come back.
    assert rows(way.folder, "SELECT count(*) FROM projects_needdraft") == [(0,)]


def publish(way: Way, base: str) -> None:
    """The operator collects another, merges it, and drafts the list; the head publishes it; the city reads it."""
    with in_hand(way.chromium, base, "operator") as operator, in_hand(way.chromium, base, "head") as head:
        other = needing.collect(operator.page)
        needing.merge(operator.page, way.code, other)
        notice = needing.publish(operator.page, head.page, way.code, "云民函〔2026〕52号")
    assert way.state() == "published"
    sql = "SELECT o.code, o.state FROM projects_need o JOIN projects_need n ON n.id = o.merged_into_id WHERE n.code = ?"
    assert rows(way.folder, sql, way.code) == [(other, "merged")]
    with in_hand(way.chromium, base) as anybody:
        page = anybody.page
        page.goto(notice)
        row = page.locator(".of-body tr", has_text=way.code)
        expect(row).to_contain_text(needing.NEED["title"])
        page.goto("/needs/")
        anybody.step("社区需求")
        page.get_by_label("关键词").fill("剪不了脚指甲")
        page.get_by_role("button", name="查询").tap()
        page.get_by_role("link", name=needing.NEED["title"]).tap()
        expect(page.get_by_text(needing.SAME["title"])).to_be_visible()
        assert page.request.get(f"/needs/{other}/").status == 404


def support(way: Way, base: str) -> None:
    """A resident supports it once: neither a second tab nor a second telephone in the same hand counts."""
    with in_hand(way.chromium, base) as hand:
        needing.support(hand, way.address, RESIDENT, RESIDENT_NAME)
    with in_hand(way.chromium, base) as hand:
        entering.sign_in(hand.page, RESIDENT, way.address)
        expect(hand.page.get_by_text("您已附议这一需求。")).to_be_visible()
        expect(hand.page.get_by_role("button", name="这也是我的需求")).to_have_count(0)
    with in_hand(way.chromium, base) as anybody:
        anybody.page.goto(way.address)
        expect(needing.supporters(anybody.page)).to_have_text("1")
        assert RESIDENT_NAME not in anybody.page.content()
    sql = "SELECT count(*) FROM projects_needsupport s JOIN projects_need n ON n.id = s.need_id WHERE n.code = ?"
    assert rows(way.folder, sql, way.code) == [(1,)]


def cite(way: Way, base: str) -> None:
    """An organisation begins from the need and hands its application in; the community agrees to the landing."""
    who = json.loads(run_in(way.folder, "-m", "tests.browser.idle", "1"))[0]
    with in_hand(way.chromium, base, session=who["session"]) as hand:
        page = hand.page
        address = needing.begin_from(page, way.address, who["name"])
        way.project = address.strip("/").rsplit("/", 1)[-1]
        needing.write_application(page, address, way.code)
        with in_hand(way.chromium, base) as community:
            applying.answer(community.page, applying.ask_community(page, address))
        applying.pledge(page, address)
        applying.sign(page, who["mobile"])
        assert rows(way.folder, CITED, way.code) == []  # a draft cites nothing yet
        applying.receipt(page, "提交申报书")
    assert rows(way.folder, CITED, way.code) == [(way.project,)]
    with in_hand(way.chromium, base, "clerk") as clerk:
        expect(needing.cited_by(clerk.page, way.code)).to_contain_text(way.project)
    # What is not decided is nobody's reading.
    with in_hand(way.chromium, base) as anybody:
        anybody.page.goto(way.address)
        expect(anybody.page.get_by_text("尚无机构响应")).to_be_visible()
        assert way.project not in anybody.page.content()


def carry(way: Way) -> None:
    """The project wins, is agreed, runs and reports: by the flows."""
    run_in(way.folder, "-m", "tests.browser.met", way.project)
    answered = (
        "SELECT n.state, p.code FROM projects_need n JOIN projects_project p ON p.id = n.project_id WHERE n.code = ?"
    )
    assert rows(way.folder, answered, way.code) == [("matched", way.project)]


def meet(way: Way, base: str) -> None:
    """The project has answered it; the bureau notes by which result it is met, and the city reads the chain."""
    with in_hand(way.chromium, base) as anybody, in_hand(way.chromium, base, "clerk") as clerk:
        page = anybody.page
        page.goto(way.address)
        anybody.step(needing.NEED["title"])
        assert needing.chain(page) == [needing.NEED["title"], TITLE, ALL]
        needing.meet(clerk.page, way.code, MEASURE, MET)
        page.reload()
        anybody.step(needing.NEED["title"])
        assert needing.chain(page) == [needing.NEED["title"], TITLE, ALL[:1]]
        expect(page.get_by_text(MET)).to_be_visible()
        page.get_by_role("link", name=TITLE).tap()
        expect(page.locator("h1")).to_have_text(TITLE)
    assert way.state() == "met"
    with in_hand(way.chromium, base) as hand:
        entering.sign_in(hand.page, WORKER, "/needs/mine/")
        hand.step("本社区的需求")
        expect(needing.own(hand.page).locator(".tag")).to_have_text("已满足")


def test_from_a_communitys_word_to_the_result_that_meets_it(chromium: Browser) -> None:
    with copied(plain=True) as folder:
        way = Way(chromium, folder)
        run_in(folder, "-m", "tests.browser.opened", "call")
        with serving(folder, worker=True) as base:
            for stage in (post, publish, support, cite):
                stage(way, base)
        carry(way)
        with serving(folder, at=END, worker=True) as base:
            meet(way, base)

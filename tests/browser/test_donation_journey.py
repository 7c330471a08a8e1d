"""From an intention on a telephone to the grant that holds the donation, or back to its donor, in Chinese.

Of two projects with a donation one is selected, and public money gives two for each of its yuan; the other is not, and
its donor has the money back. A named fund pays a part of a third. What experts do and the signatures are played by
flows (``endowed``); every act about the donations is on a screen. All sums are fen, and agree with the ledger.
"""

import json
import re
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import deciding, donating, granting
from tests.browser.applicant import newest
from tests.browser.city import copied, run_in, serving
from tests.browser.donating import DIRECTED, DONOR, FUND, Donation
from tests.browser.examined import examining, phoning
from tests.browser.kept import one, rows
from tests.reviews.decide_factories import WAN
from venture.kernel.clock import BEIJING
from venture.kernel.money import format_yuan

pytestmark = [pytest.mark.browser, pytest.mark.minutes]

ARRIVED = datetime(2026, 12, 1, 10, tzinfo=BEIJING)
MEETING = datetime(2026, 12, 16, 10, tzinfo=BEIJING)
OVER = datetime(2026, 12, 29, 9, tzinfo=BEIJING)
SIGNED = datetime(2027, 1, 4, 9, tzinfo=BEIJING)
FUND_FEN, SUPPORT_FEN, LOST_FEN = 1_500_000, 800_000, 600_000
BACK = "T2026122900017"
SOURCE = """SELECT COALESCE(SUM(a.credit_fen - a.debit_fen), 0) FROM grants_account a
    JOIN rounds_fundsource s ON s.id = a.source_id WHERE a.kind = 'source' AND s.name = ?"""
SHARES = """SELECT s.name, h.amount_fen FROM grants_grantshare h JOIN rounds_fundsource s ON s.id = h.source_id
    JOIN grants_grant g ON g.id = h.grant_id JOIN projects_project p ON p.id = g.project_id WHERE p.code = ?
    ORDER BY h.amount_fen DESC"""
STATES = "SELECT state FROM grants_donation WHERE receipt IN (?, ?, ?) ORDER BY id"


@dataclass
class Way:
    """What is carried from one day to the next."""

    chromium: Browser
    folder: Path
    call: str
    title: str
    codes: list[str]
    asked: list[int]
    names: list[str] = field(default_factory=list)
    gifts: list[Donation] = field(default_factory=list)
    # What other rounds hold of directed donations.
    stood: int = 0

    @property
    def won(self) -> Donation:
        return self.gifts[0]

    @property
    def lost(self) -> Donation:
        return self.gifts[1]

    @property
    def fund(self) -> Donation:
        return self.gifts[2]

    def booked(self, source: str) -> int:
        """Return what came into the ledger under a source, in fen."""
        return int(one(self.folder, SOURCE, source)) - (self.stood if source == DIRECTED else 0)

    def states(self) -> list[str]:
        return [state for (state,) in rows(self.folder, STATES, *(each.receipt for each in self.gifts))]


def begin(chromium: Browser, folder: Path) -> Way:
    """Of the three projects the second asks for three times what is given for it."""
    told: dict[str, Any] = json.loads(run_in(folder, "-m", "tests.browser.endowed", "call"))
    way = Way(chromium, folder, told["call"], told["title"], told["codes"], told["asked"])
    sql = "SELECT title FROM projects_project WHERE code = ?"
    way.names = [str(one(folder, sql, code)) for code in way.codes]
    way.gifts = [
        Donation("云溪纺织有限公司", "enterprise", "13900080001", way.asked[1] // 3, way.names[1], 801),
        Donation("王桂兰", "person", "13900080002", LOST_FEN, way.names[2], 802),
        Donation(DONOR, "enterprise", "13900080003", FUND_FEN, FUND, 803, shown=True),
    ]
    way.stood = way.booked(DIRECTED)
    assert 3 * way.won.fen == way.asked[1]
    return way


def intend(way: Way) -> None:
    """The round takes donations, the fund is open, the shortlist public; three donors register what they would give."""
    with serving(way.folder) as base, ExitStack() as all_:
        clerk, head = (all_.enter_context(examining(way.chromium, base, persona=who)) for who in ("clerk", "head"))
        donating.set_rules(clerk, way.title)
        donating.found(clerk, head)
        donating.shortlist(clerk, head, way.title, way.codes)
        for donation in way.gifts:
            with phoning(way.chromium, base) as phone:
                donating.intend(phone, way.title, donation)
        assert way.states() == ["intended"] * 3
        assert (way.booked(DIRECTED), way.booked(FUND)) == (0, 0)


def receive(way: Way) -> None:
    """Agreements are signed and money arrives: it stands under its own source, and the donor is told."""
    with serving(way.folder, at=ARRIVED, worker=True) as base, ExitStack() as all_:
        operator, maker, checker = (
            all_.enter_context(examining(way.chromium, base, persona=who))
            for who in ("operator", "finance_maker", "finance_checker")
        )
        for donation in way.gifts:
            donating.agree(operator, donation)
            donating.receive(maker, checker, donation, "2026-12-01")
        operator.look("gift-7-agreed")
        assert way.states() == ["received"] * 3
        assert (way.booked(DIRECTED), way.booked(FUND)) == (way.won.fen + way.lost.fen, FUND_FEN)
        with phoning(way.chromium, base) as phone:
            wanted = re.compile(f"您捐给“{re.escape(way.won.aim)}”的({way.won.yuan})元已到账")
            assert newest(phone.page, wanted, to=way.won.mobile[-4:]) == way.won.yuan
            donating.look_up(phone, way.won, "arrived")
            expect(phone.page.get_by_text(way.won.ticket)).to_be_visible()
        donating.open_round(operator.page, way.won)
        counted, _share, matched, filled, _points = donating.figures(operator.page, way.won.aim)
        assert (counted, matched, filled) == (way.won.yuan, format_yuan(2 * way.won.fen), "0")
        operator.look("gift-7-round")


def decide(way: Way) -> None:
    """The list is selected by the rules, with the ratio's amount, decided and published."""
    run_in(way.folder, "-m", "tests.browser.endowed", "ranked")
    with serving(way.folder, at=MEETING) as base, ExitStack() as all_:
        clerk, head, operator = (
            all_.enter_context(examining(way.chromium, base, persona=who)) for who in ("clerk", "head", "operator")
        )
        donating.select(clerk, way.call, way.codes[1], f"{2 * way.won.fen / WAN:.2f}")
        deciding.decide(clerk.page, head.page, on="2026-12-16")
        deciding.announce(operator.page, head.page, way.call, "云民公示〔2026〕38号")
        sql = """SELECT a.state, a.amount_fen FROM reviews_award a JOIN projects_project p ON p.id = a.project_id
            WHERE p.code = ?"""
        awards = [rows(way.folder, sql, code) for code in way.codes]
        assert awards[:2] == [[("proposed", way.asked[0])], [("proposed", 2 * way.won.fen)]]
        assert [state for state, _fen in awards[2]] == ["none"]


def settle(way: Way) -> None:
    """What was given for the one that was not selected goes back; the fund pays a part; the grants hold the rest."""
    with serving(way.folder, at=OVER, worker=True) as base, ExitStack() as all_:
        clerk, head, maker, checker = (
            all_.enter_context(examining(way.chromium, base, persona=who))
            for who in ("clerk", "head", "finance_maker", "finance_checker")
        )
        granting.confirm_award(clerk.page, way.call)
        granting.allot(maker.page, checker.page, way.title)
        donating.give_back(clerk, head, maker, way.lost, voucher=BACK, day="2026-12-29")
        assert (way.booked(DIRECTED), way.booked(FUND)) == (way.won.fen, FUND_FEN)
        with phoning(way.chromium, base) as phone:
            wanted = re.compile(f"的({way.lost.yuan})元已于2026年12月29日全额退还，银行凭证号{BACK}")
            assert newest(phone.page, wanted, to=way.lost.mobile[-4:]) == way.lost.yuan
            donating.look_up(phone, way.lost, "went-back")
            expect(phone.page.get_by_text("您的捐款已全额退还")).to_be_visible()
            expect(phone.page.locator(".page-h .tag")).to_have_text("已退还")
            expect(phone.page.get_by_text(donating.NUMBER)).to_have_count(0)
        donating.support(clerk, head, way.fund, way.names[0], format_yuan(SUPPORT_FEN))
        clerk.page.goto(f"/admin/desk/agreements/{way.call}/")
        clerk.page.get_by_role("button", name=re.compile("^全部发出")).first.click()
        expect(clerk.page.locator(".messages")).to_be_visible()
        clerk.look("gift-12-offered")
        (public, given), (rest, paid) = (rows(way.folder, SHARES, way.codes[place]) for place in (1, 0))
        assert given == (DIRECTED, way.won.fen)
        assert public[1] == 2 * way.won.fen
        assert paid == (FUND, SUPPORT_FEN)
        assert rest == (public[0], way.asked[0] - SUPPORT_FEN)
        with phoning(way.chromium, base) as phone:
            assert donating.fund_money(phone, "offered") == [format_yuan(each) for each in (FUND_FEN, 0, FUND_FEN)]


def read(way: Way) -> None:
    """Once the agreements are signed everybody reads what became of the fund's money, and of the donor's."""
    run_in(way.folder, "-m", "tests.browser.endowed", "signed")
    with serving(way.folder, at=SIGNED) as base, phoning(way.chromium, base) as phone:
        left = FUND_FEN - SUPPORT_FEN
        shown = donating.fund_money(phone, "signed")
        assert shown == [format_yuan(each) for each in (FUND_FEN, SUPPORT_FEN, left)]
        row = phone.page.locator("table tbody tr", has_text=way.names[0])
        expect(row).to_contain_text(format_yuan(SUPPORT_FEN))
        expect(phone.page.locator("section", has=phone.page.locator("#f-d"))).to_contain_text(DONOR)
        assert (way.booked(DIRECTED), way.booked(FUND)) == (way.won.fen, FUND_FEN)
        expect(phone.page.get_by_text(way.won.name)).to_have_count(0)
        phone.page.get_by_role("link", name=way.names[0]).click()
        expect(phone.page.get_by_role("heading", level=1)).to_contain_text(way.names[0])


def test_from_an_intention_to_the_grant_or_back_to_the_donor(chromium: Browser) -> None:
    with copied(plain=True) as folder:
        way = begin(chromium, folder)
        for stage in (intend, receive, decide, settle, read):
            stage(way)
        for command in ("check_invariants", "verify_audit"):
            run_in(folder, "manage.py", command)

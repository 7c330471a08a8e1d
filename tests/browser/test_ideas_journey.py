"""Ideas of residents on their whole way, in Chinese and on telephones: one is paired and handed in, two win a prize.

Who posts the first has no mouse. The organisations are verified and have begun nothing (``idle``).
"""

import json
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import applying, entering, having, prizing
from tests.browser.city import copied, run_in, serving
from tests.browser.having import Idea, Offer
from tests.browser.onehand import in_hand
from tests.browser.rows import rows
from venture.kernel.clock import BEIJING

pytestmark = [pytest.mark.browser, pytest.mark.minutes]

MOBILE, NAME, PEN_NAME = "19900020021", "秦望舒", "巷口老秦"
IDEA = Idea(
    "楼下的剪甲护足座", "弯不下腰、看不清的老人", "指甲又厚又硬，自己够不着，最近的修脚店在三公里外。",
    "每月两个上午在活动室设座，请退休修脚师傅带邻居学会剪甲，走不动的上门。", "我修过三十年脚，可以带徒弟。", PEN_NAME,
)  # fmt: skip
OFFERS = (
    Offer("先在一个社区试三个月，再铺到全街道。", "有两名专职社工", "每月到场一次"),
    Offer("社工排班、护士在场，六名居民轮值，每月两次。", "同类服务做了三年，有消毒设备", "带教六名学员"),
)
# What the idea and the accepted offer say, by the part and the name of the application's field.
CARRIED = {
    "project.title": IDEA.title, "project.category": "elderly", "project.summary": IDEA.proposal,
    "need.background": IDEA.problem, "need.group": IDEA.population, "activities.approach": OFFERS[1].approach,
}  # fmt: skip
# Who wins, with what they allow the city to read of them.
WINNERS = (
    (
        "19900020022", "骆青禾",
        Idea(
            "阳台旧花盆交换日", "住在老楼里的邻居", "花盆闲在楼道里，占道又易碎。",
            "每季一个周日在院坝摆开，换花换盆也换种法。", "我来记账和搬运。", "三号楼种花人",
        ),
    ),
    (
        "19900020023", "瞿白榆",
        Idea(
            "菜场口的歇脚凳", "买菜路上走不动的老人", "菜场到家一站路，中间没有坐的地方。",
            "请沿街小店门口各放两张凳子。", "我能做木工。",
        ),
    ),
)  # fmt: skip
SECRET = (*(each[0] for each in WINNERS), *(each[1] for each in WINNERS), WINNERS[0][2].credit)
NAMED = ("三号楼种花人", "一位市民（不具名）")
JUDGES = {"expert": "沈教授", "leader": "郑建国"}
POINTS = {WINNERS[0][2].title: (38, 28, 28), WINNERS[1][2].title: (30, 25, 25)}
CALL = "2027年度云溪市公益创投项目征集"
CLOSED = datetime(2026, 12, 14, 9, tzinfo=BEIJING)
WON = (
    "SELECT i.code, z.name, z.amount_fen, z.tax_fen, z.payee, i.state, i.project_id FROM projects_ideaprize z"
    " JOIN projects_idea i ON i.id = z.idea_id JOIN rounds_round r ON r.id = i.round_id WHERE r.code = '2027'"
    " ORDER BY z.amount_fen DESC"
)
OFFERED = "SELECT count(*) FROM projects_ideaoffer o JOIN projects_idea i ON i.id = o.idea_id WHERE i.code = ?"
STOOD = (
    "SELECT i.state, o.name, p.code, p.state FROM projects_idea i"
    " LEFT JOIN organizations_organization o ON o.id = i.organization_id"
    " LEFT JOIN projects_project p ON p.id = i.project_id WHERE i.code = ?"
)


def test_from_six_answers_to_the_application_that_is_handed_in(chromium: Browser) -> None:
    with copied(plain=True) as folder:
        made = list(zip(json.loads(run_in(folder, "-m", "tests.browser.idle", "2")), OFFERS, strict=True))
        with serving(folder, worker=True) as base:
            code = post(chromium, base, folder)
            for who, said in made:
                with in_hand(chromium, base, session=who["session"]) as hand:
                    having.offer(hand.page, IDEA, said)
            names = [who["name"] for who, _said in made]
            pair(chromium, base, code, names)
            (other, _first), (chosen, _second) = made
            project = hand_in(chromium, base, code, chosen)
            assert rows(folder, STOOD, code) == [("paired", chosen["name"], project, "submitted")]
            see(chromium, base, code, chosen["name"], other["session"])


def post(chromium: Browser, base: str, folder: Path) -> str:
    """A resident opens an account and posts the idea; the city reads it, and not whose it is."""
    with in_hand(chromium, base) as hand:
        entering.sign_up_by_keys(hand, MOBILE, NAME)
        code = having.post_by_keys(hand, IDEA)
    sql = "SELECT i.state, i.credit, u.mobile, u.display_name FROM projects_idea i JOIN accounts_user u ON"
    assert rows(folder, f"{sql} u.id = i.owner_id WHERE i.code = ?", code) == [("open", PEN_NAME, f"+86{MOBILE}", NAME)]
    assert rows(folder, "SELECT count(*) FROM projects_ideadraft") == [(0,)]
    with in_hand(chromium, base) as anybody:
        anybody.page.goto(f"/ideas/{code}/")
        expect(anybody.page.locator(".idea-said")).to_contain_text(IDEA.proposal)
        hidden(anybody.page, NAME, MOBILE, PEN_NAME)
    return code


def hidden(page: Any, *names: str) -> None:
    assert [each for each in names if each in page.content()] == []


def pair(chromium: Browser, base: str, code: str, names: list[str]) -> None:
    """The owner reads both offers beside each other and accepts the second."""
    with in_hand(chromium, base) as hand:
        page = hand.page
        entering.sign_in(page, MOBILE, "/applications/")
        hand.step("我的申报")
        offers = having.compare(hand, IDEA)
        assert [each.locator("h2").inner_text() for each in offers] == names
        assert [tuple(having.said(each).values()) for each in offers] == [tuple(each) for each in OFFERS]
        offers[1].get_by_role("button", name="选定这家机构").tap()
        hand.step(IDEA.title)
        expect(page.locator(".credit-line")).to_contain_text(f"提出人：{PEN_NAME}。承接机构：{names[1]}。")
        expect(page.get_by_role("heading", name="您已与机构配对")).to_be_visible()


def hand_in(chromium: Browser, base: str, code: str, who: dict[str, str]) -> str:
    """The draft is open in the organisation's account, with the idea in it; it is written to its end and handed in."""
    with in_hand(chromium, base, session=who["session"]) as hand:
        page = hand.page
        page.goto("/applications/")
        page.get_by_role("link", name=IDEA.title).first.tap()
        expect(page.locator("h1")).to_have_text(IDEA.title)
        expect(page.get_by_text(f"点子来自{PEN_NAME}：{IDEA.title}")).to_be_visible()
        address = page.url
        for place, text in CARRIED.items():
            section, name = place.split(".")
            page.goto(f"{address}{section}/")
            expect(page.locator(f"[name='{name}']:not([type=hidden])").first).to_have_value(text)
        applying.fill(page, address, kept=CARRIED)
        applying.bring_papers(page, address)
        with in_hand(chromium, base) as community:
            applying.answer(community.page, applying.ask_community(page, address))
        applying.pledge(page, address)
        applying.sign(page, who["mobile"])
        applying.receipt(page, "提交申报书")
    return address.strip("/").rsplit("/", 1)[-1]


def see(chromium: Browser, base: str, code: str, chosen: str, other: str) -> None:
    """The owner follows it, the other organisation is told, the city reads the name that the owner wished."""
    with in_hand(chromium, base) as hand:
        entering.sign_in(hand.page, MOBILE, "/ideas/mine/")
        hand.step("我的点子")
        expect(hand.page.locator("li.task", has_text=IDEA.title)).to_contain_text(f"{chosen} · 已提交")
    with in_hand(chromium, base, session=other) as hand:
        hand.page.goto(f"/ideas/{code}/")
        expect(hand.page.get_by_text("已选其他机构")).to_be_visible()
        hidden(hand.page, NAME, MOBILE)
    with in_hand(chromium, base) as anybody:
        anybody.page.goto(f"/ideas/{code}/")
        anybody.step(IDEA.title)
        expect(anybody.page.locator(".credit-line")).to_contain_text(f"提出人：{PEN_NAME}。承接机构：{chosen}。")
        hidden(anybody.page, NAME, MOBILE)


def test_without_an_organisation_the_best_win_a_prize_and_never_become_an_application(chromium: Browser) -> None:
    with copied(plain=True) as folder:
        organization = json.loads(run_in(folder, "-m", "tests.browser.idle", "1"))[0]
        with serving(folder, worker=True) as base:
            codes = [post_by_thumb(chromium, base, *each) for each in WINNERS]
        with serving(folder, at=CLOSED, worker=True) as base:
            review(chromium, base, codes)
            assert rows(folder, WON) == [
                (codes[0], "一等奖", 300_000, 60_000, WINNERS[0][1], "awarded", None),
                (codes[1], "二等奖", 200_000, 40_000, WINNERS[1][1], "awarded", None),
            ]
            shown(chromium, base, codes)
            never(chromium, base, codes[0], organization["session"])
        assert rows(folder, STOOD, codes[0]) == [("awarded", None, None, None)]
        assert rows(folder, OFFERED, codes[0]) == [(0,)]


def post_by_thumb(chromium: Browser, base: str, mobile: str, name: str, idea: Idea) -> str:
    with in_hand(chromium, base) as hand:
        hand.page.goto("/account/login/")
        entering.sign_up(hand.page, mobile, name)
        return having.post(hand, idea)


def review(chromium: Browser, base: str, codes: list[str]) -> None:
    """The call has closed: two judge every idea and do not learn whose it is; two of the bureau decide."""
    with ExitStack() as all_:
        clerk, head = (all_.enter_context(in_hand(chromium, base, who)).page for who in ("clerk", "head"))
        prizing.open_review(clerk, CALL, list(JUDGES.values()), "2026-12-18")
        for persona in JUDGES:
            with in_hand(chromium, base, persona) as judge:
                read = prizing.judge(judge.page, POINTS)
                assert [name for name in SECRET if any(name in text for text in read)] == []
                assert sum(each[2].proposal in text for text in read for each in WINNERS) == len(WINNERS)
        prizing.propose(clerk, CALL, dict(zip(codes, ("一等奖", "二等奖"), strict=True)))
        paid = prizing.decide(head, CALL)
        expect(paid).to_have_count(len(WINNERS))
        expect(paid.first).to_contain_text(WINNERS[0][1])
        for sum_ in ("3,000", "600", "2,400"):
            expect(paid.first).to_contain_text(sum_)


def shown(chromium: Browser, base: str, codes: list[str]) -> None:
    """The city reads the prizes, and of whose they are only what each of them wished."""
    with in_hand(chromium, base) as anybody:
        page = anybody.page
        page.goto("/ideas/?state=awarded")
        for (_mobile, _name, idea), code, prize, named in zip(WINNERS, codes, ("一等奖", "二等奖"), NAMED, strict=True):
            page.goto("/ideas/?state=awarded")
            page.get_by_role("link", name=idea.title).tap()
            anybody.step(idea.title)
            expect(page.get_by_role("heading", name=prize)).to_be_visible()
            expect(page.locator(".credit-line")).to_contain_text(f"提出人：{named}。获{CALL}创意奖。")
            assert page.url.endswith(f"/ideas/{code}/")
            hidden(page, *SECRET[:4], "3,000")
    with in_hand(chromium, base) as owner:
        entering.sign_in(owner.page, WINNERS[0][0], f"/ideas/{codes[0]}/")
        owner.step(WINNERS[0][2].title)
        for sum_ in ("3,000", "600", "2,400"):
            expect(owner.page.locator(".credit-line")).to_contain_text(sum_)
        # Nothing is left to be done with it: no other words, no other call, no way back.
        assert owner.page.locator("main form, main aside a").count() == 0


def never(chromium: Browser, base: str, code: str, session: str) -> None:
    """A verified organisation finds no way to apply with it, nor by an address that it remembers."""
    with in_hand(chromium, base, session=session) as hand:
        page = hand.page
        page.goto(f"/ideas/{code}/")
        expect(page.get_by_role("link", name="提出合作意向")).to_have_count(0)
        page.goto(f"/ideas/{code}/offer/")
        expect(page.get_by_text("这个点子已不在寻找机构。")).to_be_visible()
        assert page.url.endswith(f"/ideas/{code}/")
        token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
        said = {"csrfmiddlewaretoken": token, **OFFERS[0]._asdict()}
        for path in ("offer/", "act/draft/"):
            page.request.post(f"/ideas/{code}/{path}", form=said, headers={"referer": page.url})

"""An idea on its way through the pages, each act on the screen of who does it: posted, offered for, paired."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from playwright.sync_api import Locator, Page, expect

from tests.browser.keys import choose, enter, follow, tab_to, tick, write
from tests.browser.onehand import Hand, option

FIELD = "为老服务"


class Idea(NamedTuple):
    """What somebody answers to the six questions, and how they wish to be named: empty, not at all."""

    title: str
    population: str
    problem: str
    proposal: str
    contribution: str
    credit: str = ""


class Offer(NamedTuple):
    approach: str
    strength: str
    owner_part: str


ASKED = (
    (
        ("1. 用一句话说", "title"),
        ("3. 能帮到谁", "population"),
    ),
    (("4. 他们现在难在哪里", "problem"), ("5. 打算怎么做", "proposal"), ("6. 您自己愿意做些什么", "contribution")),
)
CREDIT = "配对或获奖后，怎样为您署名"
AGREED = "我同意公开以上内容"


def post_by_keys(hand: Hand, idea: Idea) -> str:
    """Post the idea from the own desk in four steps, by keys alone; return its code."""
    page = hand.page
    follow(page, "公益金点子")
    hand.step("公益金点子")
    follow(page, "提交点子")
    hand.step("提交点子")
    write(page, ASKED[0][0][0], idea.title)
    choose(page, "2. 属于哪一类服务", FIELD)
    write(page, ASKED[0][1][0], idea.population)
    go_on(hand)
    for words, name in ASKED[1]:
        write(page, words, getattr(idea, name))
    go_on(hand)
    tab_to(page, "个人")
    go_on(hand)
    expect(page.get_by_role("region", name="公众将看到的内容")).to_contain_text(idea.proposal)
    write(page, CREDIT, idea.credit)
    tick(page, AGREED)
    tab_to(page, "公开我的点子")
    enter(page)
    return posted(hand, idea)


def go_on(hand: Hand) -> None:
    tab_to(hand.page, "继续")
    enter(hand.page)
    hand.step("提交点子")


def post(hand: Hand, idea: Idea) -> str:
    """The same by a thumb."""
    page = hand.page
    page.goto("/ideas/")
    page.get_by_role("link", name="提交点子").tap()
    option(page.get_by_label(re.compile("^2. ")), FIELD)
    for step in ASKED:
        for words, name in step:
            page.get_by_label(re.compile(f"^{re.escape(words)}")).fill(getattr(idea, name))
        page.get_by_role("button", name="继续").tap()
    page.get_by_label("个人", exact=True).check()
    page.get_by_role("button", name="继续").tap()
    page.get_by_label(re.compile(f"^{CREDIT}")).fill(idea.credit)
    page.get_by_label(re.compile(f"^{AGREED}")).check()
    page.get_by_role("button", name="公开我的点子").tap()
    return posted(hand, idea)


def posted(hand: Hand, idea: Idea) -> str:
    hand.step(idea.title)
    expect(hand.page.get_by_text("您的点子已公开")).to_be_visible()
    found = re.search(r"I-\d{4}", hand.page.url)
    assert found is not None, hand.page.url
    return found[0]


def offer(page: Page, idea: Idea, made: Offer) -> None:
    """An organisation finds the idea on the list and offers to apply with it."""
    page.goto("/ideas/")
    page.get_by_role("link", name=idea.title).tap()
    page.get_by_role("link", name="提出合作意向").tap()
    page.get_by_label(re.compile("^贵机构打算怎么做")).fill(made.approach)
    page.get_by_label(re.compile("^贵机构有什么条件")).fill(made.strength)
    page.get_by_label(re.compile("^希望提出人做什么")).fill(made.owner_part)
    page.get_by_role("button", name="提交意向").tap()
    expect(page.get_by_role("heading", name="我们的合作意向")).to_be_visible()


def compare(hand: Hand, idea: Idea) -> list[Locator]:
    """The owner opens the offers from the own desk; return them as they stand beside each other."""
    page = hand.page
    page.get_by_role("link", name=f"比较合作意向：{idea.title}").tap()
    hand.step(idea.title)
    return page.locator(".beside > article").all()


def said(offer: Locator) -> Mapping[str, str]:
    """Return what an offer says under each of its headings."""
    names = offer.locator("h3").all_inner_texts()
    return dict(zip(names, offer.locator("h3 + p").all_inner_texts(), strict=True))

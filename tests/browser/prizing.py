"""The review of ideas without an organisation: opened by the staff, judged unseen, decided by two persons."""

import re
from collections.abc import Mapping, Sequence

from playwright.sync_api import Locator, Page, expect

from tests.browser.deciding import press
from tests.browser.desk import choose
from tests.browser.onehand import option

WORDS = "想法小而准，有人愿意带。"


def open_review(clerk: Page, call: str, judges: Sequence[str], until: str) -> None:
    """Open the review of a closed call's ideas, with the criteria and the tax that the page proposes."""
    _reviews(clerk)
    clerk.get_by_role("link", name=re.compile("^新增")).click()
    option(clerk.locator("[name=round]"), call)
    clerk.get_by_label("评审截止").fill(until)
    for name in judges:
        clerk.get_by_label(name).check()
    press(clerk, "开始评审", "已开始")


def judge(page: Page, points: Mapping[str, Sequence[int]]) -> list[str]:
    """Judge every idea that waits: ``points`` by title, the same few for the others. Return the pages as they read."""
    page.goto("/ideas/judging/")
    page.get_by_role("link", name=re.compile("^继续：还剩")).tap()
    read: list[str] = []
    form = page.locator("form.idea-form")
    expect(form).to_be_visible()
    while form.count():
        read.append(page.locator("main").inner_text())
        given = points.get(page.locator("h1").inner_text(), (10, 10, 10))
        for place, number in enumerate(given):
            form.locator(f"[name=p{place}]").fill(str(number))
        form.get_by_label("一句话理由").fill(WORDS)
        with page.expect_navigation():
            form.get_by_role("button", name="保存，评下一个").tap()
    expect(page.get_by_text("点子已全部评完")).to_be_visible()
    return read


def propose(clerk: Page, call: str, prizes: Mapping[str, str]) -> None:
    """Propose the prizes, by the codes of the ideas; the other places stay vacant. Who proposed cannot decide."""
    _open(clerk, call)
    for list_ in clerk.locator("select[name^='award-']").all():
        list_.select_option("")
    for code, prize in prizes.items():
        option(clerk.get_by_label(f"{code}的奖项"), prize)
    press(clerk, "提出获奖建议", "由第二人决定")
    expect(clerk.get_by_text("获奖建议由您提出，须由同事审定。")).to_be_visible()
    expect(clerk.get_by_role("button", name="审定获奖名单")).to_have_count(0)


def decide(head: Page, call: str) -> Locator:
    """A second person decides; return the prizes that are to be paid."""
    _open(head, call)
    press(head, "审定获奖名单", "已审定")
    return head.get_by_role("region", name="待发放奖金").locator("tbody tr")


def _reviews(staff: Page) -> None:
    staff.goto("/admin/")
    choose(staff, "点子评审")


def _open(staff: Page, call: str) -> None:
    _reviews(staff)
    staff.get_by_role("link", name=call).first.click()

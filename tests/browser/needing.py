"""A need on its way through the pages, each act on the screen of who does it: posted, merged, published, supported."""

import re
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from projects.domain.form import FORMS
from tests.browser import applying, entering
from tests.browser.applicant import put, saved
from tests.browser.deciding import press
from tests.browser.desk import choose
from tests.browser.keys import choose as choose_by_key
from tests.browser.keys import enter, follow, pick, tab_to, write
from tests.browser.onehand import Hand, option

COMMUNITY = "码头社区"
NEED = {
    "title": "弯不下腰的老人剪不了脚指甲",
    "population": "八十岁以上、弯不下腰或看不清的老人",
    "scale": "76位老人",
    "problem": "脚指甲又厚又硬，自己够不着，子女一年难得想起一次；最近的修脚店在三公里外，一次六十元。",
    "evidence": "2026年10月社区卫生员逐户看足登记",
}
FIELD, URGENCY = "为老服务", "紧急"
# The same, as the street wrote it down on the telephone.
SAME = {
    "title": "老人修脚没有地方去",
    "population": "独居和腿脚不便的老人",
    "scale": "约30人",
    "problem": "浴室里的修脚摊前年拆了，老人要坐车到城里才有人修脚。",
}
NOTICE = "2026年第四季度社区需求清单"


def name_worker(clerk: Page, mobile: str, name: str) -> None:
    """The bureau names who answers for the community."""
    clerk.goto("/admin/")
    choose(clerk, "社区$")
    clerk.locator("#searchbar").fill(COMMUNITY)
    clerk.get_by_role("button", name="查询").click()
    clerk.get_by_role("link", name=COMMUNITY).first.click()
    clerk.get_by_label("账号的邮箱或手机号").fill(mobile)
    press(clerk, "指定为社区工作者", "已指定")
    expect(clerk.locator("ul.tasks", has_text=name)).to_be_visible()


def post_by_keys(hand: Hand) -> str:
    """Post the need from the own desk, by keys alone; return its code."""
    page = hand.page
    hand.step("我的社区")
    follow(page, "发布需求")
    hand.step("发布需求")
    choose_by_key(page, "服务领域", FIELD)
    for words, name in (("标题", "title"), ("需求人群", "population"), ("涉及多少人或多少户", "scale")):
        write(page, words, NEED[name])
    write(page, "问题描述", NEED["problem"])
    pick(page, "一般", URGENCY)
    write(page, "信息来源", NEED["evidence"])
    tab_to(page, "提交需求")
    enter(page)
    hand.step("本社区的需求")
    return code_of(own(page))


def own(page: Page) -> Locator:
    """The need in the list of its community."""
    return page.locator("li.task", has_text=NEED["title"])


def code_of(row: Locator) -> str:
    found = re.search(r"N-\d{4}", row.inner_text())
    assert found is not None, row.inner_text()
    return found[0]


def collect(operator: Page) -> str:
    """Write down what the street said on the telephone; return its code."""
    operator.goto("/admin/")
    choose(operator, "社区需求")
    operator.get_by_role("link", name="新增需求").click()
    option(operator.locator("[name=community]"), COMMUNITY)
    option(operator.locator("[name=field]"), FIELD)
    operator.get_by_label("标题").fill(SAME["title"])
    operator.get_by_label("需求人群").fill(SAME["population"])
    operator.get_by_label("涉及多少人或多少户").fill(SAME["scale"])
    operator.get_by_label("问题描述").fill(SAME["problem"])
    press(operator, "保存", "已录入")
    return code_of(operator.locator("main"))


def merge(operator: Page, kept: str, other: str) -> None:
    """Let the community's own words stand for both."""
    _act(operator, "修脚", (kept, other), "合并同类需求")
    expect(operator.get_by_label(re.compile(other))).to_be_visible()
    operator.get_by_label(re.compile(kept)).check()
    press(operator, "合并", f"已并入 {kept}")
    expect(operator.get_by_role("link", name=re.compile(other))).to_be_visible()


def publish(operator: Page, head: Page, code: str, number: str) -> str:
    """Draft the notice of the list, propose it, publish it by a second person; return its path on the portal."""
    _act(operator, "修脚", (code,), "列入清单公布")
    operator.get_by_label("标题").fill(NOTICE)
    operator.get_by_label("文号").fill(number)
    press(operator, "保存并预览", "草稿已保存")
    expect(operator.locator("article.official")).to_contain_text(NEED["title"])
    press(operator, "提请发布", "已提请")
    expect(operator.get_by_role("button", name="批准并发布")).to_have_count(0)
    head.goto(operator.url)
    press(head, "批准并发布", "已发布")
    return str(head.get_by_role("link", name=re.compile("门户")).last.get_attribute("href"))


def _act(staff: Page, words: str, codes: Iterable[str], act: str) -> None:
    """Find needs in their list by ``words``, tick those of ``codes``, and run an act on them."""
    staff.goto("/admin/")
    choose(staff, "社区需求")
    staff.locator("#searchbar").fill(words)
    staff.get_by_role("button", name="查询").click()
    for code in codes:
        staff.locator("#result_list tr", has_text=code).get_by_role("checkbox").check()
    option(staff.get_by_label("动作"), act)
    staff.get_by_role("button", name="执行").click()


def support(hand: Hand, address: str, mobile: str, name: str) -> None:
    """A resident opens an account on the way, and says once that the need is theirs too; a second tab says it again."""
    page = hand.page
    page.goto(address)
    hand.step(NEED["title"])
    page.get_by_role("link", name="登录后附议").tap()
    entering.sign_up(page, mobile, name)
    hand.step(NEED["title"])
    again = page.context.new_page()
    again.goto(page.url)
    for tab in (page, again):
        tab.get_by_role("button", name="这也是我的需求").tap()
        expect(tab.get_by_text("您已附议这一需求。")).to_be_visible()
        expect(supporters(tab)).to_have_text("1")
    again.close()
    hand.step(NEED["title"])


def supporters(page: Page) -> Locator:
    return page.get_by_role("region", name="居民附议").locator(".big-num")


def begin_from(page: Page, address: str, organization: str) -> str:
    """An organisation finds the need and begins the application that answers it; return the application's address."""
    page.goto(address)
    page.get_by_role("link", name="回应此需求，开始申报").tap()
    expect(page.get_by_label(re.compile("^从社区需求开始"))).to_be_checked()
    expect(page.get_by_label("选择需求").locator("option:checked")).to_contain_text(NEED["title"])
    page.get_by_label(re.compile(organization)).check()
    page.get_by_role("button", name="开始申报").tap()
    expect(page.locator("h1")).to_contain_text("未命名")
    return page.url


def write_application(page: Page, address: str, code: str) -> None:
    """Write the rest: what the need says is there, and the community where it is."""
    page.goto(f"{address}need/")
    expect(page.locator("[name=need]")).to_have_value(code)
    expect(page.locator("[name=background]")).to_have_value(re.compile(re.escape(NEED["problem"])))
    applying.fill(page, address, kept={"landing"})
    page.goto(f"{address}landing/")
    row = page.locator("[data-rows='places'] [data-row]")
    expect(row).to_have_count(1)
    expect(row.locator("select[name$='.community'] option:checked")).to_have_text(re.compile(COMMUNITY))
    typed = applying.core()["landing"]
    for each in FORMS["landing"].tables[0].fields:
        if each.name not in {"community", "role"} and (text := typed.get(f"places.p1.{each.name}")):
            put(row, f"places.p1.{each.name}", text, kind=each.kind)
    saved(page)
    applying.bring_papers(page, address)


def cited_by(staff: Page, code: str) -> Locator:
    """Open the need at the desk; return what cites it."""
    staff.goto("/admin/")
    choose(staff, "社区需求")
    staff.locator("#searchbar").fill(code)
    staff.get_by_role("button", name="查询").click()
    staff.locator("#result_list tr", has_text=code).get_by_role("link").first.click()
    return staff.get_by_role("region", name="引用该需求的申报")


def meet(clerk: Page, code: str, indicator: str, words: str) -> None:
    """The bureau notes by which result the need is met."""
    cited_by(clerk, code)
    clerk.get_by_label(indicator).check()
    clerk.get_by_label(re.compile("^需求如何得到满足")).fill(words)
    press(clerk, "标记为已满足", "已标记")


def chain(page: Page) -> list[Any]:
    """Return the chain on the need's page: the need, the project, and each result as its indicator and what it says."""
    need, project, results = page.locator("ol.chain > li").all()
    said = [tuple(part.inner_text() for part in row.locator("span").all()) for row in results.locator("li").all()]
    return [need.locator("b").inner_text(), project.locator("b").inner_text(), said]

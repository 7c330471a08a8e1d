"""A year of notices of 云溪市, all invented, drafted by the operator and published by the bureau through the flows.

The texts lie in ``demo_notices.json``; the projects of last year, their money and their results are computed here, so
that every sum on every notice agrees with every other.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from accounts.demo import person
from notices import flows
from notices.domain import content
from notices.models import Notice
from projects import demo as needs
from rounds.enums import Field
from rounds.models import Round
from venture.kernel import clock

TEXTS: Final = Path(__file__).parent / "demo_notices.json"
SHARES: Final = {"first": 50, "second": 40}
FAILED: Final = "社区老行当口述史"


class Project(NamedTuple):
    """A funded project of the 2026 round. ``yuan`` is what it was granted, ``score`` its mid-term result."""

    field: str
    title: str
    organization: str
    yuan: int
    score: str


def load() -> None:
    data: dict[str, Any] = json.loads(TEXTS.read_text(encoding="utf-8"))
    projects = [Project(*row) for row in data["projects"]]
    facts = _facts(projects)
    tables = {
        "{shortlist}": _table(projects, with_money=False, extra=data["shortlisted"]),
        "{awards}": _table(projects, with_money=True),
        "{first}": _payments(projects, SHARES["first"]),
        "{second}": _payments([each for each in projects if each.title != FAILED], SHARES["second"]),
        "{results}": _results(projects),
    }
    made: dict[str, Notice] = {}
    for each in data["notices"]:
        made[each["key"]] = _publish(each, facts, tables, made)
        if each["key"] == "awards":
            needs.answer()
    needs.show_interest()
    _unfinished(data["unfinished"], facts, tables)


def _publish(each: dict[str, Any], facts: dict[str, str], tables: dict[str, str], made: dict[str, Notice]) -> Notice:
    at = datetime.fromisoformat(f"{each['at']}:00+08:00")
    operator = person("operator")
    with clock.at(at.replace(hour=max(at.hour - 2, 8))):
        notice = _draft(each, facts, tables, corrects=made.get(each.get("corrects", "")))
        if each["kind"] == "needs":
            season = at.year
            first, last = _day(season, 9, 1), _day(season, 11, 1)
            chosen = [need.pk for need in needs.collected_between(first, last)]
            flows.list_needs(notice_id=notice.pk, need_ids=chosen, actor=operator)
        flows.propose_notice(notice_id=notice.pk, actor=operator)
    with clock.at(at):
        return flows.publish_notice(notice_id=notice.pk, actor=person(each.get("by", "clerk")))


def _unfinished(rows: list[dict[str, Any]], facts: dict[str, str], tables: dict[str, str]) -> None:
    """Leave the staff something to do: a draft, and a notice that waits for the second person."""
    for each in rows:
        with clock.at(datetime.fromisoformat(f"{each['at']}:00+08:00")):
            notice = _draft(each, facts, tables, corrects=None)
            if each["proposed"]:
                flows.propose_notice(notice_id=notice.pk, actor=person("operator"))


def _draft(each: dict[str, Any], facts: dict[str, str], tables: dict[str, str], *, corrects: Notice | None) -> Notice:
    text = "\n".join(each["text"])
    for place, value in (*tables.items(), *facts.items()):
        text = text.replace(place, value)
    summary = each.get("summary", "")
    for place, value in facts.items():
        summary = summary.replace(place, value)
    return flows.draft_notice(
        round_=Round.objects.filter(code=each["round"]).first(),
        corrects=corrects,
        kind=each["kind"],
        title=each["title"],
        document_number=each.get("number", ""),
        issuer="云溪市民政局",
        summary=summary,
        statutory=each.get("statutory", False),
        days=each.get("days"),
        place="云溪市民政局门户网站、本平台",
        text=text,
        actor=person("operator"),
    )


def _facts(projects: list[Project]) -> dict[str, str]:
    total = sum(each.yuan for each in projects)
    passed = [each for each in projects if each.title != FAILED]
    return {
        "{count}": str(len(projects)),
        "{total}": f"{total:,}",
        "{wan}": f"{total / 10_000:,.2f}",
        "{first_sum}": f"{_paid(projects, SHARES['first']):,}",
        "{first_wan}": f"{_paid(projects, SHARES['first']) / 10_000:,.2f}",
        "{passed}": str(len(passed)),
        "{second_sum}": f"{_paid(passed, SHARES['second']):,}",
        "{second_wan}": f"{_paid(passed, SHARES['second']) / 10_000:,.2f}",
        "{failed}": FAILED,
    }


def _paid(projects: list[Project], share: int) -> int:
    return sum(each.yuan * share // 100 for each in projects)


def _table(projects: list[Project], *, with_money: bool, extra: list[list[str]] | None = None) -> str:
    head = ["序号", "项目名称", "申报机构"] + (["资助金额（元）"] if with_money else ["申报领域"])
    rows = [head]
    number = 0
    for value, label in _fields():
        group = [each for each in projects if each.field == value]
        others = [(title, name) for field, title, name in extra or [] if field == value]
        amount = f"{sum(each.yuan for each in group):,}" if with_money else ""
        rows.append([f"# {label}", f"{len(group) + len(others)}个", "", amount])
        lines = [(each.title, each.organization, f"{each.yuan:,}") for each in group]
        lines += [(title, name, "") for title, name in others]
        for title, name, money in lines:
            number += 1
            rows.append([str(number), title, name, money if with_money else label])
    if with_money:
        rows.append([f"= 合计{number}个项目", "", "", f"{sum(each.yuan for each in projects):,}"])
    return _lines(rows)


def _payments(projects: list[Project], share: int) -> str:
    rows = [["序号", "项目名称", "收款机构", "本次拨付（元）"]]
    rows += [
        [str(number), each.title, each.organization, f"{each.yuan * share // 100:,}"]
        for number, each in enumerate(projects, start=1)
    ]
    rows.append([f"= 合计{len(projects)}个项目", "", "", f"{_paid(projects, share):,}"])
    return _lines(rows)


def _results(projects: list[Project]) -> str:
    rows = [["序号", "项目名称", "实施机构", "中期评估结果"]]
    rows += [[str(number), each.title, each.organization, each.score] for number, each in enumerate(projects, start=1)]
    return _lines(rows)


def _fields() -> list[tuple[str, str]]:
    names = {"elderly": "为老服务", "disability": "助残服务", "youth": "青少年服务", "relief": "救助帮困"}
    return [(str(value), names.get(value, "其他公益")) for value in Field.values]


def _lines(rows: list[list[str]]) -> str:
    return content.lines_of([{"kind": "table", "head": rows[0], "rows": rows[1:]}])


def _day(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=clock.BEIJING)

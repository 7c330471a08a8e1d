"""Needs: community workers report and edit their own, organisations say that they would answer."""

from collections.abc import Mapping
from typing import Any

from accounts.demo import person
from organizations.demo import OURS, named
from organizations.models import Community
from projects import flows
from projects.models import Need
from tests.matrix.doors import DoorLine, act, form, page
from tests.matrix.table.portal import a_need

WORDS = {
    "field": "elderly",
    "title": "楼道里没有扶手",
    "population": "七十岁以上老人",
    "problem": "上下楼容易跌倒。",
    "scale": "三个单元",
    "urgency": 2,
}


def own_draft() -> Mapping[str, Any]:
    """A need of the community worker's own community that still waits for the list."""
    mine = Community.objects.get(name="河坊社区")
    found = Need.objects.filter(community=mine, state="collected").first()
    found = found or flows.report_need(community=mine, actor=person("community"), **WORDS)
    return {"code": found.code}


def other_draft() -> Mapping[str, Any]:
    other = Community.objects.get(name="东门社区")
    return {"code": flows.report_need(community=other, actor=person("operator"), **WORDS).code}


def for_ours() -> Mapping[str, Any]:
    return {"organization": named(OURS).pk}


TABLE: dict[str, DoorLine] = {
    "needs:new": form("community"),
    "needs:mine": page("community"),
    "needs:draft": act("community"),
    "needs:edit": form("community", keys=own_draft, foreign=other_draft),
    # Those who write for an organisation say it for that organisation.
    "needs:interest": act("org_owner", "org_editor", keys=a_need, data=for_ours),
}

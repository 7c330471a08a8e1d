"""Needs for tests, reported by the flow."""

from typing import Any

from accounts.models import User
from organizations.models import Community
from projects import flows
from projects.models import Need
from tests.organizations.factories import make_community

WORDS = {
    "field": "elderly",
    "title": "独居老人的午餐",
    "population": "七十岁以上独居老人",
    "problem": "周末无人做饭，助餐点不开。",
    "scale": "四十人",
    "evidence": "入户走访",
    "urgency": 2,
}


def make_need(by: User, community: Community | None = None, **words: Any) -> Need:
    return flows.report_need(community=community or make_community(), actor=by, **{**WORDS, **words})

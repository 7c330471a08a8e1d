"""A decided round with its published notice, people without a part in it, and objections in every state."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from accounts.enums import Role
from accounts.models import User
from notices.flows import propose_notice, publish_notice
from notices.flows.objecting import file_objection
from notices.models import Notice, Objection
from projects.models import Project
from reviews.flows.announcing import draft_awards_notice
from reviews.flows.objections import accept_objection, assign_objection, propose_answer
from tests.accounts.factories import make_user
from tests.reviews.decide_factories import REVIEWED, Scored, decided, make_scored_round
from venture.kernel import clock

FILED = REVIEWED + timedelta(days=1)
TEXT = "该项目申报书中的合作单位并未出具同意函，经向该单位核实属实，请予核查。"
_keys = count(1)


@dataclass
class Case:
    scored: Scored
    notice: Notice
    handler: User
    second: User
    projects: list[Project] = field(default_factory=list)


def announced(**basics: Any) -> Case:
    """Return a round of two proposed awards, one reserve and their notice, and two people without a part in it."""
    scored = make_scored_round(((9, 9, 9), (8, 8, 8), (7, 7, 7)), envelope=20_000_000, **basics)
    decided(scored)
    writer, signer = make_user(Role.OPERATOR), make_user(Role.HEAD)
    with clock.at(REVIEWED + timedelta(hours=1)):
        notice = draft_awards_notice(round_id=scored.round.pk, actor=writer)
        propose_notice(notice_id=notice.pk, actor=writer)
        notice = publish_notice(notice_id=notice.pk, actor=signer)
    return Case(scored, notice, make_user(Role.CLERK), make_user(Role.SUPERVISION), scored.projects)


def file(case: Case, project: Project | None = None, **words: Any) -> Objection:
    with clock.at(FILED):
        return file_now(case, project, **words)


def file_now(case: Case, project: Project | None = None, **words: Any) -> Objection:
    facts: dict[str, Any] = {
        "objector": "person", "name": "周明远", "mobile": "13812345678", "text": TEXT, "key": f"{next(_keys):032x}",
        "project_code": project.code if project else "",
    }  # fmt: skip
    return file_objection(notice_id=case.notice.pk, **{**facts, **words})


def accepted(case: Case, objection: Objection) -> Objection:
    with clock.at(FILED + timedelta(hours=1)):
        return accept_objection(objection_id=objection.pk, actor=case.scored.clerk)


def given(case: Case, objection: Objection) -> Objection:
    accepted(case, objection)
    with clock.at(FILED + timedelta(hours=2)):
        return assign_objection(objection_id=objection.pk, handler_id=case.handler.pk, actor=case.scored.clerk)


def answered(case: Case, objection: Objection, **words: str) -> Objection:
    given(case, objection)
    said = {"findings": "经核实属实。", "reply": "经核查，情况属实。", "published": "合作单位确未同意。"}
    with clock.at(FILED + timedelta(hours=3)):
        return propose_answer(objection_id=objection.pk, actor=case.handler, **{**said, **words})

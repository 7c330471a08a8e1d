"""Objections to the special call's notice: a unit's that was upheld, a person's that was not, twice, and a lead."""

from datetime import datetime, timedelta
from typing import Any, Final

from accounts.demo import person
from accounts.models import User
from notices.flows.objecting import ask_again, file_objection
from notices.models import OBJECTION_PURPOSE, Notice, Objection
from organizations.demo.playing import code_of
from reviews.demo.announcing import publish
from reviews.demo.choosing import paper
from reviews.enums import AwardState
from reviews.flows.awards import confirm_round
from reviews.flows.objections import (
    accept_objection,
    assign_objection,
    decide_objection,
    propose_answer,
    refuse_objection,
)
from reviews.models import Award
from reviews.queries.awards import free_fen, of_round, reserve_of
from venture.kernel import clock

TICKET: Final = "demo-objection"
UNIT: Final[dict[str, Any]] = {
    "objector": "unit", "name": "云溪市乐邻社区服务中心", "contact": "秦素云", "mobile": "19900090101",
    "text": "该项目申报书所列合作单位为我中心，但我中心从未与申报机构商定合作，也未出具合作同意函，"
    "申报书附件中的同意函所盖印章与我中心公章不符。请予核查。",
}  # fmt: skip
PERSON: Final[dict[str, Any]] = {
    "objector": "person",
    "name": "曾广和",
    "mobile": "19900090102",
    "text": "我是该项目所在社区居民。该机构去年在本社区的活动次数与其申报书所述经验不一致，认为其不具备实施能力。",
}
LEAD: Final[dict[str, Any]] = {
    "objector": "lead",
    "text": "听说这批项目里有机构的负责人和评审专家认识，希望主管部门好好查一查，具体是哪家说不清楚。",
}
UPHELD: Final = {
    "findings": "调阅申报书附件并向乐邻中心当面核实：同意函印章与备案印鉴不一致，申报机构承认未经对方同意自行制作。",
    "reply": "经核查，申报机构提交的合作同意函不真实，违反征集公告关于申报材料真实性的规定，异议成立。该项目不予立项。",
    "published": "经核查，申报材料中的合作同意函不真实，异议成立，该项目不予立项。",
}
DISMISSED: Final = {
    "findings": "查阅年检资料、社区签到册和服务照片，上一年度在该社区开展活动26次，与申报书所述一致。",
    "reply": "经核查，该机构上一年度在贵社区开展活动26次，有签到册和服务记录，与申报书一致，异议不成立。",
    "published": "经核查，申报书所述服务经验与签到册、服务记录一致，异议不成立。",
}
AGAIN: Final = "签到册只能说明有人到场，不能说明服务质量。请核对其中第三季度的签到是否由居民本人所签，并书面答复。"
MAINTAINED: Final = {
    "findings": "随机抽取第三季度签到30人次电话回访，29人确认到场并由本人签名，1人未接通。",
    "reply": "经复核，抽取第三季度签到30人次电话回访，29人确认由本人签名，原答复予以维持。",
    "published": "经复核，抽查的签到记录属实，维持原答复。",
}
NO_GROUNDS: Final = "未指明具体项目和人员，也未提供可以核查的事实线索，不予受理。掌握具体情况后可以再次反映。"


def play(notice: Notice) -> None:
    """File, examine and answer the objections; confirm what is free each time; notice and confirm who was called."""
    assert notice.round_id is not None
    false, doubted = _aims(notice.round_id)
    with clock.at(_at(16, 10)):
        code = code_of("52", "999902", 87)
        letter = paper("异议函（盖章）.pdf", OBJECTION_PURPOSE, None, TICKET)
        unit = _filed(notice, "a", false, **UNIT, credit_code=code, files=[letter], ticket=TICKET)
    with clock.at(_at(19, 9)):
        someone = _filed(notice, "b", doubted, **PERSON)
    with clock.at(_at(20, 22)):
        lead = _filed(notice, "c", None, **LEAD)
    first = (person("mengqing"), person("supervision"))
    _handle(unit, (_at(16, 15), _at(19, 11), _at(20, 10)), first, UPHELD, "uphold")
    _handle(someone, (_at(19, 15), _at(21, 10), _at(22, 9)), first, DISMISSED, "dismiss")
    with clock.at(_at(21, 9)):
        refuse_objection(objection_id=lead.pk, reason=NO_GROUNDS, actor=person("gaoyan"))
    with clock.at(_at(23, 10)):
        confirm_round(round_id=notice.round_id, actor=person("head"))
    publish(notice.round_id, _at(26, 15), "云民公示〔2026〕4号")
    with clock.at(_at(27, 20)):
        again = ask_again(objection_id=someone.pk, key=_key("d"), text=AGAIN)
    second = (person("gaoyan"), person("yujing"))
    _handle(again, (_at(28, 9), _at(29, 15), _at(30, 10)), second, MAINTAINED, "dismiss")
    with clock.at(_at(31, 10) + timedelta(days=4)):
        confirm_round(round_id=notice.round_id, actor=person("head"))


def _aims(round_id: int) -> tuple[Award, Award]:
    """Return an award whose money reaches somebody in its reserve, to be lost, and one that stays."""
    rows = of_round(round_id).filter(state=AwardState.PROPOSED).order_by("project__code")
    rows = rows.exclude(project__organization__memberships__user=person("org"))
    lost = next(each for each in rows if _reaches(each))
    return lost, next(each for each in rows if each.pk != lost.pk)


def _reaches(award: Award) -> bool:
    assert award.envelope_id is not None
    free = award.amount_fen + free_fen(award.envelope_id, award.decision_id)
    return any(waiting.amount_fen <= free for waiting in reserve_of(award))


def _filed(notice: Notice, letter: str, award: Award | None, **words: Any) -> Objection:
    code = award.project.code if award else ""
    return file_objection(notice_id=notice.pk, key=_key(letter), project_code=code, **words)


def _handle(
    objection: Objection, instants: tuple[datetime, datetime, datetime], people: tuple[User, User],
    words: dict[str, str], verdict: str,
) -> None:  # fmt: skip
    """Accept it and give it to a handler, who proposes an answer, which another decides."""
    (accepted, proposed, decided), (handler, second) = instants, people
    with clock.at(accepted):
        accept_objection(objection_id=objection.pk, actor=person("mengqing"))
        assign_objection(objection_id=objection.pk, handler_id=handler.pk, actor=person("head"))
    with clock.at(proposed):
        propose_answer(objection_id=objection.pk, actor=handler, **words)
    with clock.at(decided):
        decide_objection(objection_id=objection.pk, verdict=verdict, actor=second)


def _key(letter: str) -> str:
    return letter * 32


def _at(day: int, hour: int) -> datetime:
    return datetime(2026, 1, day, hour, tzinfo=clock.BEIJING)

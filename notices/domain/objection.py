"""The life of an objection (异议) and of the hold it puts on one project, as data and plain rules.

Sources: named objections with seal or real name, concrete and checkable (公示异议 of the cities' texts); accepted and
examined within working days that are the round's own data (Shanghai: examined within five); one re-examination (复核).
A time limit does not count the day it begins with (《民法典》第二百零一条).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from notices.enums import ObjectionState as S
from notices.enums import Objector
from rounds.domain.workdays import Calendar, end_of
from venture.kernel.errors import RuleRefusal
from venture.kernel.lifecycle import Lifecycle, Move

LIFE = Lifecycle(
    S,
    "objection_illegal_move",
    Move("accept", frozenset({S.RECEIVED}), S.ACCEPTED),
    Move("refuse", frozenset({S.RECEIVED}), S.REFUSED),
    Move("investigate", frozenset({S.ACCEPTED}), S.INVESTIGATING),
    Move("answer", frozenset({S.INVESTIGATING}), S.ANSWERED),
    Move("send_back", frozenset({S.ANSWERED}), S.INVESTIGATING),
    Move("uphold", frozenset({S.ANSWERED}), S.UPHELD),
    Move("uphold_partly", frozenset({S.ANSWERED}), S.PARTLY),
    Move("dismiss", frozenset({S.ANSWERED}), S.NOT_UPHELD),
    Move("withdraw", frozenset({S.RECEIVED, S.ACCEPTED, S.INVESTIGATING, S.ANSWERED}), S.WITHDRAWN),
)

HOLDS, LIFTS, DECIDES, OUT = "holds", "lifts", "decides", "out"
# What an end does to the hold: lifted, the project out and its reserve called, or for a person to decide.
ENDS: Final[Mapping[str, str]] = {
    S.UPHELD: OUT, S.PARTLY: DECIDES, S.NOT_UPHELD: LIFTS, S.WITHDRAWN: LIFTS, S.REFUSED: LIFTS,
}  # fmt: skip


@dataclass(frozen=True)
class Days:
    """The round's working days: to accept or refuse, to examine and answer, to ask for the one re-examination.

    Raise ``ValueError`` for fewer than one.
    """

    accept: int
    answer: int
    again: int

    def __post_init__(self) -> None:
        if min(self.accept, self.answer, self.again) < 1:
            raise ValueError("a time limit has at least one day")


@dataclass(frozen=True)
class Filing:
    """What was handed in. ``sealed``: a paper with the unit's seal is among the files; ``project`` empty: against the
    whole notice.
    """

    objector: str
    name: str = ""
    mobile: str = ""
    text: str = ""
    sealed: bool = False
    project: str = ""


def accept_due(received_on: date, days: Days, calendar: Calendar) -> date:
    """Return the last day on which it is accepted or refused. Raise ``RuleRefusal("calendar_year_missing")``."""
    return end_of(received_on, days.accept, calendar)


def answer_due(accepted_on: date, days: Days, calendar: Calendar) -> date:
    """Return the last day on which it is answered. Raise ``RuleRefusal("calendar_year_missing")``."""
    return end_of(accepted_on, days.answer, calendar)


def again_due(answered_on: date, days: Days, calendar: Calendar) -> date:
    """Return the last day to ask for re-examination. Raise ``RuleRefusal("calendar_year_missing")``."""
    return end_of(answered_on, days.again, calendar)


def overdue(state: str, accept: date, answer: date | None, today: date) -> str:
    """Return ``accept`` or ``answer`` where that step is late on ``today``, empty otherwise."""
    if state == S.RECEIVED:
        return "accept" if today > accept else ""
    if state in S.open and answer is not None:
        return "answer" if today > answer else ""
    return ""


def problems_of(filing: Filing, *, least: int, today: date, last: date) -> tuple[str, ...]:
    """Return why it cannot be filed as it is, as refusal codes in the order of the form.

    ``objection_late`` (after ``last``, the end of the notice's period), ``objection_name_missing``,
    ``objection_mobile_missing``, ``objection_seal_missing`` (a unit's), ``objection_text_short`` (fewer than ``least``
    characters). A lead needs the text only, and may come late.
    """
    named = filing.objector != Objector.LEAD
    found = {
        "objection_late": named and today > last,
        "objection_name_missing": named and not filing.name.strip(),
        "objection_mobile_missing": named and not filing.mobile.strip(),
        "objection_seal_missing": filing.objector == Objector.UNIT and not filing.sealed,
        "objection_text_short": len("".join(filing.text.split())) < least,
    }
    return tuple(code for code, holds in found.items() if holds)


def effect_on(project: str, objector: str, state: str) -> str:
    """Return what the objection does to its project's way to the money.

    ``holds`` while it is open, a lead from its acceptance on; at its end ``lifts``, ``out`` (the reserve is called) or
    ``decides`` (upheld in part: a person says which). Empty where nothing was held: it names no project, or is a lead
    that nobody has accepted.
    """
    if not project or (objector == Objector.LEAD and state == S.RECEIVED):
        return ""
    return HOLDS if state in S.open else ENDS[state]


def refuse_partisan(person: int, parts: Mapping[int, str]) -> None:
    """Raise ``RuleRefusal("objection_handler_took_part")`` where the handler had a part in the case.

    ``parts`` maps a person's id to the part: who screened, scored, selected, changed by hand, drafted or released the
    notice, or answered the first time.
    """
    if person in parts:
        raise RuleRefusal("objection_handler_took_part", part=parts[person])


def refuse_again(state: str, *, is_second: bool, has_second: bool, today: date, due: date) -> None:
    """Raise ``RuleRefusal`` where no re-examination may be asked for.

    ``objection_not_answered`` (only what was not, or only partly, upheld), ``objection_examined_twice`` (there is one
    already, or this is it), ``objection_again_late`` (``day`` was the last).
    """
    if state not in {S.PARTLY, S.NOT_UPHELD}:
        raise RuleRefusal("objection_not_answered")
    if is_second or has_second:
        raise RuleRefusal("objection_examined_twice")
    if today > due:
        raise RuleRefusal("objection_again_late", day=due)

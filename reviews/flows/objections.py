"""How staff handle an objection: accept or refuse, name a handler, examine, propose an answer; a second person decides.

What is upheld takes the award away and calls the reserve in its order, in the same act. Nobody who had a part in the
case handles or decides it, superusers included.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries.people import holders_of
from notices.domain.objection import ENDS, LIFE, OUT, answer_due, refuse_partisan
from notices.enums import Objector
from notices.flows.holding import holding, move_objection
from notices.flows.objecting import days_of
from notices.models import Objection
from notices.queries import HANDLERS, root_of
from organizations.flows.moving import refuse_members
from reviews.domain.lifecycle import AWARD_LIFE
from reviews.enums import AwardState
from reviews.flows.awards import call_reserve, lose_award
from reviews.models import Award
from reviews.queries.objections import award_of, free_for, parts_of
from rounds.queries import calendar
from venture.audit.flows import step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.flows import tell_all

LONGEST, SHORTER = 5000, 1000
HELD = (AwardState.PROPOSED, AwardState.CONFIRMED)
VERDICTS = ("uphold", "uphold_partly", "dismiss")
_upheld: dict[str, Callable[[Objection, User], dict[str, Any]]] = {}


def when_upheld(kind: str, act: Callable[[Objection, User], dict[str, Any]]) -> None:
    """Let ``act`` draw the consequence of an upheld objection to a notice of ``kind``, or to what corrects one, in the
    place of taking the award away; what it returns stands in the log. Raise ``ValueError`` for a kind that has one.
    """
    if kind in _upheld:
        raise ValueError(f"objections to notices of kind {kind} are upheld twice")
    _upheld[kind] = act


def takes_award(objection: Objection) -> bool:
    """Tell whether the award is lost by an upheld objection: not where its notice has a consequence of its own."""
    return root_of(objection.notice).kind not in _upheld


def accept_objection(*, objection_id: int, actor: User) -> Objection:
    """Accept it: its days to be answered run, and a lead holds its project from now on.

    Raise ``RuleRefusal``: ``objection_illegal_move``, ``own_organization``, ``calendar_year_missing``.
    """
    with holding(objection_id) as (objection, now):
        LIFE.target_of("accept", objection.state)
        _refuse_members(objection, actor)
        round_ = objection.notice.round
        if round_ is None:
            raise RuleRefusal("objection_not_here")
        due = answer_due(now.astimezone(clock.BEIJING).date(), days_of(round_), calendar())
        move_objection(objection, "accept", actor=actor, now=now, answer_due=due)
        return objection


def refuse_objection(*, objection_id: int, reason: str, actor: User) -> Objection:
    """Refuse it with the reason that its author reads; what it held is free.

    Raise ``RuleRefusal``: ``objection_illegal_move``, ``objection_reason_missing``, ``own_organization``,
    ``objection_handler_took_part``: whoever had a part in the case does not turn it away.
    """
    with holding(objection_id) as (objection, now):
        LIFE.target_of("refuse", objection.state)
        _refuse_part(objection, actor)
        stated = _stated(reason)
        move_objection(
            objection, "refuse", actor=actor, now=now, facts={"reason": stated}, reply=stated, decided_by=actor,
            decided_at=now,
        )  # fmt: skip
        return objection


def assign_objection(*, objection_id: int, handler_id: int, actor: User) -> Objection:
    """Name the handler, who examines it from now on.

    Raise ``RuleRefusal``: ``objection_illegal_move``; ``objection_handler_unfit`` for somebody outside the bureau and
    its supervision; ``objection_handler_took_part`` (``part``) or ``own_organization`` for whoever is not free.
    """
    with holding(objection_id) as (objection, now):
        LIFE.target_of("investigate", objection.state)
        handler = holders_of(*HANDLERS).filter(pk=handler_id).first()
        if handler is None:
            raise RuleRefusal("objection_handler_unfit")
        _refuse_part(objection, handler)
        _tell([handler], "objection_given", objection, now)
        move_objection(
            objection, "investigate", actor=actor, now=now, tell=False, facts={"handler": handler.pk}, handler=handler
        )  # fmt: skip
        return objection


def propose_answer(*, objection_id: int, findings: str, reply: str, published: str, actor: User) -> Objection:
    """Hand findings, the reply to the author and its redacted form over to the second person. Only the handler does.

    Raise ``RuleRefusal``: ``objection_illegal_move``, ``objection_reply_missing``, ``objection_published_missing`` (a
    lead needs findings only), ``objection_published_names`` (``found``), ``objection_handler_took_part``.
    """
    with holding(objection_id) as (objection, now):
        LIFE.target_of("answer", objection.state)
        if objection.handler_id != actor.pk:
            raise RuleRefusal("objection_handler_unfit")
        _refuse_part(objection, actor)
        named = objection.objector != Objector.LEAD
        if not findings.strip() or (named and not reply.strip()):
            raise RuleRefusal("objection_reply_missing")
        if named and not published.strip():
            raise RuleRefusal("objection_published_missing")
        _refuse_names(objection, published)
        others = [each for each in free_for(objection) if each.pk != actor.pk]
        _tell(others, "objection_proposed", objection, now)
        move_objection(
            objection, "answer", actor=actor, now=now, tell=False, findings=findings.strip()[:LONGEST],
            reply=reply.strip()[:LONGEST], published=published.strip()[:SHORTER], proposed_by=actor,
        )  # fmt: skip
        return objection


def send_answer_back(*, objection_id: int, reason: str, actor: User) -> Objection:
    """Give the answer back to its handler, with the reason. Raise ``RuleRefusal`` as ``decide_objection`` does."""
    with holding(objection_id) as (objection, now):
        LIFE.target_of("send_back", objection.state)
        _refuse_second(objection, actor)
        stated = _stated(reason)
        if objection.handler is not None:
            _tell([objection.handler], "objection_sent_back", objection, now, reason=stated)
        move_objection(
            objection, "send_back", actor=actor, now=now, tell=False, facts={"reason": stated}, proposed_by=None
        )  # fmt: skip
        return objection


def decide_objection(*, objection_id: int, verdict: str, actor: User, out: bool = False) -> Objection:
    """Decide the proposed answer: ``uphold``, ``uphold_partly`` (``out`` says whether the project goes), ``dismiss``.

    Where the project goes, its award is lost and the reserve is called in its order; where nobody waits whom the money
    reaches, it stays free. A notice of another kind has the consequence that ``when_upheld`` names. Raise
    ``RuleRefusal``: ``objection_illegal_move``; ``same_person`` for the handler and for whoever proposed the answer;
    ``objection_handler_took_part``; ``own_organization``.
    """
    if verdict not in VERDICTS:
        raise RuleRefusal("objection_illegal_move", state="")
    with holding(objection_id, whole=True) as (objection, now):
        target = LIFE.target_of(verdict, objection.state)
        _refuse_second(objection, actor)
        goes = ENDS[target] == OUT or (verdict == "uphold_partly" and out)
        act = _upheld.get(root_of(objection.notice).kind)
        if goes and act is not None:
            gone, facts = True, act(objection, actor)
        else:
            gone, called = _take_out(objection, actor) if goes else (True, "")
            facts = {"called": called}
        move_objection(
            objection, verdict, actor=actor, now=now, lift=gone, decided_by=actor, decided_at=now,
            published_at=now if objection.published else None, facts={"out": goes, **facts},
        )  # fmt: skip
        return objection


def _take_out(objection: Objection, actor: User) -> tuple[bool, str]:
    """Take the award away and call the reserve; return whether no money waits for it, and the code of who is called.

    Where nothing was decided yet there is no award: the hold stands until the project is taken out where it is.
    """
    award = award_of(objection)
    if award is None:
        return objection.project_id is None, ""
    if award.state == AwardState.RESERVE:
        _pass_over(award.pk, actor)
    if award.state not in HELD:
        return True, ""
    with translation.override("zh-hans"):
        reason = _("An objection to the public notice was upheld. %(answer)s") % {"answer": objection.published}
    lose_award(award_id=award.pk, reason=reason.strip(), actor=actor)
    try:
        return True, call_reserve(award_id=award.pk, actor=actor).project.code
    except RuleRefusal as refusal:
        if refusal.code != "reserve_empty":
            raise
        return True, ""


def _pass_over(award_id: int, actor: User) -> None:
    award = Award.objects.select_for_update(of=("self",)).select_related("project").get(pk=award_id)
    step(
        award, AWARD_LIFE, "pass_over", noun="award", actor=actor, facts={"application": award.project.code},
        moved_at=clock.now(),
    )  # fmt: skip


def _refuse_second(objection: Objection, actor: User) -> None:
    if actor.pk in {objection.proposed_by_id, objection.handler_id}:
        raise RuleRefusal("same_person")
    _refuse_part(objection, actor)


def _refuse_part(objection: Objection, person: User) -> None:
    refuse_partisan(person.pk, parts_of(objection))
    _refuse_members(objection, person)


def _refuse_members(objection: Objection, person: User) -> None:
    if objection.project is not None:
        refuse_members(objection.project.organization_id, person)


def _refuse_names(objection: Objection, published: str) -> None:
    """Raise ``objection_published_names`` where the form for everybody tells who its author is."""
    text = "".join(published.split()).upper()
    secrets = (
        objection.name, objection.contact, objection.credit_code, objection.mobile.removeprefix("+86"),
        objection.receipt,
    )  # fmt: skip
    found = next((each for each in secrets if each and "".join(each.split()).upper() in text), "")
    if found:
        raise RuleRefusal("objection_published_names", found=found)


def _stated(reason: str) -> str:
    if not reason.strip():
        raise RuleRefusal("objection_reason_missing")
    return reason.strip()[:SHORTER]


def _tell(people: list[User], event: str, objection: Objection, now: datetime, **facts: str) -> None:
    with translation.override("zh-hans"):
        path = reverse("admin:objection_desk", args=[objection.pk])
    due = objection.answer_due or objection.accept_due
    tell_all(
        people, event, f"{objection.pk}:{now.isoformat()}", path=path, receipt=objection.receipt, due=due.isoformat(),
        **facts,
    )  # fmt: skip

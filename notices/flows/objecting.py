"""What the public does with objections: file one, take it back, ask for the one re-examination."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac

from accounts.queries.people import holders_of
from notices.domain.objection import Days, Filing, accept_due, again_due, effect_on, problems_of, refuse_again
from notices.enums import NoticeState, ObjectionState, Objector
from notices.flows.holding import SEND_WORD, code_of, holding, move_objection, place_hold
from notices.models import OBJECTION_PURPOSE, Notice, Objection
from notices.queries import HANDLERS, named_in
from organizations.domain.numbers import validated_mobile
from projects.models import Project
from rounds.flows.locks import shared
from rounds.models import Round
from rounds.queries import calendar
from venture.audit.flows import record
from venture.files.flows import attach
from venture.jobs.flows import defer
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.flows import tell_all

LEAST, MOST, MOST_FILES = 20, 2000, 5
# Crockford's base 32: nothing in it is mistaken for another when it is read aloud or copied by hand.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8


def days_of(round_: Round) -> Days:
    return Days(round_.objection_accept_days, round_.objection_answer_days, round_.objection_again_days)


def hash_of(mobile: str) -> str:
    """Return what the database compares a mobile number by: keyed, so that nobody finds it by trying."""
    return salted_hmac("notices.Objection.mobile", mobile, algorithm="sha256").hexdigest()


def file_objection(
    *, notice_id: int, key: str, objector: str, text: str, project_code: str = "", name: str = "",
    credit_code: str = "", contact: str = "", mobile: str = "", files: Sequence[str] = (), ticket: str = "",
) -> Objection:  # fmt: skip
    """Take an objection down, hold its project's money where it is named, and return it with its receipt.

    ``key`` names the form: the same form sent twice is one objection. ``files`` are keys of uploads of ``ticket``.
    The round is shared: whoever confirms an award waits for this, or this sees what was confirmed.
    Raise ``RuleRefusal``: ``objection_not_here`` for a notice without a period, ``objection_project_unknown``,
    ``objection_files_many``, what ``problems_of`` names, ``mobile_shape``, what ``attach`` refuses.
    """
    notice = Notice.objects.get(pk=notice_id)
    if notice.round_id is None or notice.ends_on is None or notice.state not in NoticeState.public:
        raise RuleRefusal("objection_not_here")
    with shared(notice.round_id) as (round_, now):
        known = Objection.objects.filter(key=key).first()
        if known is not None:
            return known
        project = _project_of(notice, project_code)
        today = now.astimezone(clock.BEIJING).date()
        filing = Filing(objector, name, mobile, text, bool(files), project_code)
        for problem in problems_of(filing, least=LEAST, today=today, last=notice.ends_on):
            raise RuleRefusal(problem)
        if len(files) > MOST_FILES:
            raise RuleRefusal("objection_files_many", most=MOST_FILES)
        number = f"+86{validated_mobile(mobile)}" if mobile.strip() else ""
        try:
            with transaction.atomic():
                objection = _write(
                    round_, now, notice=notice, project=project, key=key, objector=objector, text=text.strip()[:MOST],
                    name=name.strip(), credit_code=credit_code.strip().upper(), contact=contact.strip(), mobile=number,
                )  # fmt: skip
        except IntegrityError:
            # The same form came twice at once: the first one stands.
            return Objection.objects.get(key=key)
        for each in files:
            objection.files.create(file=attach(each, purpose=OBJECTION_PURPOSE, actor=None, ticket=ticket))
        record(
            actor=None, verb="objection.file", subject=objection, after=objection.state, objector=objector,
            notice=notice.pk, project=project_code, files=len(files),
        )  # fmt: skip
        _received(objection, now)
        return objection


def _write(round_: Round, now: datetime, **fields: Any) -> Objection:
    due = accept_due(now.astimezone(clock.BEIJING).date(), days_of(round_), calendar())
    return Objection.objects.create(
        receipt=_receipt(round_), received_at=now, accept_due=due,
        mobile_hash=hash_of(fields["mobile"]) if fields["mobile"] else "", **fields,
    )  # fmt: skip


def _receipt(round_: Round) -> str:
    return f"YY{round_.year}-" + "".join(secrets.choice(ALPHABET) for _each in range(LENGTH))


def _project_of(notice: Notice, code: str) -> Project | None:
    if not code:
        return None
    named = any(each == code for each, _title in named_in(notice))
    project = Project.objects.filter(round=notice.round_id, code=code).first() if named else None
    if project is None:
        raise RuleRefusal("objection_project_unknown")
    return project


def _received(objection: Objection, now: datetime) -> None:
    if effect_on(code_of(objection), objection.objector, objection.state):
        place_hold(objection, actor=None, now=now)
    with translation.override("zh-hans"):
        path = reverse("admin:objection_desk", args=[objection.pk])
    tell_all(
        holders_of(*HANDLERS), "objection_received", f"{objection.pk}", path=path,
        receipt=objection.receipt, notice=objection.notice.title, due=objection.accept_due.isoformat(),
    )  # fmt: skip
    if objection.mobile:
        defer(SEND_WORD, f"{objection.pk}:file", objection_id=objection.pk, verb="file")


def withdraw_objection(*, objection_id: int, reason: str = "") -> Objection:
    """Take an objection back, by its author; what it held is free. Raise ``RuleRefusal("objection_illegal_move")``."""
    with holding(objection_id) as (objection, now):
        move_objection(objection, "withdraw", actor=None, now=now, facts={"reason": reason.strip()[:200]})
        return objection


def ask_again(*, objection_id: int, key: str, text: str) -> Objection:
    """Ask for the one re-examination (复核) of an answer; return the new objection, which holds the project again.

    Raise ``RuleRefusal`` as ``refuse_again`` does, ``objection_text_short``; a lead is not answered:
    ``objection_not_answered``.
    """
    with holding(objection_id) as (first, now):
        known = Objection.objects.filter(key=key).first()
        if known is not None:
            return known
        today, round_ = now.astimezone(clock.BEIJING).date(), _round_of(first)
        due = last_day_again(first)
        if first.objector == Objector.LEAD or due is None:
            raise RuleRefusal("objection_not_answered")
        second = Objection.objects.filter(again=first).exists()
        refuse_again(first.state, is_second=first.again_id is not None, has_second=second, today=today, due=due)
        if len("".join(text.split())) < LEAST:
            raise RuleRefusal("objection_text_short")
        objection = _write(
            round_, now, notice=first.notice, project=first.project, key=key, objector=first.objector, name=first.name,
            credit_code=first.credit_code, contact=first.contact, mobile=first.mobile, text=text.strip()[:MOST],
            again=first,
        )  # fmt: skip
        record(actor=None, verb="objection.again", subject=objection, after=objection.state, first=first.receipt)
        _received(objection, now)
        return objection


def last_day_again(objection: Objection) -> Any:
    """Return the last day on which a re-examination may be asked for; ``None`` where nothing was answered yet."""
    if objection.decided_at is None or objection.state not in {ObjectionState.PARTLY, ObjectionState.NOT_UPHELD}:
        return None
    answered = objection.decided_at.astimezone(clock.BEIJING).date()
    return again_due(answered, days_of(_round_of(objection)), calendar())


def _round_of(objection: Objection) -> Round:
    round_ = objection.notice.round
    if round_ is None:
        raise ValueError("an objection stands against a notice of a round")
    return round_

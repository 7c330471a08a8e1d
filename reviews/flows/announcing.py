"""The notice of proposed awards (拟立项公示), drafted from what was decided; a notice for whoever was called, too."""

from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from notices.domain.listing import yuan
from notices.domain.private import without_private
from notices.enums import NoticeKind, NoticeState
from notices.flows.drafting import draft_notice
from notices.flows.publishing import before_publishing
from notices.models import Notice
from reviews.models import Award, Decision
from reviews.queries.announcing import experts_named, unnoticed
from reviews.queries.awards import decided_of
from rounds.flows.locks import shared
from rounds.models import Round
from venture.audit.flows import record
from venture.kernel.errors import RuleRefusal


def draft_awards_notice(*, round_id: int, actor: User, with_experts: bool = False) -> Notice:
    """Draft the notice of every proposed award that no notice has named yet: the decided ones, later those called.

    The list is frozen at once; a person reads and completes the text, another publishes it. ``with_experts`` names the
    experts who scored. Raise ``RuleRefusal``: ``awards_not_decided``, ``awards_all_noticed``, ``awards_notice_waits``
    while an earlier draft of the round is not published.
    """
    with shared(round_id) as (round_, _now):
        decision = decided_of(round_id)
        if decision is None:
            raise RuleRefusal("awards_not_decided")
        waiting = (NoticeState.DRAFT, NoticeState.PROPOSED)
        if Notice.objects.filter(round=round_, kind=NoticeKind.PROPOSED, state__in=waiting).exists():
            raise RuleRefusal("awards_notice_waits")
        awards = unnoticed(round_id)
        if not awards:
            raise RuleRefusal("awards_all_noticed")
        with translation.override("zh-hans"):
            items = [item_of(award) for award in awards]
            called = any(award.replaces_id for award in awards)
            experts = experts_named(round_id) if with_experts else []
            notice = draft_notice(
                text=_text(round_, decision, items, called=called, experts=experts),
                actor=actor, round_=round_, kind=NoticeKind.PROPOSED, statutory=True, title=_title(round_, called),
                issuer=round_.sponsor, days=round_.notice_days, summary=_summary(items),
            )  # fmt: skip
        notice.items = items
        notice.save(update_fields=["items"])
        record(
            actor=actor, verb="notice.list_awards", subject=notice, decision=decision.content_hash,
            after=[item["code"] for item in items],
        )  # fmt: skip
        return notice


def item_of(award: Award) -> dict[str, Any]:
    """Return an award as the line of the list that everybody reads: nothing of a person stands in it."""
    project = award.project
    return {
        "code": project.code,
        "group": project.category.name if project.category else "",
        "title": without_private(project.title),
        "organization": project.organization.name,
        "fen": award.amount_fen,
    }


def refuse_stale(notice: Notice) -> None:
    """Raise ``notice_list_stale`` where an award of the list is no longer proposed, or has another amount."""
    if notice.round_id is None or not notice.items:
        return
    codes = [item["code"] for item in notice.items]
    rows = {award.project.code: award for award in unnoticed(notice.round_id)}
    fresh = [item_of(rows[code]) for code in codes if code in rows]
    if fresh != notice.items or len(rows) != len(codes):
        raise RuleRefusal("notice_list_stale")


before_publishing(NoticeKind.PROPOSED, refuse_stale)


def _title(round_: Round, called: bool) -> str:
    if called:
        return _("Public notice of the projects called from the reserve of %(round)s") % {"round": round_.title}
    return _("Public notice of the proposed projects of %(round)s") % {"round": round_.title}


def _summary(items: list[dict[str, Any]]) -> str:
    return ngettext(
        "%(count)s project, %(yuan)s yuan", "%(count)s projects, %(yuan)s yuan", len(items)
    ) % {"count": len(items), "yuan": yuan(sum(item["fen"] for item in items))}  # fmt: skip


def _text(
    round_: Round, decision: Decision, items: list[dict[str, Any]], *, called: bool, experts: list[str]
) -> str:  # fmt: skip
    facts = {
        "round": round_.title,
        "body": decision.body or round_.sponsor,
        "day": date_format(decision.met_on, "DATE_FORMAT") if decision.met_on else "",
        "count": len(items),
        "yuan": yuan(sum(item["fen"] for item in items)),
        "days": round_.notice_days,
        "answer": round_.objection_answer_days,
        "enquiry": round_.enquiry_phone,
        "supervision": round_.supervision_phone,
        "experts": "、".join(experts),
    }
    opening = (
        _(
            "After an award of the notice before was lost, these projects were called from the reserve of %(round)s in "
            "their order: %(count)s projects, %(yuan)s yuan in all. They are published here; everybody may object."
        )
        if called
        else _(
            "By the rules of %(round)s, after the formal check, the experts' review and the decision of %(body)s "
            "(%(day)s), these %(count)s projects are proposed, %(yuan)s yuan in all. They are published here; "
            "everybody may object."
        )
    )
    parts = [opening, _("# 1. Proposed projects"), "@list"]
    if experts:
        parts += [_("# 2. Experts"), _("%(experts)s. Each signed the pledge to step aside where they have a part.")]
    parts += [
        _("# 3. How to object") if experts else _("# 2. How to object"),
        _(
            "Units and persons object within %(days)s working days by their real name, a unit with its seal, with "
            "facts and grounds that can be checked: on this page or in writing. It is examined within %(answer)s "
            "working days of its acceptance and answered; whoever objects is kept secret."
        ),
    ]
    phones = [
        _("- Enquiries and objections: %(enquiry)s") if round_.enquiry_phone else "",
        _("- Supervision: %(supervision)s") if round_.supervision_phone else "",
    ]
    parts.append("\n".join(each for each in phones if each))
    return "\n\n".join(part for part in parts if part) % facts

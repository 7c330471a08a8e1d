"""Writing a notice: plain lines become blocks; lists of needs and of projects are drawn from what they name."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction

from accounts.models import User
from notices.domain import content, lifecycle
from notices.enums import NoticeKind, NoticeState
from notices.models import Notice, NoticeSeries
from notices.queries import lines_of_needs, lines_of_projects, shortlistable
from projects.enums import NeedState
from projects.models import Need
from rounds.models import Round
from venture.audit.flows import record
from venture.kernel.errors import RuleRefusal

WORDS = ("kind", "statutory", "title", "document_number", "issuer", "summary", "days", "place")


@transaction.atomic
def draft_notice(
    *, text: str, actor: User, round_: Round | None = None, corrects: Notice | None = None, **words: Any
) -> Notice:
    """Begin a notice from lines of text (``notices.domain.content``); ``words`` are the fields of ``WORDS``.

    A notice that corrects another belongs to the same round. Raise ``RuleRefusal("notice_not_correctable")`` when the
    other is not published or was corrected before.
    """
    if corrects is not None:
        if corrects.state != NoticeState.PUBLISHED:
            raise RuleRefusal("notice_not_correctable")
        round_ = corrects.round
        words["kind"] = NoticeKind.CORRECTION
    series, _made = NoticeSeries.objects.get_or_create(code=round_.code if round_ else NoticeSeries.GENERAL)
    notice = Notice.objects.create(
        round=round_, series=series, corrects=corrects, body=content.blocks_of(text), drafted_by=actor, **words
    )
    notice.hands.add(actor)
    record(actor=actor, verb="notice.draft", subject=notice, after=notice.state, title=notice.title)
    return notice


@transaction.atomic
def edit_notice(*, notice_id: int, actor: User, text: str | None = None, **words: Any) -> Notice:
    """Change a draft; whoever does belongs to its hands. Raise ``RuleRefusal("notice_illegal_move")`` later on."""
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    lifecycle.target_of("edit", notice.state)
    if text is not None:
        words["body"] = content.blocks_of(text)
    before = {name: getattr(notice, name) for name in words if getattr(notice, name) != words[name]}
    if before:
        after = {name: words[name] for name in before}
        for name, value in after.items():
            setattr(notice, name, value)
        notice.save(update_fields=list(after))
        notice.hands.add(actor)
        record(actor=actor, verb="notice.edit", subject=notice, before=before, after=after)
    return notice


@transaction.atomic
def list_needs(*, notice_id: int, need_ids: Iterable[int], actor: User) -> Notice:
    """Draw the list of a draft from collected needs, replacing the one before.

    Raise ``RuleRefusal``: ``notice_illegal_move`` for no draft, ``needs_missing`` for an empty choice,
    ``need_listed_elsewhere`` when one of them is published or merged already.
    """
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    lifecycle.target_of("edit", notice.state)
    needs = list(Need.objects.filter(pk__in=set(need_ids)).select_related("community__street").order_by("field", "pk"))
    if not needs:
        raise RuleRefusal("needs_missing")
    if any(need.state != NeedState.COLLECTED for need in needs):
        raise RuleRefusal("need_listed_elsewhere")
    notice.needs.set(needs)
    notice.items = lines_of_needs(needs)
    notice.save(update_fields=["items"])
    notice.hands.add(actor)
    record(actor=actor, verb="notice.list_needs", subject=notice, after=[need.code for need in needs])
    return notice


@transaction.atomic
def list_projects(*, notice_id: int, codes: Collection[str], actor: User) -> Notice:
    """Draw the list of a drafted shortlist from accepted applications of its round, replacing the one before.

    While it is published, everybody may give to the projects that it names. Raise ``RuleRefusal``:
    ``notice_illegal_move`` for no draft, ``shortlist_missing`` for an empty choice or a notice of another kind,
    ``shortlist_foreign`` for a code that is not one of the round's accepted applications.
    """
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    lifecycle.target_of("edit", notice.state)
    if notice.kind != NoticeKind.SHORTLIST or notice.round_id is None or not codes:
        raise RuleRefusal("shortlist_missing")
    projects = list(shortlistable(notice.round_id).filter(code__in=codes))
    if len(projects) != len(set(codes)):
        raise RuleRefusal("shortlist_foreign")
    notice.items = lines_of_projects(projects)
    notice.save(update_fields=["items"])
    notice.hands.add(actor)
    record(
        actor=actor, verb="notice.list_projects", subject=notice, after=[item["code"] for item in notice.items]
    )  # fmt: skip
    return notice

"""Read shapes of notices, and the proof that a published one is still what it was."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.enums import Role
from notices.domain import content, listing
from notices.domain.private import without_private
from notices.enums import NoticeState, ObjectionState, Objector
from notices.models import Notice, NoticeSeries, Objection
from projects.enums import ProjectState
from projects.models import Need, Project

# Who hears of an objection, accepts it and may be its handler: never who had a part in the case.
HANDLERS = (Role.CLERK, Role.HEAD, Role.SUPERVISION)


def published() -> QuerySet[Notice]:
    """Return what the public reads, newest first, with round and series. One query."""
    return (
        Notice.objects.filter(state__in=NoticeState.public)
        .select_related("round", "series", "corrects__series")
        .order_by("-published_at", "-pk")
    )


def latest(count: int) -> QuerySet[Notice]:
    """Return the newest published notices for the home page. One query."""
    return published().defer("body", "items")[:count]


def for_list(*, kind: str = "", round_code: str = "", text: str = "") -> QuerySet[Notice]:
    """Return published notices by kind, by round and by words of the title or document number. One query."""
    rows = published().defer("body", "items")
    if kind:
        rows = rows.filter(kind=kind)
    if round_code:
        rows = rows.filter(series__code=round_code)
    if text:
        rows = rows.filter(title__icontains=text) | rows.filter(document_number__icontains=text)
    return rows


def series_in_use() -> list[str]:
    """Return the codes of the series that have published notices: rounds, the newest first, then ``general``."""
    codes = Notice.objects.filter(state__in=NoticeState.public).values_list("series__code", flat=True)
    return sorted(set(codes.order_by()), key=lambda code: (code != NoticeSeries.GENERAL, code), reverse=True)


def one(round_code: str, number: int) -> Notice | None:
    """Return the published notice at ``/notices/<round_code>/<number>/`` with its correction; ``general`` is no round.

    Two queries.
    """
    return published().prefetch_related("corrections__series").filter(series__code=round_code, number=number).first()


def for_feed(count: int = 30) -> QuerySet[Notice]:
    """Return what the Atom feed tells, text included. One query."""
    return published()[:count]


def for_staff() -> QuerySet[Notice]:
    return Notice.objects.select_related("round", "series", "drafted_by", "signed_by")


def content_of(notice: Notice) -> dict[str, Any]:
    """Return all that the public reads of a notice, as plain values: what ``content_hash`` covers."""
    corrects = notice.corrects
    return {
        "series": notice.series.code,
        "number": notice.number,
        "kind": notice.kind,
        "statutory": notice.statutory,
        "title": notice.title,
        "document_number": notice.document_number,
        "issuer": notice.issuer,
        "summary": notice.summary,
        "body": notice.body,
        "items": notice.items,
        "days": notice.days,
        "starts_on": notice.starts_on.isoformat() if notice.starts_on else None,
        "ends_on": notice.ends_on.isoformat() if notice.ends_on else None,
        "place": notice.place,
        "corrects": [corrects.series.code, corrects.number] if corrects else None,
        "published_at": notice.published_at.isoformat(timespec="milliseconds") if notice.published_at else None,
    }


def lines_of_needs(needs: Iterable[Need]) -> list[dict[str, str]]:
    """Return needs as the lines of a public list: what a notice freezes, without numbers of persons."""
    return [
        {
            "code": need.code,
            "field": need.field,
            "community": need.community.name,
            "street": need.community.street.name,
            "title": without_private(need.title),
            "population": without_private(need.population),
            "scale": without_private(need.scale),
        }
        for need in needs
    ]


def shortlistable(round_id: int) -> QuerySet[Project]:
    """Return the applications of a round that its shortlist can name: those that were accepted. One query."""
    rows = Project.objects.filter(round=round_id, state=ProjectState.ACCEPTED)
    return rows.select_related("organization", "category").order_by("category__order", "code")


def lines_of_projects(projects: Iterable[Project]) -> list[dict[str, str]]:
    """Return projects as the lines of a shortlist: what a notice freezes. Nothing of a person stands in it."""
    return [
        {
            "code": each.code,
            "group": each.category.name if each.category else "",
            "title": without_private(each.title),
            "organization": each.organization.name,
        }
        for each in projects
    ]


def list_block(notice: Notice) -> dict[str, Any] | None:
    """Return the frozen list of a notice as a table block; ``None`` without one."""
    if not notice.items:
        return None
    if listing.is_awards(notice.items):
        head = (pgettext("list", "Number"), _("Project"), _("Applicant"), _("Proposed (yuan)"))
        return listing.table_block(
            notice.items, head=head, count=_("{n} projects"), total=_("{n} projects in all")
        )  # fmt: skip
    if listing.is_shortlist(notice.items):
        named = (pgettext("list", "Number"), _("Project"), _("Applicant"), _("Field of service"))
        return listing.shortlist_block(notice.items, head=named)
    rows = [
        [item["code"], item["title"], f"{item['street']}{item['community']}", item["scale"]] for item in notice.items
    ]
    return {"kind": "table", "head": [_("Code"), _("Need"), _("Community"), _("How many")], "rows": rows}


def paper_blocks(notice: Notice) -> list[dict[str, Any]]:
    """Return the blocks as papers print them: the list stands where the text says, or at the end."""
    table = list_block(notice)
    placed = any(block["kind"] == "items" for block in notice.body)
    blocks = [table if block["kind"] == "items" else block for block in notice.body]
    return [block for block in [*blocks, *([] if placed else [table])] if block]


def page_blocks(notice: Notice) -> list[dict[str, Any]]:
    """Return the blocks as a page draws them, with the list of projects in its place."""
    projects = listing.is_awards(notice.items) or listing.is_shortlist(notice.items)
    table = list_block(notice) if projects else None
    if table is None:
        return [block for block in content.drawn(notice.body) if block["kind"] != "items"]
    return content.drawn(paper_blocks(notice))


def still_as_published(notice: Notice) -> bool:
    """Tell whether the content still has the hash that was taken when it was published."""
    return bool(notice.content_hash) and content.sha256_of(content_of(notice)) == notice.content_hash


def takes_objections(notice: Notice) -> bool:
    """Tell whether one may object to a notice at all: it belongs to a round and has a period."""
    return notice.round_id is not None and notice.ends_on is not None and notice.state in NoticeState.public


def root_of(notice: Notice) -> Notice:
    """Return what a notice corrects in the end; itself where it corrects nothing. One query for each correction."""
    while notice.corrects is not None:
        notice = notice.corrects
    return notice


def named_in(notice: Notice) -> list[tuple[str, str]]:
    """Return code and title, as the public reads them, of each project that a notice names: in its frozen list of
    awards, or in a table of its text whose rows begin with codes of the round's projects. One query without a list.
    """
    if listing.is_awards(notice.items):
        return [(item["code"], item["title"]) for item in notice.items]
    rows = {row[0]: row[1] for row in content.rows_of(notice.body) if len(row) > 1}
    ours = set(Project.objects.filter(round=notice.round_id, code__in=rows).values_list("code", flat=True))
    return [(code, title) for code, title in rows.items() if code in ours]


def objections_for_staff() -> QuerySet[Objection]:
    """Return objections with notice, round, project and handler. One query."""
    return Objection.objects.select_related(
        "notice__round", "notice__series", "project__organization", "handler", "proposed_by", "decided_by", "again"
    )


def objection_by_receipt(receipt: str) -> Objection | None:
    """Return the objection of a receipt as its author follows it. One query."""
    rows = Objection.objects.select_related("notice__series", "notice__round", "project", "re_examination")
    return rows.filter(receipt=receipt.strip().upper()).first()


def outcomes_of(notice: Notice) -> dict[str, int]:
    """Return how many objections to a notice there were, by their end; ``open`` are those not decided. One query."""
    counts = dict(notice.objections.order_by().values_list("state").annotate(Count("pk")))
    found = {state: counts.get(state, 0) for state in ("upheld", "partly", "not_upheld", "withdrawn", "refused")}
    return {"all": sum(counts.values()), "open": sum(counts.get(each, 0) for each in ObjectionState.open), **found}


def answers_of(notice: Notice) -> QuerySet[Objection]:
    """Return the objections to a notice whose answer was published in its redacted form. One query."""
    rows = Objection.objects.filter(notice=notice, published_at__isnull=False).exclude(objector=Objector.LEAD)
    return rows.select_related("project").order_by("published_at", "pk")

"""What a person takes along about needs: reported ones, said interest, and what was typed so far."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.flows.exporting import contribute
from projects.models import Idea, IdeaDraft, IdeaOffer, Need, NeedDraft, NeedInterest


def _needs(user: Any) -> list[dict[str, Any]]:
    rows = Need.objects.filter(reported_by=user).select_related("community").order_by("pk")
    return [
        {
            "code": row.code,
            "community": row.community.name,
            "title": row.title,
            "state": row.get_state_display(),
            "at": row.collected_at.isoformat(),
        }
        for row in rows
    ]


def _interests(user: Any) -> list[dict[str, Any]]:
    rows = NeedInterest.objects.filter(by=user).select_related("need", "organization").order_by("pk")
    return [
        {
            "code": row.need.code,
            "organisation": row.organization.name,
            "at": row.said_at.isoformat(),
            "withdrawn": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
        }
        for row in rows
    ]


def _drafts(user: Any) -> list[dict[str, Any]]:
    return [
        {"at": row.saved_at.isoformat(), "text": " / ".join(str(value) for value in row.typed.values() if value)}
        for row in NeedDraft.objects.filter(user=user)
    ]


contribute("needs", _("Needs I reported"), _needs, covers=(Need,))
contribute("interests", _("Needs I would answer"), _interests, covers=(NeedInterest,))
contribute("need_drafts", _("What I typed and did not hand in"), _drafts, covers=(NeedDraft,))


def _ideas(user: Any) -> list[dict[str, Any]]:
    return [
        {"code": row.code, "title": row.title, "state": row.get_state_display(), "at": row.posted_at.isoformat()}
        for row in Idea.objects.filter(owner=user).order_by("pk")
    ]


def _idea_drafts(user: Any) -> list[dict[str, Any]]:
    return [
        {"at": row.saved_at.isoformat(), "text": " / ".join(str(value) for value in row.typed.values() if value)}
        for row in IdeaDraft.objects.filter(user=user)
    ]


def _offers(user: Any) -> list[dict[str, Any]]:
    rows = IdeaOffer.objects.filter(by=user).select_related("idea", "organization").order_by("pk")
    return [
        {
            "code": row.idea.code,
            "organisation": row.organization.name,
            "state": row.get_state_display(),
            "at": row.made_at.isoformat(),
        }
        for row in rows
    ]


contribute("ideas", _("Ideas I posted"), _ideas, covers=(Idea,))
contribute("idea_drafts", _("Ideas I typed and did not post"), _idea_drafts, covers=(IdeaDraft,))
contribute("idea_offers", _("Offers I made for ideas"), _offers, covers=(IdeaOffer,))

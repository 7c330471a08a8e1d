"""Locks of ideas and of what hangs on them, always in the same order: the idea, then its offers."""

from django.urls import reverse
from django.utils import translation

from accounts.models import User
from organizations.models import Organization
from organizations.queries import writers_of
from projects.models import Idea, IdeaOffer
from venture.notify.flows import tell_all


def locked_idea(idea_id: int) -> Idea:
    """Lock an idea. Raise ``Idea.DoesNotExist``."""
    rows = Idea.objects.select_for_update(of=("self",)).select_related("owner", "organization", "project", "round")
    return rows.get(pk=idea_id)


def locked_offer(offer_id: int) -> tuple[Idea, IdeaOffer]:
    """Lock the idea of an offer, then the offer. Raise ``IdeaOffer.DoesNotExist``."""
    idea = locked_idea(IdeaOffer.objects.values_list("idea_id", flat=True).get(pk=offer_id))
    rows = IdeaOffer.objects.select_for_update(of=("self",)).select_related("organization", "by")
    return idea, rows.get(pk=offer_id)


def page_of_idea(idea: Idea, name: str = "portal:idea") -> str:
    """Return the address of a page of the idea as messages keep it: without the language."""
    with translation.override("zh-hans"):
        return reverse(name, kwargs={"code": idea.code})


def tell_owner(idea: Idea, event: str, key: str, *, page: str = "portal:idea", **facts: object) -> None:
    tell_all([idea.owner], event, key, path=page_of_idea(idea, page), code=idea.code, title=idea.title, **facts)


def tell_organization(idea: Idea, organization: Organization, event: str, key: str, **facts: object) -> None:
    people: list[User] = list(writers_of(organization))
    tell_all(people, event, key, path=page_of_idea(idea), code=idea.code, title=idea.title, **facts)

"""What the portal shows of 云溪市 besides: ideas, resources, support, linkage, and needs that small projects met."""

from datetime import datetime
from typing import Final

from django.conf import settings

from accounts.demo import person
from grants.models import Grant
from grants.queries import public
from projects import demo as projects
from projects import flows
from projects.demo import ideas
from projects.domain.matching import Side, suggestions
from projects.enums import NeedState
from projects.models import Need
from venture.kernel import clock

OFFERS: Final = {"small": 7, "full": 99}
SUPPORTED: Final = {"small": 3, "full": 9}
MATCHED: Final = datetime(2026, 3, 10, 10, tzinfo=clock.BEIJING)
MET_WORDS: Final = "项目达到中期指标，居民评议会确认这一需求已经得到回应。"
MET: Final = datetime(2026, 11, 20, 15, tzinfo=clock.BEIJING)


def load() -> None:
    ideas.load()
    scale = settings.DEMO_SCALE
    projects.offer_resources(most=OFFERS[scale])
    projects.support_needs(most=SUPPORTED[scale])
    projects.tell_linkage()
    _answer()


def _answer() -> None:
    """Let projects of the small call answer needs of last year's list that nobody had answered, and meet some."""
    clerk = person("clerk")
    waiting = list(Need.objects.filter(state=NeedState.PUBLISHED, published_at__lt=MATCHED).order_by("code"))
    for grant in public.for_list(round_code="2026-s"):
        need = _nearest(grant, waiting)
        if need is None:
            continue
        waiting.remove(need)
        with clock.at(MATCHED):
            flows.match_need(need_id=need.pk, organization=grant.organization, project=grant.project, actor=clerk)
        measuring = [each["id"] for each in public.results_of(grant) if each["reached"]][:2]
        if measuring:
            with clock.at(MET):
                flows.meet_need(need_id=need.pk, indicators=measuring, words=MET_WORDS, actor=clerk)


def _nearest(grant: Grant, waiting: list[Need]) -> Need | None:
    """Return the need of the project's field that speaks most of the same."""
    field = grant.project.category.slug if grant.project.category is not None else ""
    wanted = Side("", frozenset({field}), "", f"{grant.project.title}。{public.about_of(grant)}")
    offered = [Side(each.code, frozenset({each.field}), "", f"{each.title}。{each.problem}") for each in waiting]
    best = suggestions(wanted, offered, most=1)
    return next((each for each in waiting if best and each.code == best[0].key), None)

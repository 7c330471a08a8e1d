"""Applications of 云溪市: two closed calls with hand-ins, an open one with drafts, played through the real flows."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.core.files.base import ContentFile

from organizations.demo import OTHER, OURS
from organizations.models import Community, Organization
from projects.demo import papers, special
from projects.demo.cores import core, cores, sound
from projects.demo.story import Story
from projects.domain.form import FORMS
from projects.models import ATTACHMENT_PURPOSE, Project
from rounds.models import Round
from venture.files.examining import examine
from venture.files.printing import render
from venture.files.registry import purpose_of
from venture.kernel import clock

CLOSED: Final = "2026-b"
OPEN: Final = "2027"


class Size(NamedTuple):
    """How much is played: hand-ins of the closed call; hand-ins and drafts of the open one."""

    closed: int
    handed_in: int
    drafts: int


SIZES: Final = {"full": Size(148, 23, 61), "small": Size(7, 2, 5)}
# The sections that a draft holds, from an empty one to one that only lacks its papers.
DEPTHS: Final = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
TO_THE_FRONT: Final = (OURS, OTHER)


def size() -> Size:
    return SIZES[settings.DEMO_SCALE]


def load() -> None:
    """Play the calls, every event at its instant and in the order of time."""
    play = Play()
    wanted = size()
    play.closed(Round.objects.get(code=CLOSED), wanted.closed)
    play.open(Round.objects.get(code=OPEN), wanted)
    play.special(Round.objects.get(code=special.CODE), special.SIZES[settings.DEMO_SCALE])
    play.run()


class Play:
    """Collects the events of the calls and runs them in the order of time."""

    def __init__(self) -> None:
        rows = Organization.objects.filter(state="verified").select_related("area").order_by("pk")
        ours = {each.name: each for each in rows}
        self.applicants = [ours.pop(name) for name in TO_THE_FRONT] + list(ours.values())
        self.communities = list(Community.objects.select_related("street").order_by("code"))
        self.events: list[tuple[datetime, Callable[[], Any]]] = []
        self.used: dict[str, int] = {}
        paper = render("export", _PAPER, at=clock.now()).pdf
        # One paper stands for all that are invented; it is examined once.
        self.paper = examine(ContentFile(paper, name="附件.pdf"), purpose_of(ATTACHMENT_PURPOSE))

    def run(self) -> None:
        for instant, event in sorted(self.events, key=lambda each: each[0]):
            with clock.at(instant):
                event()

    def closed(self, round_: Round, count: int) -> None:
        assert round_.opens_at is not None
        for number in range(count):
            story = self._story(round_, number, sound()[number % len(sound())])
            self._hand_in(story, round_.opens_at + timedelta(days=1 + number % 22, hours=number % 8, minutes=number))

    def open(self, round_: Round, wanted: Size) -> None:
        assert round_.opens_at is not None
        first = self._story(round_, 0, core("yinling-shouhu"))
        self._write(first, round_.opens_at + timedelta(days=2, hours=1), depth=len(FORMS) - 2, papers=4)
        for number in range(1, wanted.drafts - papers.WAITING):
            story = self._story(round_, number, cores()[(number * 7) % len(cores())])
            begun = round_.opens_at + timedelta(days=1 + number % 8, hours=number % 7, minutes=number)
            self._write(story, begun, depth=DEPTHS[number % len(DEPTHS)])
        for number in range(wanted.drafts, wanted.drafts + wanted.handed_in - papers.COMPARED):
            story = self._story(round_, number, sound()[(number * 7 + 3) % len(sound())])
            self._hand_in(story, round_.opens_at + timedelta(days=3 + number % 6, hours=number % 7, minutes=number))
        # One draft and one hand-in came on paper, of organisations without an account.
        for number, facts in enumerate(papers.APPLICANTS, start=wanted.drafts + wanted.handed_in):
            self.events += self._from_paper(round_, facts, sound()[(number * 7 + 3) % len(sound())]).events()

    def special(self, round_: Round, wanted: special.Size) -> None:
        assert round_.project_cap_fen is not None
        self.early(round_, special.chosen(self.used, wanted, round_.project_cap_fen))

    def early(self, round_: Round, projects: Iterable[dict[str, Any]]) -> None:
        """Let whoever was verified when the call opened hand these projects in."""
        assert round_.opens_at is not None
        there = [each for each in self.applicants if each.verified_at and each.verified_at < round_.opens_at]
        for number, told in enumerate(projects):
            story = self._story(round_, number, told, there)
            self._hand_in(story, round_.opens_at + timedelta(days=1 + number % 15, hours=number % 7, minutes=number))

    def _story(
        self, round_: Round, number: int, wanted: dict[str, Any], applicants: list[Organization] | None = None
    ) -> Story:
        again = self._uses(wanted)
        applicants = applicants or self.applicants
        organization = applicants[number % len(applicants)]
        places = self._places(wanted, organization, again)
        return Story(round_, organization, wanted, places=places, again=again, paper=self.paper)

    def _from_paper(self, round_: Round, facts: papers.Facts, wanted: dict[str, Any]) -> papers.FromPaper:
        again = self._uses(wanted)
        near = partial(self._places, wanted, again=again)
        return papers.FromPaper(round_, facts, wanted, near=near, again=again, paper=self.paper)

    def _uses(self, wanted: dict[str, Any]) -> int:
        """Return how often the core was told before, and count it."""
        again = self.used.get(wanted["slug"], 0)
        self.used[wanted["slug"]] = again + 1
        return again

    def _places(self, wanted: dict[str, Any], organization: Organization, again: int) -> list[Community]:
        """Return the communities that the core names; from its second use on those of the organisation's street."""
        named = [row["community"] for row in wanted["landing"]["places"]]
        if not again:
            by_name = {each.name: each for each in self.communities}
            return [by_name[name] for name in named]
        near = [each for each in self.communities if each.street_id == organization.area_id]
        rest = [each for each in self.communities if each.street_id != organization.area_id]
        start = again % max(1, len(near))
        return [*near[start:], *near[:start], *rest][: len(named)]

    def _write(self, story: Story, begun: datetime, *, depth: int, papers: int = 0) -> None:
        self.events.append((begun, story.begin))
        for number, section in enumerate(list(FORMS)[:depth]):
            self.events.append((begun + timedelta(minutes=9 * number + 5), _later(story.save, section)))
        if papers:
            self.events.append((begun + timedelta(hours=3), _later(story.bring, papers)))

    def _hand_in(self, story: Story, begun: datetime) -> None:
        self._write(story, begun, depth=len(FORMS))
        self.events.append((begun + timedelta(hours=3), story.bring))
        self.events.append((begun + timedelta(hours=4), story.ask))
        self.events.append((begun + timedelta(days=1, hours=1), story.consent))
        self.events.append((begun + timedelta(days=1, hours=3), story.hand_in))


def _later(act: Callable[..., Any], argument: Any) -> Callable[[], Any]:
    return lambda: act(argument)


def stories(code: str = CLOSED) -> Iterator[Project]:
    """Yield the applications of a call in the order of their codes."""
    yield from Project.objects.filter(round__code=code).select_related("organization").order_by("code")


_PAPER: Final = {
    "title": "申报附件（演示）",
    "notes": ["演示用文件，内容均为虚构。"],
    "sections": [{"name": "说明", "rows": [["用途", "随申报书提交"], ["状态", "原件已核"]]}],
    "empty": "",
}

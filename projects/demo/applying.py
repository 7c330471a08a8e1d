"""Applications of 云溪市: two closed calls with hand-ins, an open one with drafts, played through the real flows."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.core.files.base import ContentFile

from accounts.models import User
from organizations.demo import OTHER, OURS
from organizations.models import Community, Organization
from organizations.queries import documents_of
from projects.demo import special
from projects.demo.cores import core, cores, quotes_of, sections_of, sound
from projects.domain.form import FORMS
from projects.enums import ConsentState, SignatureKind
from projects.flows import applications as flows
from projects.flows.applications import consenting, submitting
from projects.models import ATTACHMENT_PURPOSE, Project, Signature
from projects.queries.content import read_content
from rounds.models import Round
from venture.files import flows as files
from venture.files.examining import Examined, examine
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
        for number in range(1, wanted.drafts):
            story = self._story(round_, number, cores()[(number * 7) % len(cores())])
            begun = round_.opens_at + timedelta(days=1 + number % 8, hours=number % 7, minutes=number)
            self._write(story, begun, depth=DEPTHS[number % len(DEPTHS)])
        for number in range(wanted.drafts, wanted.drafts + wanted.handed_in):
            story = self._story(round_, number, sound()[(number * 7 + 3) % len(sound())])
            self._hand_in(story, round_.opens_at + timedelta(days=3 + number % 6, hours=number % 7, minutes=number))

    def special(self, round_: Round, wanted: special.Size) -> None:
        assert round_.opens_at is not None
        assert round_.project_cap_fen is not None
        there = [each for each in self.applicants if each.verified_at and each.verified_at < round_.opens_at]
        for number, told in enumerate(special.chosen(self.used, wanted, round_.project_cap_fen)):
            story = self._story(round_, number, told, there)
            self._hand_in(story, round_.opens_at + timedelta(days=1 + number % 15, hours=number % 7, minutes=number))

    def _story(
        self, round_: Round, number: int, wanted: dict[str, Any], applicants: list[Organization] | None = None
    ) -> "Story":
        again = self.used.get(wanted["slug"], 0)
        self.used[wanted["slug"]] = again + 1
        applicants = applicants or self.applicants
        organization = applicants[number % len(applicants)]
        places = self._places(wanted, organization, again)
        return Story(round_, organization, wanted, places=places, again=again, paper=self.paper)

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

    def _write(self, story: "Story", begun: datetime, *, depth: int, papers: int = 0) -> None:
        self.events.append((begun, story.begin))
        for number, section in enumerate(list(FORMS)[:depth]):
            self.events.append((begun + timedelta(minutes=9 * number + 5), _later(story.save, section)))
        if papers:
            self.events.append((begun + timedelta(hours=3), _later(story.bring, papers)))

    def _hand_in(self, story: "Story", begun: datetime) -> None:
        self._write(story, begun, depth=len(FORMS))
        self.events.append((begun + timedelta(hours=3), story.bring))
        self.events.append((begun + timedelta(hours=4), story.ask))
        self.events.append((begun + timedelta(days=1, hours=1), story.consent))
        self.events.append((begun + timedelta(days=1, hours=3), story.hand_in))


class Story:
    """One application from its first letter to its receipt."""

    project: Project

    def __init__(
        self, round_: Round, organization: Organization, wanted: dict[str, Any], *, places: list[Community], again: int,
        paper: Examined,
    ) -> None:  # fmt: skip
        self.round, self.organization, self.wanted, self.places = round_, organization, wanted, places
        self.paper = paper
        part = organization.memberships.filter(role="owner", ended_at__isnull=True).select_related("user")
        self.owner: User = part.earliest("pk").user
        person = {"name": self.owner.display_name, "mobile": f"1990001{organization.pk:04d}"}
        people = {f"{who}_{what}": text for who in ("leader", "contact") for what, text in person.items()}
        self.typed = sections_of(wanted, places=places, people=people, again=again)

    def begin(self) -> None:
        self.project = flows.begin_application(round_id=self.round.pk, organization=self.organization, actor=self.owner)

    def save(self, section: str) -> None:
        typed = self.typed[section]
        if typed:
            flows.save_section(
                project_id=self.project.pk, section=section, typed=typed, base={}, key=f"demo-{section}",
                actor=self.owner,
            )  # fmt: skip

    def bring(self, most: int = 99) -> None:
        """Bring the papers that the round asks for: the organisation's own where it has them, new ones otherwise."""
        own = {kind: rows[0] for kind, rows in documents_of(self.organization).items() if rows}
        slugs = self.round.documents.exclude(slug="landing").order_by("order").values_list("slug", "name")
        for slug, name in list(slugs)[:most]:
            if slug in own:
                flows.reuse_paper(project_id=self.project.pk, slug=slug, document_id=own[slug].pk, actor=self.owner)
            else:
                self._bring_new(slug, f"{name}.pdf")
        if most >= len(slugs):
            for line in quotes_of(self.wanted):
                self._bring_new("quote", "报价单.pdf", line=line)

    def _bring_new(self, slug: str, name: str, line: str = "") -> None:
        self.paper.content.seek(0)
        kept = files.store(replace(self.paper, name=name), actor=self.owner)
        flows.bring_paper(project_id=self.project.pk, slug=slug, key=kept.key, actor=self.owner, line=line)

    def ask(self) -> None:
        consenting.ask_consent(project_id=self.project.pk, community_code=self.places[0].code, actor=self.owner)

    def consent(self) -> None:
        """Let the community answer: most agree, every ninth with a condition."""
        conditional = self.project.pk % 9 == 0
        for asked in self.project.consents.filter(state=ConsentState.ASKED):
            consenting.answer_consent(
                consent_id=asked.pk,
                answer=ConsentState.CONDITIONAL if conditional else ConsentState.AGREED,
                answerer=asked.contact_name,
                words="活动室每周三下午社区自用，请避开。" if conditional else "",
                actor=None,
            )

    def hand_in(self) -> None:
        """Sign as the owner and hand in. The code was typed on a telephone: here the signature is written down."""
        project = Project.objects.select_related("round", "organization").get(pk=self.project.pk)
        content = read_content(project)
        Signature.objects.create(
            project=project, sha256=content.sha256, kind=SignatureKind.CODE, signer=self.owner, signed_at=clock.now()
        )
        key = hashlib.sha256(f"{project.code}-1".encode()).hexdigest()[:32]
        submitting.submit_application(project_id=project.pk, key=key, actor=self.owner)


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

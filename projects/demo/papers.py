"""Two applications of the open call that came on paper: organisations without an account, typed in by the operator."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final, NamedTuple

from accounts.demo import person
from accounts.models import Area, User
from organizations.demo.playing import code_of
from organizations.enums import OrganizationKind
from organizations.flows import ask_take_over, register_organization
from organizations.models import PROOF, Community, Organization
from projects.demo.story import Story
from projects.domain.form import FORMS
from projects.enums import ConsentState
from projects.flows import paper as flows
from projects.flows.applications import consenting
from projects.models import SEAL_PURPOSE, SIGNATURE_PURPOSE, Project
from projects.queries.content import read_content
from rounds.models import Round
from venture.files import flows as files
from venture.files.examining import Examined
from venture.files.registry import purpose_of
from venture.kernel import clock

Event = tuple[datetime, Callable[[], Any]]
Near = Callable[[Organization], list[Community]]


class Facts(NamedTuple):
    """An organisation that nobody registered here before its paper came, and how far its paper has come."""

    number: int
    name: str
    street: str
    registered_on: str
    head: str
    compared: bool


APPLICANTS: Final = (
    Facts(901, "云溪市晚晴助老服务社", "渡口街道", "2017-10-09", "房晚晴", compared=True),
    Facts(902, "新港海棠邻里互助中心", "新港街道", "2019-05-20", "桑海棠", compared=False),
)
COMPARED: Final = sum(each.compared for each in APPLICANTS)
WAITING: Final = len(APPLICANTS) - COMPARED


class FromPaper(Story):
    """One application from the day its paper came to the day it counts, or waits for the second person."""

    def __init__(
        self, round_: Round, facts: Facts, wanted: dict[str, Any], *, near: Near, again: int, paper: Examined
    ) -> None:
        self.round, self.facts, self.wanted, self.near, self.again = round_, facts, wanted, near, again
        self.paper = paper

    def events(self) -> Iterator[Event]:
        assert self.round.opens_at is not None
        came = self.round.opens_at + timedelta(days=7, hours=2, minutes=self.facts.number % 10)
        yield came, self.begin
        for number, section in enumerate(FORMS):
            yield came + timedelta(minutes=6 * number + 5), partial(self.save, section)
        yield came + timedelta(hours=3), self.bring
        yield came + timedelta(hours=3, minutes=20), self.consent
        yield came + timedelta(hours=3, minutes=40), self.ask
        if self.facts.compared:
            yield came + timedelta(days=1), self.hand_in
            yield came + timedelta(days=1, hours=3), self.take_over

    def writer(self) -> User:
        return person("operator")

    def begin(self) -> None:
        facts, day = self.facts, clock.today()
        organization = register_organization(
            name=facts.name,
            code=code_of(OrganizationKind.SERVICE, "999903", facts.number),
            authority="南浦区民政局",
            area=Area.objects.get(name=facts.street),
            owner=None,
            actor=self.writer(),
            registered_on=date.fromisoformat(facts.registered_on),
            legal_representative=facts.head,
            address=f"云溪市{facts.street}{facts.number % 100}号",
            phone=f"0000-8803 {facts.number:04d}",
        )
        places = self.near(organization)
        super().__init__(self.round, organization, self.wanted, places=places, again=self.again, paper=self.paper)
        self.project = flows.enter_paper(
            round_id=self.round.pk, organization=organization, received_on=day, actor=self.owner
        )

    def consent(self) -> None:
        """Note what the community wrote and sealed on the paper."""
        for place in self.places[:1]:
            consenting.note_consent(
                project_id=self.project.pk, community_code=place.code, answer=ConsentState.AGREED, answerer="居委会",
                seal=self._scan("社区意见页.pdf", SEAL_PURPOSE, self.owner), actor=self.owner,
            )  # fmt: skip

    def ask(self) -> None:
        """Hand the entry over with the scan of the signed form."""
        scan = self._scan("盖章申报书.pdf", SIGNATURE_PURPOSE, self.owner)
        flows.ask_comparison(project_id=self.project.pk, scan=scan, actor=self.owner)

    def hand_in(self) -> None:
        """Let the clerk find that the entry says what the paper says."""
        project = Project.objects.select_related("round", "organization__area").get(pk=self.project.pk)
        flows.confirm_paper(
            project_id=project.pk, sha256=read_content(project).sha256, key=f"demo-{project.code}",
            actor=person("clerk"),
        )  # fmt: skip

    def take_over(self) -> None:
        """Let somebody of the organisation ask for its account: the request waits for the staff."""
        asker = person("individual")
        letter = self._scan("授权函.pdf", PROOF, asker)
        ask_take_over(code=self.organization.uscc, position="项目主管", proof=letter, actor=asker)

    def _scan(self, name: str, purpose: str, actor: User) -> str:
        self.paper.content.seek(0)
        kept = files.store(replace(self.paper, name=name, purpose=purpose_of(purpose)), actor=actor)
        return kept.key

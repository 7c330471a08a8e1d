"""One invented application, from its first letter to its receipt."""

import hashlib
from dataclasses import replace
from typing import Any

from accounts.models import User
from organizations.models import Community, Organization
from organizations.queries import documents_of
from projects.demo.cores import quotes_of, sections_of
from projects.enums import ConsentState, NeedState, SignatureKind
from projects.flows import applications as flows
from projects.flows.applications import consenting, submitting
from projects.models import Need, Project, Signature
from projects.queries.content import read_content
from rounds.models import Round
from venture.files import flows as files
from venture.files.examining import Examined
from venture.kernel import clock

# The calls whose applicants have read the list of needs.
CITING = frozenset({"2026-b", "2027"})


class Story:
    """One application from its first letter to its receipt."""

    project: Project

    def __init__(
        self, round_: Round, organization: Organization, wanted: dict[str, Any], *, places: list[Community], again: int,
        paper: Examined,
    ) -> None:  # fmt: skip
        self.round, self.organization, self.wanted, self.places = round_, organization, wanted, places
        self.paper = paper
        self.owner = self.writer()
        person = {"name": self.owner.display_name, "mobile": f"1990001{organization.pk:04d}"}
        people = {f"{who}_{what}": text for who in ("leader", "contact") for what, text in person.items()}
        self.typed = sections_of(wanted, places=places, people=people, again=again)

    def writer(self) -> User:
        """Return who writes the application: the owner of the organisation."""
        part = self.organization.memberships.filter(role="owner", ended_at__isnull=True).select_related("user")
        owner: User = part.earliest("pk").user
        return owner

    def begin(self) -> None:
        self.project = flows.begin_application(round_id=self.round.pk, organization=self.organization, actor=self.owner)

    def save(self, section: str) -> None:
        typed = {**self.typed[section], **(self._cited() if section == "need" else {})}
        if typed:
            flows.save_section(
                project_id=self.project.pk, section=section, typed=typed, base={}, key=f"demo-{section}",
                actor=self.owner,
            )  # fmt: skip

    def _cited(self) -> dict[str, str]:
        """Name a need of the project's field that one of its communities has published, or else one of its streets."""
        if self.round.code not in CITING:
            return {}
        streets = {each.street_id for each in self.places}
        rows = Need.objects.filter(
            state=NeedState.PUBLISHED, field=self.wanted["project"]["category"], published_at__lte=clock.now(),
            community__street__in=streets,
        )  # fmt: skip
        own = {each.pk for each in self.places}
        found = sorted(rows, key=lambda need: (need.community_id not in own, need.code))
        return {"need": found[0].code} if found else {}

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

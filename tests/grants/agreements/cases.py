"""Confirmed awards with a whole application behind them, and agreements as far as a test needs them."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from accounts.enums import Role
from accounts.models import User
from grants.flows import agreements as flows
from grants.flows.ledger import allot
from grants.models import SCAN_PURPOSE, TEMPLATE_PURPOSE, Agreement, Grant
from organizations.models import Membership
from projects.models import PAPER_PURPOSE, Project, Submission, SubmissionPaper
from reviews.models import Award
from rounds.domain.canonical import canonical, fingerprint
from tests.accounts.factories import make_user
from tests.projects.applications.complete import answers
from tests.reviews.decide_factories import REVIEWED, WAN, Scored, decided, make_scored_round
from tests.venture.files import samples
from venture.files.examining import examine
from venture.files.flows import store
from venture.files.models import StoredFile
from venture.files.registry import purpose_of
from venture.kernel import clock

OFFERED = REVIEWED + timedelta(days=20)
ASKED = 8 * WAN
WORDS = (
    "资助协议：{{ recipient }}实施{{ project }}，{{ amount }}元（{{ amount_capital }}），{{ tranches }}，"
    "{{ annex_sha256 }}"
)


@dataclass
class Case:
    """A confirmed award, who signs for its organisation, and two persons of the staff beside the clerk and head."""

    scored: Scored
    award: Award
    owner: User
    second: User

    @property
    def clerk(self) -> User:
        return self.scored.clerk

    @property
    def head(self) -> User:
        return self.scored.head

    @property
    def grant(self) -> Grant:
        return Grant.objects.get(award=self.award)

    @property
    def agreement(self) -> Agreement:
        return Agreement.objects.exclude(state="void").get(grant__award=self.award)


def make_case(*, approved: int = ASKED, others: int = 0, money: int = 40 * WAN, **basics: Any) -> Case:
    """Return an award of ``approved`` fen for an application of eight 万元, confirmed straight in its table; ``others``
    wait in reserve. ``money`` is allotted to its field of service."""
    levels = [(9, 9, 9), *[(6, 6, 6)] * others]
    scored = make_scored_round(levels, asked=[ASKED] * len(levels), envelope=ASKED, **basics)
    for project in scored.projects:
        whole(project)
    decided(scored)
    Award.objects.filter(state="proposed").update(state="confirmed", amount_fen=approved)
    award = Award.objects.select_related("project__organization", "envelope").get(state="confirmed")
    assert award.envelope is not None
    if money:
        with clock.at(OFFERED):
            allot(
                round_id=scored.round.pk, category_id=award.envelope.category_id, source=award.envelope.source,
                year=scored.round.year, amount_fen=money, document="云溪财社〔2025〕1号", actor=None,
                reference=f"test:{scored.round.pk}",
            )  # fmt: skip
    owner = award.project.organization.memberships.order_by("pk")[0].user
    return Case(scored, award, owner, make_user(Role.HEAD))


def whole(project: Project) -> None:
    """Give a project a hand-in that lacks nothing, and its printed paper."""
    content = canonical(
        {
            "project": {"code": project.code, "grant_fen": ASKED, "total_fen": ASKED},
            "sections": answers("999901001001", project.round),
            "names": {"communities": {}, "papers": {}, "category": "", "need": ""},
            "papers": [],
        }
    )
    submission = Submission.objects.create(
        project=project, version=2, receipt=f"{project.code}-2", content=content, sha256=fingerprint(content), key="k2",
        grant_fen=ASKED, total_fen=ASKED, submitted_by=project.created_by, submitted_at=project.submitted_at,
    )  # fmt: skip
    file = kept("申报书.pdf", samples.pdf(), PAPER_PURPOSE, project.created_by)
    SubmissionPaper.objects.create(submission=submission, file=file, made_at=REVIEWED)


def kept(name: str, data: bytes, purpose: str, owner: User) -> StoredFile:
    """Return a stored file that waits for its row."""
    return store(examine(SimpleUploadedFile(name, data), purpose_of(purpose)), actor=owner)


def member(case: Case, role: str) -> User:
    """Return a person with another part in the organisation."""
    person = make_user()
    Membership.objects.create(organization=case.award.project.organization, user=person, role=role, since=OFFERED)
    return person


def offered(case: Case) -> Grant:
    with clock.at(OFFERED):
        return flows.offer_grant(award_id=case.award.pk, actor=case.clerk)


def drafted(case: Case) -> Agreement:
    offered(case)
    with clock.at(OFFERED):
        return flows.draft_agreement(grant_id=case.grant.pk, actor=case.clerk)


def sent(case: Case) -> Agreement:
    draft = drafted(case)
    with clock.at(OFFERED):
        return flows.send_agreement(agreement_id=draft.pk, actor=case.clerk)


def signed(case: Case) -> Agreement:
    """Return the agreement that the organisation signed by a scan (the round takes both ways)."""
    case.scored.round.signing = "either"
    case.scored.round.save(update_fields=["signing"])
    agreement = sent(case)
    with clock.at(OFFERED):
        return flows.sign_by_scan(
            agreement_id=agreement.pk, sha256=agreement.sha256, scan=scan(case), letter=scan(case), actor=case.owner
        )


def scan(case: Case) -> str:
    return kept("盖章.pdf", samples.pdf(), SCAN_PURPOSE, case.owner).key


def in_force(case: Case) -> Agreement:
    agreement = signed(case)
    with clock.at(OFFERED):
        return flows.countersign_agreement(agreement_id=agreement.pk, actor=case.head)


def word(text: str, *, table: bool = False) -> bytes:
    """Return a Word file with these paragraphs."""
    paper, out = Document(), BytesIO()
    for line in text.split("\n"):
        paper.add_paragraph(line)
    if table:
        paper.add_table(1, 1).cell(0, 0).text = "{{ number }}"
    paper.save(out)
    return out.getvalue()


def template(case: Case, text: str = WORDS, **more: Any) -> str:
    """Return the key of a Word file brought as the round's text."""
    return kept("协议.docx", word(text, **more), TEMPLATE_PURPOSE, case.clerk).key

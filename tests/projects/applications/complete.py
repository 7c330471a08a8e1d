"""An application that lacks nothing, for tests of signing and handing in."""

from datetime import datetime
from typing import Any

from accounts.models import User
from organizations.models import Community, Membership, Organization
from projects.domain.form import FORMS
from projects.domain.form.writing import typed_from
from projects.flows import applications as flows
from projects.models import Attachment, CommunityConsent, Project, SectionDraft, Signature
from projects.queries.consents import question_to, values_of
from projects.queries.content import read_content
from rounds.domain.canonical import canonical, fingerprint
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.organizations.factories import make_community
from tests.projects.applications.factories import NOW, ON_STAGE, make_application, owner_of
from venture.files.models import StoredFile
from venture.kernel import clock

MOBILE = "+8613800138000"


def answers(community: str, round_: Round) -> dict[str, dict[str, Any]]:
    """Return the values of every section of a small project within the round's dates and sums."""
    category = round_.categories.order_by("order", "pk")[0]
    first, last = round_.starts_on, round_.ends_on
    assert first is not None
    assert last is not None
    begins, ends = first.isoformat(), last.isoformat()
    person = {"leader_name": "周敏", "leader_mobile": MOBILE, "contact_name": "林晓", "contact_mobile": MOBILE}
    service = category.services.order_by("order", "pk")[0].name
    text = "社区独居老人互助巡访，每周上门，有记录可查。" * 4
    activity = {
        "id": "a1", "name": "每周巡访", "objective": "o1", "form": "community", "content": "两人一组上门。",
        "sessions": 40, "per_session": 12, "starts_on": begins, "ends_on": ends, "place": "社区", "lead": "周敏",
        "outcome": None,
    }  # fmt: skip
    indicator = {
        "objective": "o1", "name": "巡访人次", "unit": "人次", "baseline": None, "target": "1920",
        "verification": "巡访记录", "due": ends,
    }  # fmt: skip
    member = {
        "name": "周敏", "phone": MOBILE, "post": "总干事", "education": "本科", "major": "社会工作", "role": "负责人",
        "qualification": "social_worker", "certificate": "2020", "full_time": "yes", "share": 50, "insured": "yes",
    }  # fmt: skip
    line = {
        "category": "activity", "item": "巡访补贴", "activity": "a1", "unit": "次", "quantity": "160", "price": 50_000,
        "own": None, "donation": None, "basis": "160次×500元",
    }  # fmt: skip
    place = {
        "id": "p1", "community": community, "role": "landing", "people": 186, "venue": None, "contact_name": "王主任",
        "contact_mobile": MOBILE,
    }  # fmt: skip
    return {
        "project": {
            "title": "银龄守护", "category": category.slug, "service": service, "starts_on": begins, "ends_on": ends,
            "summary": text, "features": text, **person,
        },
        "organisation": {"intro": text, "experience": text, "party": None, "similar": []},
        "landing": {"places": [place]},
        "need": {
            "need": None, "background": text, "discovery": ["survey", "visit"], "data_source": "入户走访",
            "existing": text, "group": "独居老人", "selection": text, "direct": 186, "indirect": None,
            "person_times": 1920,
        },
        "indicators": {
            "aim": text, "objectives": [{"id": "o1", "text": "每周有人上门"}],
            "indicators": [
                {"id": "i1", "kind": "output", **indicator}, {"id": "i2", "kind": "outcome", **indicator},
                {"id": "i3", "kind": "satisfaction", **indicator},
            ],
        },
        "activities": {"approach": text, "activities": [activity]},
        "team": {
            "volunteers": 20, "volunteer_source": "社区",
            "members": [{"id": f"m{number}", **member} for number in range(1, 4)],
        },
        "budget": {"lines": [{"id": "b1", **line}]},
        "cofunding": {"sources": [], "partners": []},
        "risks": {
            "risks": [{"id": "r1", "risk": "下雨", "likelihood": "low", "impact": "low", "measure": "改期"}]
        },
        "sustainability": dict.fromkeys(("funding", "team", "spread", "exit"), "社区接着做。"),
        "commitment": {"truthful": True, "no_double": True, "supervision": True},
    }  # fmt: skip


def make_complete(
    organization: Organization | None = None, round_: Round | None = None, *, at: datetime = NOW
) -> Project:
    """Return a draft that can be signed and handed in: the one on the stage, unless the test has taken it."""
    if (organization, round_, at) == (None, None, NOW) and Project.objects.filter(key=ON_STAGE).exists():
        project = Project.objects.get(key=ON_STAGE)
        Project.objects.filter(key=ON_STAGE).update(key="")
        project.key = ""
        return project
    project = make_application(organization, round_)
    return fill(project, at=at)


def fill(
    project: Project, *, at: datetime = NOW, by: User | None = None, community: Community | None = None
) -> Project:
    """Fill every section by the flow; bring the papers and the community's word straight to their tables."""
    owner, community = by or owner_of(project.organization), community or make_community()
    with clock.at(at):
        for section, values in answers(community.code, project.round).items():
            flows.save_section(
                project_id=project.pk, section=section, typed=typed_from(FORMS[section], values), base={}, key="",
                actor=owner,
            )  # fmt: skip
    for paper in project.round.documents.filter(required=True):
        Attachment.objects.create(
            project=project, slug=paper.slug, file=stored(owner, f"{paper.slug}.pdf"), added_by=owner, added_at=at
        )
    Attachment.objects.create(
        project=project, slug="quote", line="b1", file=stored(owner, "报价单.pdf"), added_by=owner, added_at=at
    )
    consent(project, community, by=owner, at=at)
    project.refresh_from_db()
    return project


def consent(project: Project, community: Any, *, by: User, at: datetime = NOW, **fields: Any) -> CommunityConsent:
    """Write the word of a community to what it would be asked now."""
    project = Project.objects.select_related("round", "organization").get(pk=project.pk)
    asked = question_to(project, community.code, values_of(project)) or {}
    return CommunityConsent.objects.create(
        project=project, community=community, state=fields.pop("state", "agreed"), contact_name="王主任",
        mobile=MOBILE, asked=asked, asked_hash=fingerprint(canonical(asked)),
        asked_by=by, asked_at=at, answered_at=at, answerer="王主任",
        token=f"token-{project.pk}-{community.pk}-{CommunityConsent.objects.count()}", **fields,
    )  # fmt: skip


def stored(owner: User, name: str = "盖章页.pdf", purpose: str = "test", **fields: Any) -> StoredFile:
    """Return a file that lies ready, without content."""
    number = StoredFile.objects.count() + 1
    return StoredFile.objects.create(
        key=f"{number:032x}", name=name, kind="pdf", size=number, sha256=f"{number:064x}",
        sha256_received=f"{number:064x}", purpose=purpose, owner=owner, state="ready", created_at=NOW, **fields,
    )  # fmt: skip


def make_member(organization: Organization, role: str, **fields: Any) -> User:
    user = make_user(**fields)
    Membership.objects.create(organization=organization, user=user, role=role, since=NOW)
    return user


def sign(project: Project, *, actor: User | None = None, at: datetime = NOW) -> Signature:
    """Sign what the application says now, straight to the table: how a signature comes to be has its own tests."""
    project = Project.objects.select_related("round", "organization").get(pk=project.pk)
    return Signature.objects.create(
        project=project, sha256=read_content(project).sha256, kind="code",
        signer=actor or owner_of(project.organization), signed_at=at,
    )  # fmt: skip


def typed_now(project: Project, section: str) -> dict[str, str]:
    kept: dict[str, str] = SectionDraft.objects.get(project=project, section=section).typed
    return kept

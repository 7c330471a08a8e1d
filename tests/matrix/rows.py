"""One more row of each kind that a list shows: for the addresses that need a row, and for the count of queries.

Rows are written straight to the tables: what a list costs does not depend on how its rows came to be.
"""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

from accounts.models import Area, ClosingRequest, Recovery, RoleInvitation, RoleProposal, User
from notices import queries
from notices.domain import content
from notices.models import Notice, NoticeSeries, Objection
from organizations.demo import OURS, named
from organizations.domain import uscc
from organizations.models import PROOF, Community, Membership, Operator, Organization, TakeOver
from projects.models import Extension, Idea, IdeaContest, IdeaPrize, Need, PaperEntry, Project
from reviews.domain.draw import Secret, commitment, lot_plan
from reviews.models import Appointment, Conflict, Draw, Expert
from rounds.models import FundSource, IdeaAward, Round
from venture.files.models import StoredFile
from venture.kernel import clock

_number = count(1)


def notice(**fields: Any) -> Notice:
    """Return one more published notice of the round 2027, as frozen as a real one."""
    drafter, signer = User.objects.order_by("pk")[:2]
    round_ = Round.objects.get(code="2027")
    series, _made = NoticeSeries.objects.get_or_create(code=round_.code)
    now = clock.now()
    made = Notice(
        round=round_, series=series, number=series.last_number + 1, kind="call", title="测试公告",
        issuer="云溪市民政局", body=content.blocks_of("一段文字。"), state="published",
        drafted_by=drafter, signed_by=signer, signed_at=now, published_at=now, **fields,
    )  # fmt: skip
    made.content_hash = content.sha256_of(queries.content_of(made))
    made.save()
    NoticeSeries.objects.filter(pk=series.pk).update(last_number=made.number)
    return made


def community() -> Community:
    street = Area.objects.filter(children=None).exclude(parent=None).order_by("code").first()
    assert street is not None
    number = next(_number)
    return Community.objects.create(code=f"9999019999{number:02d}", name=f"测试社区{number}", street=street)


def need(**fields: Any) -> Need:
    """Return one more published need of a community."""
    return Need.objects.create(
        code=f"N-9{next(_number):03d}", community=Community.objects.first() or community(), field="elderly",
        title="独居老人的午餐", population="七十岁以上独居老人", problem="无人做饭。", scale="四十人",
        state="published", collected_at=clock.now(), published_at=clock.now(), **fields,
    )  # fmt: skip


def round_(**fields: Any) -> Round:
    """Return one more round, copied from the one that is open, without its rules."""
    copy = Round.objects.get(code="2027")
    copy.pk, copy._state.adding = None, True
    copy.code = f"{2040 + next(_number)}"
    copy.year = int(copy.code)
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.save()
    return copy


def organization() -> Organization:
    """Return one more organisation of the owner of the demonstration's first one."""
    copy = named(OURS)
    copy.pk, copy._state.adding = None, True
    number = next(_number)
    copy.name = f"测试机构{number}"
    body = f"52999901MJ{number:07d}"
    copy.uscc = body + uscc.check_character(body)
    copy.save()
    owner = User.objects.get(email="org@yunxi.example")
    Membership.objects.create(organization=copy, user=owner, role="owner", since=clock.now())
    return copy


def application() -> Project:
    """Return one more application that was handed in."""
    organization, now = named(OURS), clock.now()
    owner = User.objects.get(email="org@yunxi.example")
    return Project.objects.create(
        code=f"GY2027-{9000 + next(_number)}", round=Round.objects.get(code="2027"), organization=organization,
        state="submitted", title="测试申报", created_by=owner, created_at=now, saved_at=now, submitted_at=now,
    )  # fmt: skip


def operator() -> Operator:
    number = next(_number)
    body = f"12999901MJ{number:07d}"
    return Operator.objects.create(
        name=f"测试承办单位{number}", uscc=body + uscc.check_character(body), since=clock.today()
    )


def fund_source() -> FundSource:
    number = next(_number)
    return FundSource.objects.create(slug=f"test-{number}", name=f"测试资金{number}")


def stored_file() -> StoredFile:
    key = f"{next(_number):032x}"
    return StoredFile.objects.create(
        key=key, name="证书.pdf", kind="pdf", size=1, sha256="0" * 64, sha256_received="0" * 64, purpose="test",
        owner=User.objects.earliest("pk"), created_at=clock.now(),
    )  # fmt: skip


def expert() -> Expert:
    number = next(_number)
    return Expert.objects.create(
        name=f"专家{number}", key=f"M-{number}", fields=["elderly"], added_at=clock.now(),
    )  # fmt: skip


def appointment() -> Appointment:
    return Appointment.objects.create(
        round=Round.objects.get(code="2027"), expert=expert(), invited_by=User.objects.earliest("pk"),
        invited_at=clock.now(),
    )  # fmt: skip


def draw() -> Draw:
    """Return one more draw that was announced."""
    round_, actor = Round.objects.get(code="2027"), User.objects.earliest("pk")
    plan = lot_plan(f"测试{next(_number)}", ["E1", "E2"])
    told = plan.as_json()
    return Draw.objects.create(
        round=round_, purpose="order", label="测试", entries=told.pop("entries"), rules=told, salt="0" * 64,
        commitment=commitment(plan, Secret("0" * 32, "0" * 32)), committed_by=actor, committed_at=clock.now(),
    )  # fmt: skip


def conflict() -> Conflict:
    return Conflict.objects.create(
        project=application(), expert=expert(), code="board", source="detected", found_at=clock.now(),
        facts={"kind": "board", "unit": "某社"},
    )  # fmt: skip


# What the demonstration has too few of for the count of queries, by the admin's label.
def proposed_role() -> RoleProposal:
    """Return one more role that was proposed and taken back: an expert's, which every giver of roles may see."""
    person, keeper = User.objects.order_by("pk")[:2]
    return RoleProposal.objects.create(
        user=person, role="expert", starts_on=clock.today(), reason="测试", state="withdrawn",
        proposed_by=keeper, proposed_at=clock.now(),
    )  # fmt: skip


def role_invitation() -> RoleInvitation:
    number, now = next(_number), clock.now()
    return RoleInvitation.objects.create(
        name=f"测试{number}", email=f"invited{number}@yunxi.example", role="expert", nonce=str(number),
        digest=f"{number:064d}", invited_by=User.objects.earliest("pk"), invited_at=now,
        expires_at=now + timedelta(days=7),
    )  # fmt: skip


def closing_request() -> ClosingRequest:
    """Return one more wish to leave that was taken back."""
    now = clock.now()
    return ClosingRequest.objects.create(user=User.objects.earliest("pk"), asked_at=now, taken_back_at=now)


def recovery() -> Recovery:
    number = next(_number)
    person = User.objects.create(email=f"lost{number}@yunxi.example", display_name=f"测试{number}")
    return Recovery.objects.create(user=person, reason="测试", asked_at=clock.now())


def extension() -> Extension:
    """Return one more request for more time, of an application of its own."""
    project = Project.objects.filter(extensions=None).order_by("-pk")[0]
    clerk = User.objects.earliest("pk")
    now = clock.now()
    return Extension.objects.create(project=project, until=now, reason="测试", asked_by=clerk, asked_at=now)


def objection() -> Objection:
    """Return one more lead against a notice of the round 2027."""
    number = next(_number)
    return Objection.objects.create(
        notice=notice(), receipt=f"YY2027-{number:08d}", key=f"row-{number}", objector="lead", text="事实与依据。",
        received_at=clock.now(), accept_due=clock.today(),
    )  # fmt: skip


def paper_entry() -> PaperEntry:
    """Return one more application that is entered from paper."""
    project = application()
    Project.objects.filter(pk=project.pk).update(on_paper=True, received_on=clock.today())
    return PaperEntry.objects.create(project=project)


def take_over() -> TakeOver:
    """Return one more request to take over an organisation that the staff entered; it is our owner's own."""
    owner = Membership.objects.filter(organization=named(OURS), role="owner").earliest("pk").user
    number, now = next(_number), clock.now()
    body = f"52999911X{number:08d}"
    entered = Organization.objects.create(
        name=f"纸质申报机构{number}", kind="52", uscc=body + uscc.check_character(body), authority="云溪市民政局",
        area=named(OURS).area,
    )  # fmt: skip
    letter = StoredFile.objects.create(
        key=f"{number + 9_000_000:032x}", name="授权函.pdf", kind="pdf", size=1, sha256="0" * 64,
        sha256_received="0" * 64, purpose=PROOF, owner=owner, state="ready", created_at=now,
    )  # fmt: skip
    return TakeOver.objects.create(organization=entered, position="秘书长", proof=letter, asked_by=owner, asked_at=now)


def idea(**fields: Any) -> Idea:
    """Return one more idea that looks for an organisation: the individual's, unless it is said whose."""
    owner = fields.pop("owner", None) or User.objects.get(email="individual@yunxi.example")
    return Idea.objects.create(
        code=f"I-9{next(_number):03d}", owner=owner, round=Round.objects.get(code="2027"), title="楼下的修理角",
        field="elderly", population="老人", problem="坏了没有地方修。", proposal="每两周摆一次修理角。",
        contribution="我会修。", posted_at=clock.now(), **fields,
    )  # fmt: skip


def contest() -> IdeaContest:
    """Return one more review of ideas, of a round of its own."""
    return IdeaContest.objects.create(
        round=round_(state="closed"), criteria=[{"name": "新", "points": 100}], due_on=clock.today(), tax_share=2_000,
        tax_basis="测试", opened_by=User.objects.earliest("pk"), opened_at=clock.now(),
    )  # fmt: skip


def prize() -> IdeaPrize:
    award = IdeaAward.objects.filter(round__code="2027").earliest("pk")
    won = idea()
    Idea.objects.filter(pk=won.pk).update(state="awarded")
    return IdeaPrize.objects.create(
        idea=won, contest=contest(), award=award, name=award.name, amount_fen=1000, tax_fen=200, payee="测试",
        note="测试", decided_at=clock.now(),
    )  # fmt: skip


FEW: dict[str, Callable[[], Any]] = {
    "accounts.roleproposal": proposed_role,
    "accounts.roleinvitation": role_invitation,
    "accounts.recovery": recovery,
    "accounts.closingrequest": closing_request,
    "organizations.operator": operator,
    "organizations.takeover": take_over,
    "projects.extension": extension,
    "projects.idea": idea,
    "projects.ideacontest": contest,
    "projects.ideaprize": prize,
    "rounds.fundsource": fund_source,
    "files.storedfile": stored_file,
    "projects.project": application,
    "reviews.expert": expert,
    "reviews.appointment": appointment,
    "reviews.conflict": conflict,
    "notices.objection": objection,
    "projects.paperentry": paper_entry,
}

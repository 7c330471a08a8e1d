"""Rounds under review for tests: experts, projects, sealed sheets. Laid straight in their tables; quick."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from accounts.enums import Role
from accounts.models import User
from notices.models import Notice, NoticeSeries
from organizations.models import Membership, Organization
from projects.models import Project, Submission
from reviews.domain.scoring import Criterion as Leaf
from reviews.domain.scoring import Rubric, half_up, total_of
from reviews.flows.deciding import confirm_decision, record_decision
from reviews.flows.ranking import compute_ranking, lock_ranking
from reviews.flows.selecting import prepare_selection, send_selection
from reviews.models import (
    MINUTES_PURPOSE,
    Appointment,
    Assignment,
    Decision,
    Expert,
    Ranking,
    ScoreSheet,
    Selection,
)
from rounds.domain.canonical import canonical, fingerprint
from rounds.enums import RoundState, StageKind
from rounds.models import Envelope, FundSource, Round, Stage
from tests.accounts.factories import make_user
from tests.organizations.factories import code_for, make_area
from tests.rounds.factories import OPENS, make_draft
from venture.files.models import StoredFile
from venture.kernel import clock

REVIEWED = OPENS + timedelta(days=60)
WAN = 1_000_000
_numbers = count(700_001)


@dataclass
class Scored:
    """A round under review. ``projects`` stand in the order of ``levels``; ``clerk`` and ``head`` are two persons."""

    round: Round
    stage: Stage
    projects: list[Project]
    experts: list[Expert]
    appointments: list[Appointment]
    clerk: User
    head: User
    people: dict[str, User] = field(default_factory=dict)


def make_scored_round(
    levels: Sequence[Sequence[int | None]] = ((9, 8, 8), (8, 8, 7), (7, 7, 6), (6, 6, 5)),
    *, experts: int = 3, asked: Sequence[int] = (), envelope: int = 40 * WAN, seal: bool = True, **basics: Any,
) -> Scored:  # fmt: skip
    """Return a round in review with one project per row of ``levels``, each read by as many experts as the row is long.

    A level stands for every leaf of the rubric (8 gives 80 points); ``None`` leaves that sheet open. ``asked`` are the
    amounts asked for in fen (10 万 each otherwise). Every category has one envelope of ``envelope`` fen; all projects
    are of the first category, one organisation each. Only the written review is scored: the panel is taken out.
    """
    with clock.at(OPENS):
        round_ = make_draft(**basics)
    Stage.objects.filter(round=round_, kind=StageKind.PANEL).delete()
    Stage.objects.filter(round=round_, kind=StageKind.REVIEW).update(weight=10_000, threshold=None)
    Round.objects.filter(pk=round_.pk).update(state=RoundState.REVIEWING, published_at=OPENS)
    round_.refresh_from_db()
    source = FundSource.objects.order_by("pk")[0]
    Envelope.objects.filter(category__round=round_).delete()
    for category in round_.categories.all():
        Envelope.objects.create(category=category, source=source, amount_fen=envelope)
    scored = Scored(
        round_, round_.stages.get(kind=StageKind.REVIEW), [], [], [], make_user(Role.CLERK), make_user(Role.HEAD)
    )
    for _each in range(max(experts, max((len(row) for row in levels), default=0))):
        add_expert(scored)
    for number, row in enumerate(levels):
        project = add_project(scored, asked[number] if number < len(asked) else 10 * WAN)
        for expert, level in enumerate(row):
            give(scored, project, expert, level, seal=seal)
    return scored


def add_expert(scored: Scored) -> Appointment:
    number = next(_numbers)
    user = make_user(Role.EXPERT, name=f"专家{number}")
    expert = Expert.objects.create(user=user, name=f"专家{number}", fields=["elderly"], added_at=OPENS)
    appointment = Appointment.objects.create(
        round=scored.round, expert=expert, state="pledged", invited_by=scored.clerk, invited_at=OPENS, pledge="1",
        pledged_at=OPENS, declared_at=OPENS,
    )  # fmt: skip
    scored.experts.append(expert)
    scored.appointments.append(appointment)
    return appointment


def add_project(scored: Scored, asked: int = 10 * WAN, *, category: Any = None, organization: Any = None) -> Project:
    """Add an accepted application with its hand-in, of an organisation of its own unless one is given."""
    number = next(_numbers)
    organization = organization or add_organization(number)
    owner = organization.memberships.order_by("pk")[0].user
    category = category or scored.round.categories.order_by("order", "pk")[0]
    project = Project.objects.create(
        code=f"GY{scored.round.year}-{number}", round=scored.round, organization=organization, state="accepted",
        title=f"测试项目{number}", category=category, grant_fen=asked, total_fen=asked, blind_code=f"B{number}",
        created_by=owner, created_at=OPENS, saved_at=OPENS, submitted_at=OPENS,
    )  # fmt: skip
    content = canonical({"project": {"title": project.title}})
    Submission.objects.create(
        project=project, version=1, receipt=f"R-{number}", content=content, sha256=fingerprint(content), key="k",
        grant_fen=asked, total_fen=asked, submitted_by=owner, submitted_at=OPENS,
    )  # fmt: skip
    scored.projects.append(project)
    return project


def add_organization(number: int) -> Organization:
    organization = Organization.objects.create(
        name=f"测试机构{number}", kind="52", uscc=code_for(number), authority="云溪市民政局", area=make_area(),
        legal_representative="甲", state="verified", verified_at=OPENS,
    )  # fmt: skip
    Membership.objects.create(organization=organization, user=make_user(), role="owner", since=OPENS)
    return organization


def give(
    scored: Scored, project: Project, expert: int, level: int | None, *, seal: bool = True, stage: Stage | None = None,
    comment: str = "需求真实，方案可行；建议补充风险预案。",
) -> Assignment:  # fmt: skip
    """Assign a project to an expert by number; with a level, hand in a sheet that gives it to every leaf."""
    assignment = Assignment.objects.create(
        stage=stage or scored.stage, project=project, submission=project.submissions.latest("version"),
        appointment=scored.appointments[expert], state="given", given_at=OPENS,
    )  # fmt: skip
    if level is not None and seal:
        seal_sheet(assignment, {leaf.key: level for leaf in rubric_of(scored.round).leaves}, comment=comment)
    return assignment


def seal_sheet(
    assignment: Assignment, marks: Mapping[str, int | None], *, comment: str = "", version: int = 1
) -> ScoreSheet:
    """Hand in a sheet with these marks, as the scoring would."""
    total = half_up(total_of(rubric_of(assignment.stage.round), marks))
    kept = {
        key: {"level": level, "reason": "", **({"na": True} if level is None else {})} for key, level in marks.items()
    }
    content = canonical(
        {"assignment": assignment.pk, "version": version, "marks": kept, "comment": comment, "total": str(total)}
    )
    sheet = ScoreSheet.objects.create(
        assignment=assignment, version=version, state="sealed", marks=kept, opinion="for", comment=comment,
        total=Decimal(total), content=content, sha256=fingerprint(content), saved_at=OPENS, sealed_at=OPENS,
    )  # fmt: skip
    Assignment.objects.filter(pk=assignment.pk).update(state="done")
    return sheet


def rubric_of(round_: Round) -> Rubric:
    return Rubric(
        tuple(
            Leaf(str(each.pk), each.name, each.weight, str(each.parent_id or ""), each.may_not_apply, each.needs_reason)
            for each in round_.criteria.order_by("order", "pk")
        )
    )


def loose(owner: User, purpose: str) -> StoredFile:
    """Return a file that lies ready for a row, without content."""
    number = next(_numbers)
    return StoredFile.objects.create(
        key=f"{number:032x}", name="会议纪要.pdf", kind="pdf", size=number, sha256=f"{number:064x}",
        sha256_received=f"{number:064x}", purpose=purpose, owner=owner, state="ready", created_at=REVIEWED,
    )  # fmt: skip


def locked(scored: Scored) -> Ranking:
    """Return the ranking of the result, locked by the head."""
    with clock.at(REVIEWED):
        ranking = compute_ranking(round_id=scored.round.pk, actor=scored.clerk)
        return lock_ranking(ranking_id=ranking.pk, actor=scored.head)


def prepared(scored: Scored, **rules: Any) -> Selection:
    ranking = locked(scored)
    with clock.at(REVIEWED):
        return prepare_selection(ranking_id=ranking.pk, actor=scored.clerk, **rules)


def sent(scored: Scored, **rules: Any) -> Decision:
    """Return the decision whose list was laid before the meeting."""
    selection = prepared(scored, **rules)
    with clock.at(REVIEWED):
        send_selection(selection_id=selection.pk, actor=scored.clerk)
    return Decision.objects.get(selection=selection)


def recorded(scored: Scored, decision: Decision | None = None) -> Decision:
    decision = decision or sent(scored)
    with clock.at(REVIEWED):
        return record_decision(
            decision_id=decision.pk, body="局长办公会", met_on=REVIEWED.date(), number="〔2025〕6号",
            minutes=loose(scored.clerk, MINUTES_PURPOSE).key, actor=scored.clerk,
        )  # fmt: skip


def decided(scored: Scored, decision: Decision | None = None) -> Decision:
    """Return the decision in force: awards and reserve stand, the round is decided."""
    told = recorded(scored, decision)
    with clock.at(REVIEWED):
        return confirm_decision(decision_id=told.pk, actor=scored.head)


def noticed(scored: Scored, *, days: int = 7) -> Notice:
    """Publish a notice of proposed awards straight in its table: its period ends ``days`` after the decision."""
    series, _new = NoticeSeries.objects.get_or_create(code=scored.round.code)
    series.last_number += 1
    series.save()
    return Notice.objects.create(
        round=scored.round, series=series, number=series.last_number, kind="proposed", title="拟立项公示",
        issuer="云溪市民政局", state="published", published_at=REVIEWED + timedelta(hours=1), days=5,
        starts_on=REVIEWED.date(), ends_on=REVIEWED.date() + timedelta(days=days),
        body=[{"kind": "text", "text": "。"}], items=[{"code": project.code} for project in scored.projects],
        drafted_by=scored.clerk, signed_by=scored.head, signed_at=REVIEWED, content_hash="0" * 64,
    )  # fmt: skip

"""Money of a named fund, or given to a field, that pays a part of a project's award: proposed by one, approved by
another, bound when the grant is offered."""

from accounts.models import User
from grants.domain.lifecycle import ASK_LIFE
from grants.enums import AskState
from grants.flows.giving.holding import LONGEST
from grants.flows.holding import refuse_same
from grants.models import Grant, NamedFund, Support
from grants.queries.giving import pool_left, rules_of
from organizations.flows.moving import refuse_members
from projects.models import Project
from reviews.enums import AwardState
from reviews.models import Award
from rounds.flows.locks import alone
from rounds.models import FundSource, Round
from venture.audit.flows import record, step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.kernel.money import format_yuan

LIVING = (AskState.ASKED, AskState.APPROVED)
AWARDED = (AwardState.PROPOSED, AwardState.CONFIRMED)


def ask_support(*, project_id: int, source_id: int, amount_fen: int, reason: str, actor: User) -> Support:
    """Propose that a source of donations pays a part of a project's award; less public money is bound then.

    Raise ``RuleRefusal``: ``own_organization``; ``support_too_late`` without an award or once the grant was offered;
    ``support_source_foreign``; ``gift_nothing``; ``donation_reason_missing``; ``support_stands``;
    ``support_above_award`` (``left``); ``support_short`` (``left``).
    """
    with alone(Project.objects.values_list("round_id", flat=True).get(pk=project_id)) as round_:
        project = Project.objects.select_related("category", "award").get(pk=project_id)
        refuse_members(project.organization_id, actor)
        if amount_fen <= 0:
            raise RuleRefusal("gift_nothing")
        if not reason.strip():
            raise RuleRefusal("donation_reason_missing")
        _refuse_foreign(round_, project, source_id)
        if Support.objects.filter(project=project, source=source_id, state__in=LIVING).exists():
            raise RuleRefusal("support_stands")
        _refuse_unpayable(project, source_id, amount_fen)
        support = Support.objects.create(
            project=project, source_id=source_id, amount_fen=amount_fen, reason=reason.strip()[:LONGEST],
            asked_by=actor, asked_at=clock.now(),
        )  # fmt: skip
        record(
            actor=actor, verb="support.ask", subject=support, after=support.state, application=project.code,
            fen=amount_fen, source=source_id,
        )  # fmt: skip
        return support


def approve_support(*, support_id: int, actor: User, answer: str = "") -> Support:
    """Approve a support. Raise ``request_illegal_move``; ``support_by_two``; and as ``ask_support`` for its money."""
    with alone(_round_of(support_id)):
        support = _locked(support_id)
        ASK_LIFE.target_of("approve", support.state)
        refuse_members(support.project.organization_id, actor)
        refuse_same(support.asked_by, actor, "support_by_two")
        _refuse_unpayable(support.project, support.source_id, support.amount_fen, itself=support.pk)
        step(
            support, ASK_LIFE, "approve", noun="support", actor=actor, facts={"fen": support.amount_fen},
            decided_by=actor, decided_at=clock.now(), answer=answer.strip()[:LONGEST],
        )  # fmt: skip
        return support


def refuse_support(*, support_id: int, answer: str, actor: User) -> Support:
    """Refuse a support with the reason. Raise ``request_illegal_move``, ``support_by_two``,
    ``donation_reason_missing``."""
    with alone(_round_of(support_id)):
        support = _locked(support_id)
        ASK_LIFE.target_of("refuse", support.state)
        refuse_same(support.asked_by, actor, "support_by_two")
        if not answer.strip():
            raise RuleRefusal("donation_reason_missing")
        step(
            support, ASK_LIFE, "refuse", noun="support", actor=actor, decided_by=actor, decided_at=clock.now(),
            answer=answer.strip()[:LONGEST],
        )  # fmt: skip
        return support


def withdraw_support(*, support_id: int, actor: User) -> Support:
    """Take a proposal of one's own back. Raise ``request_illegal_move``; ``support_not_yours``."""
    with alone(_round_of(support_id)):
        support = _locked(support_id)
        ASK_LIFE.target_of("withdraw", support.state)
        if support.asked_by_id != actor.pk:
            raise RuleRefusal("support_not_yours")
        step(support, ASK_LIFE, "withdraw", noun="support", actor=actor, decided_at=clock.now())
        return support


def _refuse_foreign(round_: Round, project: Project, source_id: int) -> None:
    """Refuse a source of public money, and a fund for another field."""
    rules = rules_of(round_)
    fund = NamedFund.objects.filter(source=source_id).first()
    directed = rules is not None and rules.source_id == source_id
    if not directed and (fund is None or project.category is None or fund.field != project.category.slug):
        source = FundSource.objects.get(pk=source_id)
        raise RuleRefusal("support_source_foreign", source=source.name)


def _refuse_unpayable(project: Project, source_id: int, fen: int, *, itself: int = 0) -> None:
    award = Award.objects.filter(project=project, state__in=AWARDED).first()
    if award is None or Grant.objects.filter(project=project).exists():
        raise RuleRefusal("support_too_late")
    others = Support.objects.filter(project=project, state__in=LIVING).exclude(pk=itself)
    open_fen = award.amount_fen - sum(each.amount_fen for each in others)
    if fen > open_fen:
        raise RuleRefusal("support_above_award", left=format_yuan(max(0, open_fen)))
    left = pool_left(source_id, project.category_id)
    if fen > left:
        raise RuleRefusal("support_short", left=format_yuan(left))


def _round_of(support_id: int) -> int:
    return Support.objects.values_list("project__round_id", flat=True).get(pk=support_id)


def _locked(support_id: int) -> Support:
    rows = Support.objects.select_for_update(of=("self",))
    return rows.select_related("project", "source", "asked_by").get(pk=support_id)

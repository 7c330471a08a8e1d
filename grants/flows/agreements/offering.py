"""A confirmed award becomes a grant: its money by source, its tranches, its plan, and the day to sign by."""

from datetime import date

from django.db import transaction

from accounts.models import User
from grants.domain.ledger import Purse
from grants.domain.plans import grant_fen_of, lines_of_plan, plan_of
from grants.domain.tranches import amounts_of
from grants.domain.tranches import plan_of as ways_of
from grants.flows.agreements.improving import begin_improvement
from grants.flows.agreements.telling import tell_organization
from grants.flows.giving.binding import Given, bind_gifts, given_to
from grants.models import Grant, GrantShare, GrantTranche, PaymentSettings
from organizations.flows.moving import refuse_members
from projects.queries.submissions import judged_content, standing_of
from reviews.enums import AwardState
from reviews.models import Award
from reviews.queries.awards import held
from rounds.domain.workdays import end_of
from rounds.flows.locks import alone
from rounds.models import Round
from rounds.queries import calendar
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.kernel.money import format_yuan

GIVEN_WISH = (
    "另有已到账的定向捐赠{given}元随资助款一并拨付，资助合计{amount}元。请将预算中由该捐赠承担的部分列入资助栏。"
)
AMOUNT_WISH = "核定资助金额为{amount}元，与申报金额{asked}元不一致。请按核定金额调整项目计划和预算。"


def offer_grant(*, award_id: int, actor: User, year: int | None = None) -> Grant:
    """Make the grant of a confirmed award and tell the organisation. ``year`` is the budget year, the round's if unset.

    Gifts for the project come on top of the award, supports of funds take the place of public money in it. Where the
    amount is not the one of the budget, an improvement is opened: the organisation revises it.
    Raise ``RuleRefusal``: ``own_organization``; ``grant_offered_already``; ``grant_award_gone`` (``state``) unless the
    award is confirmed; ``grant_held`` while an objection stands; ``calendar_year_missing``; ``grant_below_tranches``
    for less money than there are parts; ``support_above_award``, ``ledger_short`` for what was donated.
    """
    round_id = Award.objects.values_list("decision__round_id", flat=True).get(pk=award_id)
    with alone(round_id) as round_:
        award = (
            Award.objects.select_for_update(of=("self",))
            .select_related("project__organization", "envelope__source")
            .get(pk=award_id)
        )
        project = award.project
        refuse_members(project.organization_id, actor)
        if Grant.objects.filter(award=award).exists():
            raise RuleRefusal("grant_offered_already")
        if award.state != AwardState.CONFIRMED or award.envelope is None:
            raise RuleRefusal("grant_award_gone", state=award.get_state_display())
        if held(award):
            raise RuleRefusal("grant_held")
        submission = standing_of(project)
        if submission is None:
            raise RuleRefusal("grant_without_application")
        given, now = given_to(award), clock.now()
        grant = Grant.objects.create(
            award=award, project=project, organization=project.organization, round=round_, submission=submission,
            amount_fen=award.amount_fen + given.added_fen, plan=plan_of(judged_content(submission)),
            sign_by=_due(round_), offered_at=now, moved_at=now,
        )  # fmt: skip
        _shares(grant, Purse(award.envelope.source_id, year or round_.year), given)
        bind_gifts(given, grant)
        _tranches(grant)
        tell_organization(
            "grant_offered", f"{grant.pk}", grant, yuan=format_yuan(grant.amount_fen), day=str(grant.sign_by)
        )
        record(
            actor=actor, verb="grant.offer", subject=grant, after=grant.state, application=project.code,
            fen=grant.amount_fen, source=award.envelope.source.slug, year=year or round_.year,
            donated=given.added_fen, supported=given.supported_fen,
        )  # fmt: skip
        asked = grant_fen_of(grant.plan)
        if lines_of_plan(grant.plan) and asked != grant.amount_fen:
            wish = AMOUNT_WISH.format(amount=format_yuan(award.amount_fen), asked=format_yuan(asked))
            if given.added_fen:
                wish = GIVEN_WISH.format(given=format_yuan(given.added_fen), amount=format_yuan(grant.amount_fen))
            begin_improvement(grant, wishes=wish, due_on=grant.sign_by, actor=actor)
        return grant


def offer_round(*, round_id: int, actor: User, year: int | None = None) -> tuple[int, int]:
    """Offer every confirmed award of a round that has no grant yet; return how many were and how many could not be."""
    with alone(round_id):
        rows = Award.objects.filter(decision__round=round_id, state=AwardState.CONFIRMED, grant__isnull=True)
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        done = sum(_offered(key, actor, year) for key in keys)
        return done, len(keys) - done


def _offered(award_id: int, actor: User, year: int | None) -> bool:
    try:
        with transaction.atomic():
            offer_grant(award_id=award_id, actor=actor, year=year)
    except RuleRefusal:
        return False
    return True


def _due(round_: Round) -> date:
    settings = PaymentSettings.objects.filter(round=round_).first() or PaymentSettings(round=round_)
    return end_of(clock.today(), max(1, settings.sign_within_days), calendar())


def _shares(grant: Grant, public: Purse, given: Given) -> None:
    """Write down whose money the grant is: what donors gave, and public money for the rest of the award."""
    shares = dict(given.shares)
    rest = grant.amount_fen - sum(shares.values())
    if rest > 0:
        shares[public] = shares.get(public, 0) + rest
    GrantShare.objects.bulk_create(
        GrantShare(grant=grant, source_id=purse.source, year=purse.year, amount_fen=fen)
        for purse, fen in sorted(shares.items(), key=lambda each: (each[0] != public, each[0]))
    )


def _tranches(grant: Grant) -> None:
    """Lay the round's plan of payments over the grant's money."""
    plan = ways_of(list(grant.round.tranches.order_by("order").values_list("share", "trigger", "preconditions")))
    if grant.amount_fen < len(plan):
        raise RuleRefusal("grant_below_tranches", parts=len(plan))
    amounts = amounts_of(grant.amount_fen, [share for share, _trigger, _before in plan])
    hours = list(grant.round.tranches.order_by("order").values_list("training_hours", flat=True)) or [0]
    GrantTranche.objects.bulk_create(
        GrantTranche(
            grant=grant, order=number, share=share, amount_fen=amount, trigger=trigger, preconditions=before,
            training_hours=asked,
        )
        for number, ((share, trigger, before), amount, asked) in enumerate(
            zip(plan, amounts, hours, strict=True), start=1
        )
    )  # fmt: skip

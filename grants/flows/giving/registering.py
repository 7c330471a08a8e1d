"""An intention is taken down, from everybody or by the staff; an agreement makes it binding, or it comes to nothing."""

import secrets

from django.urls import reverse
from django.utils import translation

from accounts.enums import Role
from accounts.models import User
from accounts.queries.people import holders_of
from grants.domain.lifecycle import DONATION_LIFE
from grants.enums import DonationState, DonationTarget, FundState
from grants.flows.giving.holding import LONGEST, held
from grants.models import Donation, NamedFund
from grants.queries.giving import open_projects, rules_of
from organizations.domain.numbers import validated_mobile
from projects.enums import ProjectState
from projects.models import Project
from rounds.enums import RoundState
from rounds.flows.locks import shared
from rounds.models import Category, Round
from venture.audit.flows import record, step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.kernel.money import format_yuan
from venture.notify.flows import tell_all

# Without what is easily taken for something else.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8


def register_donation(
    *, round_id: int, key: str, target: str, donor_kind: str, donor_name: str, mobile: str, amount_fen: int = 0,
    goods: str = "", contact: str = "", wish: str = "", shown: bool = False, project_code: str = "",
    category_slug: str = "", fund_slug: str = "", actor: User | None = None,
) -> Donation:  # fmt: skip
    """Take an intention down and return it with its receipt. It binds nobody; the same ``key`` is one intention.

    Without an ``actor`` it comes from everybody: until the round's day for it, and for projects that a published
    shortlist names. Raise ``RuleRefusal``: ``donations_not_taken``; ``donation_too_late``; ``donation_target_unknown``;
    ``donation_name_missing``; ``mobile_shape``; ``donation_nothing``; ``donation_goods_not_taken``;
    ``donation_below_least`` (``least``).
    """
    with shared(round_id) as (round_, now):
        known = Donation.objects.filter(key=key).first()
        if known is not None:
            return known
        rules = rules_of(round_)
        if rules is None or round_.state not in RoundState.public() - {RoundState.ARCHIVED}:
            raise RuleRefusal("donations_not_taken")
        if actor is None and clock.today() > rules.takes_until:
            raise RuleRefusal("donation_too_late")
        project, category, fund = _aim(round_, target, project_code, category_slug, fund_slug, public=actor is None)
        if not donor_name.strip():
            raise RuleRefusal("donation_name_missing")
        number = f"+86{validated_mobile(mobile)}"
        if amount_fen <= 0 and not goods.strip():
            raise RuleRefusal("donation_nothing")
        if goods.strip() and not rules.takes_goods:
            raise RuleRefusal("donation_goods_not_taken")
        if not goods.strip() and amount_fen < rules.least_fen:
            raise RuleRefusal("donation_below_least", least=format_yuan(rules.least_fen))
        donation = Donation.objects.create(
            round=round_, target=DonationTarget(target), project=project, category=category, fund=fund,
            donor_kind=donor_kind, donor_name=donor_name.strip()[:80], contact=contact.strip()[:40], mobile=number,
            amount_fen=amount_fen, goods=goods.strip()[:200], wish=wish.strip()[:40], shown_at=now if shown else None,
            receipt=_receipt(round_), key=key, entered_by=actor, registered_at=now, moved_at=now,
        )  # fmt: skip
        record(
            actor=actor, verb="donation.register", subject=donation, after=donation.state, target=str(target),
            fen=amount_fen, donor=donor_kind, named=shown,
        )  # fmt: skip
        _tell(donation)
        return donation


def agree_donation(*, donation_id: int, document_number: str, actor: User) -> Donation:
    """Note that the agreement is signed: from now on what arrives can be recorded.

    Raise ``RuleRefusal``: ``donation_illegal_move``; ``own_organization``; ``donation_document_missing``.
    """
    with held(donation_id, actor=actor) as donation:
        DONATION_LIFE.target_of("agree", donation.state)
        if not document_number.strip():
            raise RuleRefusal("donation_document_missing")
        number = document_number.strip()[:60]
        step(
            donation, DONATION_LIFE, "agree", noun="donation", actor=actor, facts={"document": number},
            document_number=number, moved_at=clock.now(),
        )  # fmt: skip
        return donation


def decline_donation(*, donation_id: int, reason: str, actor: User) -> Donation:
    """Close an intention that comes to nothing. Raise ``donation_illegal_move``, ``donation_reason_missing``."""
    with held(donation_id, actor=actor) as donation:
        DONATION_LIFE.target_of("decline", donation.state)
        if not reason.strip():
            raise RuleRefusal("donation_reason_missing")
        _refuse_waiting(donation)
        step(
            donation, DONATION_LIFE, "decline", noun="donation", actor=actor, reason=reason.strip()[:LONGEST],
            moved_at=clock.now(),
        )  # fmt: skip
        return donation


def withdraw_donation(*, donation_id: int) -> Donation:
    """Let the donor take an intention back while nothing arrived. Raise ``donation_illegal_move``, ``gift_waits``."""
    with held(donation_id) as donation:
        DONATION_LIFE.target_of("withdraw", donation.state)
        _refuse_waiting(donation)
        step(donation, DONATION_LIFE, "withdraw", noun="donation", actor=None, moved_at=clock.now())
        return donation


def _refuse_waiting(donation: Donation) -> None:
    if donation.gifts.filter(state="waiting").exists():
        raise RuleRefusal("gift_waits")


def _aim(
    round_: Round, target: str, project_code: str, category_slug: str, fund_slug: str, *, public: bool
) -> tuple[Project | None, Category, NamedFund | None]:
    """Return what a donation is for, and the field in which its money stands."""
    project, fund, category = None, None, None
    match target:
        case DonationTarget.PROJECT:
            rows = open_projects(round_) if public else Project.objects.filter(round=round_)
            project = rows.filter(code=project_code).select_related("category").first()
            gone = project is None or project.state in (ProjectState.DRAFT, ProjectState.WITHDRAWN)
            category = None if project is None or gone else project.category
        case DonationTarget.FIELD:
            category = round_.categories.filter(slug=category_slug).first()
        case DonationTarget.FUND:
            fund = NamedFund.objects.filter(slug=fund_slug, state=FundState.OPEN).first()
            category = round_.categories.filter(slug=fund.field).first() if fund is not None else None
    if category is None:
        raise RuleRefusal("donation_target_unknown")
    return project, category, fund


def _receipt(round_: Round) -> str:
    return f"JZ{round_.year}-" + "".join(secrets.choice(ALPHABET) for _each in range(LENGTH))


def _tell(donation: Donation) -> None:
    if donation.entered_by_id is not None or donation.state != DonationState.INTENDED:
        return
    with translation.override("zh-hans"):
        path = reverse("admin:donation_desk", args=[donation.receipt])
    tell_all(
        holders_of(Role.CLERK, Role.OPERATOR), "donation_registered", donation.receipt, path=path,
        receipt=donation.receipt, donor=donation.donor_name, yuan=format_yuan(donation.amount_fen),
    )  # fmt: skip

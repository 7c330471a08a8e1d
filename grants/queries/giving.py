"""What was given: by round, by project, by fund; what counts, what is left, what must go back."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from grants.domain.giving import Earned, Terms, earned
from grants.enums import AskState, DonationTarget, FundState, GiftKind, GiftState, GrantState, RefundState
from grants.models import Donation, DonationRules, Gift, Grant, NamedFund, Refund, Support
from notices.enums import NoticeKind, NoticeState
from notices.models import Notice
from projects.enums import ProjectState
from projects.models import Project
from reviews.enums import AwardState
from reviews.models import Award
from rounds.enums import Means, RoundState
from rounds.models import Round
from venture.kernel import clock

HELD_AWARDS = (AwardState.PROPOSED, AwardState.CONFIRMED)
LIVING_AWARDS = (*HELD_AWARDS, AwardState.RESERVE)
OVER = (RoundState.DECIDED, RoundState.IMPLEMENTING, RoundState.ARCHIVED)
OUT = (ProjectState.REJECTED, ProjectState.LAPSED, ProjectState.WITHDRAWN)


def rules_of(round_: Round) -> DonationRules | None:
    """Return how a round takes donations; ``None`` where it takes none. One query at most."""
    return getattr(round_, "donation_rules", None) if Means.DONATIONS in round_.advanced else None


def is_of_donors(source_id: int) -> bool:
    """Tell whether a source holds donations: a named fund's, or a round's directed ones. Two queries at most."""
    funds = NamedFund.objects.filter(source=source_id)
    return funds.exists() or DonationRules.objects.filter(source=source_id).exists()


def taking() -> list[Round]:
    """Return the rounds in which everybody may register an intention today, with their rules. One query."""
    rows = Round.objects.filter(state__in=RoundState.public(), donation_rules__takes_until__gte=clock.today())
    return [
        each
        for each in rows.exclude(state=RoundState.ARCHIVED).select_related("donation_rules").order_by("-year", "-code")
        if Means.DONATIONS in each.advanced
    ]


def open_projects(round_: Round) -> QuerySet[Project]:
    """Return the projects that a published shortlist of the round names and that can still be selected."""
    lists = Notice.objects.filter(round=round_, kind=NoticeKind.SHORTLIST, state__in=NoticeState.public)
    codes = {item.get("code", "") for items in lists.values_list("items", flat=True) for item in items}
    rows = Project.objects.filter(round=round_, code__in=codes, state=ProjectState.ACCEPTED)
    return rows.select_related("organization", "category").order_by("code")


def standing_gifts() -> QuerySet[Gift]:
    """Return the gifts that were confirmed and have not gone back, and of which no refund is under way."""
    under_way = Refund.objects.filter(gift=OuterRef("pk"), state__in=RefundState.living())
    return Gift.objects.filter(~Exists(under_way), state=GiftState.STANDING)


def returnable(round_id: int | None = None) -> QuerySet[Gift]:
    """Return the gifts for projects that must go back: their project is out, or its grant was given up, or they came
    after its grant was offered. Who waits on the reserve list is out once the projects of the round run."""
    awards = Award.objects.filter(project=OuterRef("donation__project"))
    living = awards.filter(
        Q(state__in=HELD_AWARDS) | Q(state=AwardState.RESERVE, decision__round__state=RoundState.DECIDED)
    )
    offered = Grant.objects.filter(project=OuterRef("donation__project"))
    unbound = Q(grant__isnull=True)
    out = Q(donation__project__state__in=OUT) | (Q(donation__round__state__in=OVER) & ~Exists(living))
    lost = unbound & (out | Exists(offered)) | Q(grant__state=GrantState.ABANDONED)
    rows = standing_gifts().filter(lost, donation__target=DonationTarget.PROJECT)
    return rows.filter(donation__round=round_id) if round_id is not None else rows


def unreturned(round_id: int) -> QuerySet[Gift]:
    """Return the gifts for projects of a round that no grant holds and that have not gone back yet."""
    back = Refund.objects.filter(gift=OuterRef("pk"), state=RefundState.PAID)
    rows = Gift.objects.filter(~Exists(back), Q(grant__isnull=True) | Q(grant__state=GrantState.ABANDONED))
    return rows.filter(
        donation__round=round_id, donation__target=DonationTarget.PROJECT, state=GiftState.STANDING
    )  # fmt: skip


def pool_left(source_id: int, category_id: int | None) -> int:
    """Return what is left of the money given to a fund or a field: gifts less refunds under way and supports that
    stand. Two queries."""
    given = standing_gifts().filter(kind=GiftKind.MONEY, donation__category=category_id)
    mine = Q(donation__fund__source=source_id) | Q(
        donation__fund__isnull=True, donation__round__donation_rules__source=source_id
    )
    came = given.filter(mine).exclude(donation__target=DonationTarget.PROJECT)
    supports = Support.objects.filter(source=source_id, project__category=category_id, state=AskState.APPROVED)
    stands = Q(grant__isnull=True, project__award__state__in=LIVING_AWARDS) | (
        Q(grant__isnull=False) & ~Q(grant__state=GrantState.ABANDONED)
    )
    return _sum(came) - _sum(supports.filter(stands))


def terms_of(round_: Round, rules: DonationRules) -> Terms:
    """Return a round's rules as the pure ones read them."""
    return Terms(
        naming_share=round_.naming_share, match_share=round_.match_share, match_cap_fen=round_.match_cap_fen,
        unmatched_cap_fen=round_.unmatched_cap_fen, points=rules.points, full_share=rules.full_share,
        points_on_top=rules.points_on_top, goods_matched=rules.goods_matched,
    )  # fmt: skip


def earned_by(round_: Round, rules: DonationRules) -> list[tuple[Project, Earned, int]]:
    """Return each project of a round with donations, what it earns with what counts, and what came too late (fen).

    Two queries, however many projects.
    """
    sums = given_by_project(round_.pk, rules)
    terms = terms_of(round_, rules)
    rows = Project.objects.filter(pk__in=sums).select_related("organization", "category").order_by("code")
    found = []
    for project in rows:
        money, goods, late = sums[project.pk]
        found.append((project, earned(money, goods, project.total_fen, terms), late))
    return found


def given_by_project(round_id: int, rules: DonationRules) -> Mapping[int, tuple[int, int, int]]:
    """Return (money that counts, goods that count, what came too late) by project. One query."""
    rows = Gift.objects.filter(
        donation__round=round_id, donation__target=DonationTarget.PROJECT, state=GiftState.STANDING
    ).exclude(refunds__state__in=RefundState.living())
    sums: dict[int, tuple[int, int, int]] = {}
    for project, kind, on, fen in rows.values_list("donation__project", "kind", "on", "amount_fen"):
        money, goods, late = sums.get(project, (0, 0, 0))
        if on > rules.counts_until:
            late += fen
        elif kind == GiftKind.MONEY:
            money += fen
        else:
            goods += fen
        sums[project] = (money, goods, late)
    return sums


def for_list() -> QuerySet[Donation]:
    """Return donations with what arrived and what went back. No query per row."""
    standing = Q(gifts__state=GiftState.STANDING)
    return Donation.objects.select_related("round", "project", "category", "fund", "entered_by").annotate(
        came_fen=Sum("gifts__amount_fen", filter=standing, default=0)
    )


def of_donation(donation: Donation) -> list[Gift]:
    """Return the gifts of a donation with their refunds. Two queries."""
    rows = donation.gifts.select_related("recorded_by", "decided_by", "file", "grant__project")
    return list(rows.prefetch_related("refunds__asked_by", "refunds__decided_by"))


def public_funds() -> list[dict[str, Any]]:
    """Return the funds that everybody sees, with what came in and what went to projects. Three queries."""
    funds = list(NamedFund.objects.filter(state__in=FundState.public()).order_by("founded_on", "pk"))
    came, used = _came(funds), _used(funds)
    return [
        {"fund": each, "came_fen": came.get(each.pk, 0), "used_fen": used.get(each.source_id, 0)} for each in funds
    ]  # fmt: skip


def one_fund(slug: str) -> NamedFund | None:
    return NamedFund.objects.filter(slug=slug, state__in=FundState.public()).select_related("source").first()


def money_of_fund(fund: NamedFund) -> dict[str, int]:
    """Return what a fund got in money and goods, what went back, what is bound to projects, and what is left."""
    rows = Gift.objects.filter(donation__fund=fund, state=GiftState.STANDING)
    kept = rows.exclude(refunds__state=RefundState.PAID)
    money = _sum(kept.filter(kind=GiftKind.MONEY))
    used = _used([fund]).get(fund.source_id, 0)
    return {
        "money_fen": money, "goods_fen": _sum(kept.filter(kind=GiftKind.GOODS)), "used_fen": used,
        "left_fen": money - used, "gifts": kept.count(),
    }  # fmt: skip


def years_of_fund(fund: NamedFund) -> list[tuple[int, int, int]]:
    """Return (year, came in, bound to projects) of a fund, the newest first. Two queries."""
    years: dict[int, list[int]] = {}
    kept = Gift.objects.filter(donation__fund=fund, state=GiftState.STANDING, kind=GiftKind.MONEY)
    for on, fen in kept.exclude(refunds__state=RefundState.PAID).values_list("on", "amount_fen"):
        years.setdefault(on.year, [0, 0])[0] += fen
    for year, fen in bound_supports([fund.source_id]).values_list("grant__round__year", "amount_fen"):
        years.setdefault(year, [0, 0])[1] += fen
    return [(year, came, used) for year, (came, used) in sorted(years.items(), reverse=True)]


def donors_of(rows: QuerySet[Donation]) -> list[str]:
    """Return the names of donors who agreed to be named and from whom something arrived. One query."""
    named = rows.filter(shown_at__isnull=False, gifts__state=GiftState.STANDING)
    kept = named.exclude(gifts__refunds__state=RefundState.PAID)
    return list(kept.order_by("donor_name").values_list("donor_name", flat=True).distinct())


def projects_of_fund(fund: NamedFund) -> list[Support]:
    """Return the projects that a fund pays for, with what each gets. One query."""
    rows = bound_supports([fund.source_id]).select_related("grant__project__category", "grant__organization")
    return list(rows.order_by("-grant__round__year", "grant__project__code"))


def bound_supports(sources: Iterable[int]) -> QuerySet[Support]:
    rows = Support.objects.filter(source__in=list(sources), state=AskState.APPROVED, grant__isnull=False)
    return rows.exclude(grant__state__in=(GrantState.ABANDONED, GrantState.OFFERED))


def _came(funds: Iterable[NamedFund]) -> dict[int, int]:
    rows = Gift.objects.filter(donation__fund__in=list(funds), state=GiftState.STANDING, kind=GiftKind.MONEY)
    kept = rows.exclude(refunds__state=RefundState.PAID).values("donation__fund")
    return {row["donation__fund"]: row["fen"] for row in kept.annotate(fen=Sum("amount_fen")).order_by()}


def _used(funds: Iterable[NamedFund]) -> dict[int, int]:
    rows = bound_supports(each.source_id for each in funds).values("source")
    return {row["source"]: row["fen"] for row in rows.annotate(fen=Sum("amount_fen")).order_by()}


def _sum(rows: QuerySet[Any]) -> int:
    return int(rows.aggregate(fen=Sum("amount_fen", default=0))["fen"])

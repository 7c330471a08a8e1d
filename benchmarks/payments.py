"""What the finance desk costs with 200 requests, each with its ticks.

Grants and requests are laid straight into the tables: what a page costs does not depend on how its rows came to be.
"""

from collections.abc import Iterator
from typing import Any, Final

from django.db import connection

from accounts.demo import person
from accounts.models import User
from benchmarks.city import City
from benchmarks.measuring import Caller, cost
from grants.enums import PaymentState
from grants.models import Agreement, Grant, GrantShare, GrantTranche, Payment, PaymentPart
from organizations.models import BankAccount, Organization
from projects.models import Project
from reviews.models import Award, Decision, Ranking, Selection
from rounds.models import FundSource, Round
from venture.kernel import clock

SIZE: Final = 1_000
ROWS: Final = 200
QUERIES, CPU_MS = 15, 60
AWARD, PARTS = 100_000_000, (50_000_000, 40_000_000, 10_000_000)


def run() -> Iterator[dict[str, Any]]:
    """Yield a line for the desk as its maker and as its approver see it."""
    City().grow_to(SIZE)
    _laid()
    for name in ("finance_maker", "clerk"):
        caller = Caller(person(name))
        measured = cost(lambda caller=caller: caller.ask("/admin/desk/payments/?tab=asked"))
        assert measured.status == 200, (name, measured)
        yield {
            "page": f"payments desk as {name}",
            "database": connection.vendor,
            "rows": ROWS,
            "queries": {"budget": QUERIES, "measured": measured.queries},
            "cpu_ms": {"budget": CPU_MS, "measured": measured.cpu_ms},
            "wall_ms": measured.wall_ms,
            "bytes": measured.bytes,
            "kept": measured.queries <= QUERIES and measured.cpu_ms <= CPU_MS,
        }


def _laid() -> None:
    """Lay 200 requests for first tranches, everything around them in order."""
    now, today = clock.now(), clock.today()
    asker, funder = (User.objects.create_user(f"bench-{each}@yunxi.example", display_name=each) for each in "ab")
    clerk, source = person("clerk"), FundSource.objects.order_by("pk")[0]
    grants = _grants(clerk)
    Organization.objects.filter(grants__in=grants).update(state="verified")
    for organization in Organization.objects.filter(grants__in=grants, accounts=None).distinct():
        BankAccount.objects.create(
            organization=organization, holder=organization.name, bank="云溪银行", branch="城东支行", sealed="-",
            tail="0001", fingerprint="0" * 64, state="current", proposed_by=asker, proposed_at=now, decided_by=funder,
            decided_at=now, usable_from=today,
        )  # fmt: skip
    accounts = dict(BankAccount.objects.filter(state="current").values_list("organization", "pk"))
    shares = GrantShare.objects.bulk_create(
        GrantShare(grant=each, source=source, year=today.year, amount_fen=AWARD) for each in grants
    )
    tranches = GrantTranche.objects.bulk_create(
        GrantTranche(grant=each, order=order, share=fen // 10_000, amount_fen=fen, trigger="signed")
        for each in grants
        for order, fen in enumerate(PARTS, start=1)
    )
    Agreement.objects.bulk_create(
        Agreement(
            grant=each, version=1, number=f"B-{each.pk}", state="signed", sha256="0" * 64, drafted_by=clerk,
            drafted_at=now, signed_by_organization=asker, signed_by_funder=funder, signed_on=today,
        )
        for each in grants
    )  # fmt: skip
    payments = Payment.objects.bulk_create(
        Payment(
            grant=each, tranche=tranche, number=f"ZF-{each.pk}-0101", key=f"bench-{each.pk}",
            state=PaymentState.REQUESTED, amount_fen=PARTS[0], receipt_number=f"{each.pk}", receipt_fen=PARTS[0],
            account_id=accounts.get(each.organization_id), requested_by=asker, requested_at=now, moved_at=now,
        )
        for each, tranche in zip(grants, tranches[::3], strict=True)
    )  # fmt: skip
    PaymentPart.objects.bulk_create(
        PaymentPart(payment=each, share=share, amount_fen=PARTS[0])
        for each, share in zip(payments, shares, strict=True)
    )


def _grants(clerk: User) -> list[Grant]:
    projects = list(Project.objects.filter(submissions__isnull=False, award=None).distinct().order_by("pk")[:ROWS])
    now, round_ = clock.now(), Round.objects.get(pk=projects[0].round_id)
    ranking = Ranking.objects.create(
        round=round_, version=98, inputs="{}", inputs_hash="0" * 64, computed_by=clerk, computed_at=now
    )
    selection = Selection.objects.create(
        round=round_, ranking=ranking, version=98, state="replaced", content_hash="0" * 64, made_by=clerk, made_at=now
    )
    decision = Decision.objects.create(round=round_, selection=selection, state="draft")
    awards = Award.objects.bulk_create(
        Award(project=each, decision=decision, state="confirmed", amount_fen=AWARD, moved_at=now) for each in projects
    )
    return Grant.objects.bulk_create(
        Grant(
            award=award, project=award.project, organization_id=award.project.organization_id, round=round_,
            submission=award.project.submissions.order_by("-version")[0], state="active", amount_fen=AWARD,
            offered_at=now, moved_at=now,
        )
        for award in awards
    )  # fmt: skip

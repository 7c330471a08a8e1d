"""What the finance desk costs with 200 requests, each with its ticks.

Grants and requests are laid straight into the tables: what a page costs does not depend on how its rows came to be.
"""

from collections.abc import Iterator
from copy import copy
from typing import Any, Final

from django.core.management import call_command
from django.db import connection

from accounts.demo import person
from accounts.models import User
from benchmarks.city import made_organizations
from benchmarks.measuring import Caller, cost
from grants.enums import PaymentState
from grants.models import Agreement, Grant, GrantShare, GrantTranche, Payment, PaymentPart
from organizations.models import BankAccount, Organization
from projects.models import Project, Submission
from reviews.models import Award, Decision, Ranking, Selection
from rounds.models import Envelope, FundSource, Round
from venture.kernel import clock

ROWS: Final = 200
PER_ORGANIZATION: Final = 3
QUERIES, CPU_MS = 15, 60
AWARD, PARTS = 100_000_000, (50_000_000, 40_000_000, 10_000_000)


def run() -> Iterator[dict[str, Any]]:
    """Yield a line for the desk as its maker and as its approver see it."""
    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0)
    lay()
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


def lay() -> None:
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
    handed_in = _handed_in()
    projects = [each.project for each in handed_in]
    now, round_ = clock.now(), Round.objects.get(pk=projects[0].round_id)
    envelope = Envelope.objects.filter(category__round=round_).order_by("pk")[0]
    ranking = Ranking.objects.create(
        round=round_, version=98, inputs="{}", inputs_hash="0" * 64, computed_by=clerk, computed_at=now
    )
    selection = Selection.objects.create(
        round=round_, ranking=ranking, version=98, state="replaced", content_hash="0" * 64, made_by=clerk, made_at=now
    )
    decision = Decision.objects.create(round=round_, selection=selection, state="draft")
    awards = Award.objects.bulk_create(
        Award(
            project=each, decision=decision, envelope=envelope, state="confirmed", amount_fen=AWARD, moved_at=now
        )
        for each in projects
    )  # fmt: skip
    return Grant.objects.bulk_create(
        Grant(
            award=award, project=award.project, organization_id=award.project.organization_id, round=round_,
            submission=submission, state="active", amount_fen=AWARD, offered_at=now, moved_at=now,
        )
        for award, submission in zip(awards, handed_in, strict=True)
    )  # fmt: skip


def _handed_in() -> list[Submission]:
    """Return what was handed in for as many projects: each a copy of one that was played, of many organisations."""
    homes = made_organizations(-(-ROWS // PER_ORGANIZATION))
    played = Submission.objects.select_related("project").order_by("pk")[0]
    projects, submissions = [], []
    for number in range(ROWS):
        project, submission = copy(played.project), copy(played)
        project.pk, project.code = None, f"BENCH-{number}"
        project.blind_code = f"B{number}"
        project.organization_id = homes[number % len(homes)]
        submission.pk, submission.project, submission.receipt = None, project, f"BENCH-{number}"
        projects.append(project)
        submissions.append(submission)
    Project.objects.bulk_create(projects)
    return Submission.objects.bulk_create(submissions)

"""Agreements: the organisation's pages, the staff's desk of a round and of one grant."""

from collections.abc import Callable, Mapping
from typing import Any

from accounts.demo import person
from grants.models import Grant, GrantShare, Improvement
from organizations.demo import OURS, named
from organizations.models import Organization
from projects.models import Project
from reviews.models import Award
from rounds.enums import RoundState
from rounds.models import Envelope, FundSource, Round
from tests.matrix import rows
from tests.matrix.doors import DoorLine, act, form, page
from tests.matrix.once import once
from tests.matrix.personas import at_desks
from tests.matrix.table.deciding import accepted, decision, no_round, strangers
from tests.matrix.table.submitting import MEMBERS, WRITERS
from venture.kernel import clock, policy

LINE = {
    "id": "b1", "category": "activity", "item": "巡访补贴", "activity": None, "unit": "次", "quantity": "1",
    "price": 8_000_000, "own": None, "donation": None, "basis": "一次",
}  # fmt: skip
AMOUNT = 6_000_000


def a_grant(organization: Organization | None = None) -> Grant:
    """Return an offered grant whose budget is being revised, straight in its tables."""
    made, now = decision(), clock.now()
    Round.objects.filter(pk=made.round_id).update(state=RoundState.DECIDED)
    project = accepted(made.round, organization)
    category = made.round.categories.order_by("order", "pk").first() or made.round.categories.create(
        slug="elderly", name="为老服务"
    )
    Project.objects.filter(pk=project.pk).update(category=category)
    envelope, _new = Envelope.objects.get_or_create(
        category=category, source=FundSource.objects.order_by("pk")[0], area=None, first_time=False,
        defaults={"amount_fen": 10 * AMOUNT},
    )  # fmt: skip
    award = Award.objects.create(
        project=project, decision=made, state="confirmed", amount_fen=AMOUNT, envelope=envelope, moved_at=now
    )
    grant = Grant.objects.create(
        award=award, project=project, organization=project.organization, round=made.round,
        submission=project.submissions.latest("version"), amount_fen=AMOUNT, offered_at=now, moved_at=now,
        sign_by=clock.today(),
        plan={"sections": {"budget": {"lines": [LINE]}}, "names": {"communities": {}, "papers": {}}, "papers": []},
    )  # fmt: skip
    GrantShare.objects.create(grant=grant, source=envelope.source, year=made.round.year, amount_fen=AMOUNT)
    grant.tranches.create(order=1, share=10_000, amount_fen=AMOUNT, trigger="signed")
    Improvement.objects.create(
        grant=grant, wishes="请按核定金额调整。", changes={"typed": {}}, opened_by=person("clerk"), opened_at=now
    )
    return grant


def keys(organization: Callable[[], Organization], **more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"code": once(a_grant, organization()).project.code, **more}


def ours() -> Organization:
    return named(OURS)


def round_of(**more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"code": once(a_grant).round.code, **more}


def opens(user: Any) -> bool:
    return at_desks(user) and policy.allows(user, "agreements.open_round", once(a_grant).round)


def reads(user: Any) -> bool:
    return at_desks(user) and policy.allows(user, "agreements.view_staff", once(a_grant))


def nobody(**more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"code": "GY0000-0000", **more}


TABLE: dict[str, DoorLine] = {
    "grants:list": page(),
    "grants:agreement": form(*MEMBERS, keys=keys(ours), foreign=keys(strangers), post=frozenset({404})),
    "grants:improve": form(
        *WRITERS, keys=keys(ours, section="budget"), foreign=keys(strangers, section="budget")
    ),
    "admin:agreements_desk": page(keys=round_of(), foreign=no_round(), may=opens),
    "admin:agreements_sheet": page(keys=round_of(), foreign=no_round(), may=opens, screens=False),
    "admin:agreements_act": act(keys=round_of(verb="offer-all"), foreign=no_round(verb="offer-all"), may=opens),
    "admin:agreement_desk": page(keys=keys(ours), foreign=nobody(), may=reads),
    # Nothing is drafted yet: the paper looks missing to everybody.
    "admin:agreement_paper": page(
        keys=keys(ours, kind="pdf"), foreign=nobody(kind="pdf"), may=reads, get=frozenset({404}), screens=False
    ),
    "admin:agreement_act": act(keys=keys(ours, verb="draft"), foreign=nobody(verb="draft"), may=reads),
}  # fmt: skip
rows.FEW |= {"grants.grant": a_grant}

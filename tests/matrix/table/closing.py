"""The end of a project: evaluations, measures, claims, close-outs, annual accounts, targets."""

from collections.abc import Callable, Mapping
from typing import Any

from accounts.demo import person
from grants.models import (
    AnnualAccount,
    Closure,
    Evaluation,
    Grant,
    Measure,
    Recovery,
    SatisfactionVoice,
)
from organizations.models import Community
from rounds.models import EvaluationItem, FundSource, ResultGrade
from tests.matrix import rows
from tests.matrix.doors import DoorLine, act, form, page, public
from tests.matrix.once import once
from tests.matrix.personas import at_desks
from tests.matrix.table.agreements import a_grant, keys, nobody, ours, strangers
from tests.matrix.table.deciding import no_round
from tests.matrix.table.submitting import MEMBERS
from venture.kernel import clock, policy

MISSING = 9_999_999
READERS = (
    "clerk", "head", "operator", "auditor", "supervision", "evaluator", "finance_maker", "finance_checker",
)  # fmt: skip


def running() -> Grant:
    """Return a running grant of ours in a round that judges a final evaluation."""
    grant = a_grant(ours())
    Grant.objects.filter(pk=grant.pk).update(state="active")
    grant.refresh_from_db()
    if not EvaluationItem.objects.filter(round=grant.round).exists():
        EvaluationItem.objects.create(
            round=grant.round, phase="final", dimension="项目成效", name="服务成效", points=100
        )
        ResultGrade.objects.create(round=grant.round, phase="final", name="合格", floor=60)
        ResultGrade.objects.create(round=grant.round, phase="final", name="不合格", floor=0, passes=False)
    return grant


def evaluation() -> Evaluation:
    return Evaluation.objects.create(grant=running(), phase="final", opened_at=clock.now())


def voice() -> SatisfactionVoice:
    made = evaluation()
    return SatisfactionVoice.objects.create(
        evaluation=made, community=Community.objects.order_by("pk")[0], token=f"voice-{made.pk}", sent_at=clock.now()
    )


def measure() -> Measure:
    return Measure.objects.create(
        grant=running(), kind="suspension", reason="账目不清。", asked_by=person("clerk"), asked_at=clock.now()
    )


def recovery() -> Recovery:
    grant = running()
    share = grant.shares.select_related("source")[0]
    return Recovery.objects.create(
        grant=grant, source=share.source, year=share.year, ground="breach", amount_fen=10_000, reason="超范围使用。",
        key=f"matrix-{grant.pk}", claimed_by=person("clerk"), claimed_at=clock.now(),
    )  # fmt: skip


def closure() -> Closure:
    return Closure.objects.create(grant=running(), opened_at=clock.now())


def account() -> AnnualAccount:
    figures = dict.fromkeys(
        ("brought_fen", "given_fen", "paid_fen", "returned_fen", "free_fen", "bound_fen", "left_fen"), 0
    )
    source = FundSource.objects.order_by("pk")[0]
    return AnnualAccount.objects.create(
        source=source, year=2020, version=AnnualAccount.objects.filter(source=source, year=2020).count() + 1,
        content={"figures": figures, "fields": [], "projects": []}, sha256="0" * 64, made_by=person("finance_maker"),
        made_at=clock.now(),
    )  # fmt: skip


def one(make: Callable[[], Any], **more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"pk": once(make).pk, **more}


def none(**more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"pk": MISSING, **more}


def sees(permission: str, row: Callable[[], Any], *, staff: bool = True) -> Callable[[Any], bool]:
    return lambda user: (at_desks(user) or not staff) and policy.allows(user, permission, once(row))


def of_running(**more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"code": once(running).project.code, **more}


def its_round(**more: Any) -> Callable[[], Mapping[str, Any]]:
    return lambda: {"code": once(running).round.code, **more}


def round_of_it() -> Any:
    return once(running).round


ENDS = sees("grants.view_end", running)
TABLE: dict[str, DoorLine] = {
    "evaluation:home": page(*READERS, "district"),
    "evaluation:begin": act(
        keys=of_running(phase="final"), foreign=nobody(phase="final"), may=sees("grants.evaluate", running, staff=False)
    ),
    "evaluation:sheet": form(
        keys=one(evaluation), foreign=none(), may=sees("evaluations.view", evaluation, staff=False)
    ),
    "evaluation:act": act(
        keys=one(evaluation, verb="ask"),
        foreign=none(verb="ask"),
        may=sees("evaluations.view", evaluation, staff=False),
    ),
    "grants:voice": public(
        methods=frozenset({"GET", "HEAD", "POST"}),
        keys=lambda: {"token": once(voice).token},
        foreign=lambda: {"token": "no-such-link"},
    ),
    "grants:evaluation": form(*MEMBERS, keys=keys(ours), foreign=keys(strangers), post=frozenset({404})),
    "admin:grant_end": page(keys=of_running(), foreign=nobody(), may=ENDS),
    "admin:grant_end_act": act(keys=of_running(verb="close"), foreign=nobody(verb="close"), may=ENDS),
    "admin:measure_act": act(
        keys=one(measure, verb="approve"), foreign=none(verb="approve"), may=sees("measures.view", measure)
    ),
    "admin:claim_act": act(
        keys=one(recovery, verb="return"), foreign=none(verb="return"), may=sees("recoveries.view_staff", recovery)
    ),
    "admin:closure_act": act(
        keys=one(closure, verb="check"), foreign=none(verb="check"), may=sees("closures.view", closure)
    ),
    "admin:annual_account_new": form("clerk", "finance_maker", "district"),
    "admin:annual_account_desk": page(keys=one(account), foreign=none(), may=sees("annual_accounts.view", account)),
    "admin:annual_account_sheet": page(
        keys=one(account), foreign=none(), may=sees("annual_accounts.view", account), screens=False
    ),
    "admin:annual_account_act": act(
        keys=one(account, verb="check"), foreign=none(verb="check"), may=sees("annual_accounts.view", account)
    ),
    "admin:round_targets": form(
        keys=its_round(),
        foreign=no_round(),
        may=sees("evaluations.targets", round_of_it),
        writers=sees("evaluations.set_targets", round_of_it),
    ),
    "admin:round_targets_sheet": page(
        keys=its_round(), foreign=no_round(), may=sees("evaluations.targets", round_of_it), screens=False
    ),
    "admin:round_step": act(
        keys=its_round(verb="implement"),
        foreign=no_round(verb="implement"),
        may=sees("evaluations.targets", round_of_it),
    ),
    "admin:results_notice": act(
        keys=its_round(phase="final"), foreign=no_round(phase="final"), may=sees("evaluations.publish", round_of_it)
    ),
}
rows.FEW |= {
    "grants.evaluation": evaluation,
    "grants.measure": measure,
    "grants.recovery": recovery,
    "grants.closure": closure,
    "grants.annualaccount": account,
}

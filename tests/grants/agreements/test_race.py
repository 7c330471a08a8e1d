"""Threads on PostgreSQL: one signature, one countersignature; giving up or an accepted objection against it."""

from typing import Any

import pytest

from grants.flows import agreements as flows
from grants.models import Agreement, JournalEntry
from notices.models import Hold
from rounds.flows.locks import shared
from tests.grants.agreements.cases import OFFERED, Case, make_case, scan, sent, signed
from tests.together import outcomes
from venture.audit.flows import record
from venture.audit.models import AuditEntry
from venture.kernel import clock

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_signed_twice_at_once_stands_once() -> None:
    case = make_case(signing="scan")
    agreement = sent(case)
    papers = [(scan(case), scan(case)) for _each in range(4)]
    with clock.at(OFFERED):
        told = outcomes(
            [
                lambda pair=pair: flows.sign_by_scan(  # type: ignore[misc]
                    agreement_id=agreement.pk, sha256=agreement.sha256, scan=pair[0], letter=pair[1], actor=case.owner
                )
                for pair in papers
            ]
        )
    assert sorted(told) == [*["agreement_illegal_move"] * 3, "done"]
    assert AuditEntry.objects.filter(verb="agreement.sign").count() == 1


def test_countersigned_twice_at_once_commits_once() -> None:
    case = make_case()
    agreement = signed(case)
    with clock.at(OFFERED):
        told = outcomes(
            [
                lambda actor=actor: flows.countersign_agreement(agreement_id=agreement.pk, actor=actor)  # type: ignore[misc]
                for actor in (case.head, case.second, case.head, case.second)
            ]
        )
    assert sorted(told) == [*["agreement_illegal_move"] * 3, "done"]
    assert JournalEntry.objects.filter(kind="commit").count() == 1
    assert case.grant.committed_fen == case.grant.amount_fen


def test_given_up_against_countersigned_leaves_no_money_bound_to_nobody() -> None:
    case = make_case()
    agreement = signed(case)
    with clock.at(OFFERED):
        told = outcomes(
            [
                lambda: flows.give_up_grant(grant_id=case.grant.pk, reason="放弃", actor=case.owner),
                lambda: flows.countersign_agreement(agreement_id=agreement.pk, actor=case.head),
            ]
        )
    grant = case.grant
    assert told[0] == "done"
    assert told[1] in {"done", "agreement_illegal_move"}
    assert (grant.state, grant.committed_fen, Agreement.objects.get().state) == ("abandoned", 0, "void")
    kinds = list(JournalEntry.objects.filter(grant=grant).order_by("number").values_list("kind", flat=True))
    assert kinds == (["commit", "release"] if told[1] == "done" else [])


def test_an_objection_that_is_accepted_meanwhile_is_seen_or_comes_after() -> None:
    case = make_case()
    agreement = signed(case)

    with clock.at(OFFERED):
        told = outcomes(
            [
                lambda: _accepted(case),
                lambda: flows.countersign_agreement(agreement_id=agreement.pk, actor=case.head),
            ]
        )
    order = list(
        AuditEntry.objects.filter(verb__in=["hold.place", "grant.sign"]).order_by("seq").values_list("verb", flat=True)
    )
    assert told[0] == "done"
    assert (told[1], order) in [("grant_held", ["hold.place"]), ("done", ["grant.sign", "hold.place"])]
    assert case.grant.state == ("agreed" if told[1] == "done" else "offered")


def _accepted(case: Case) -> Any:
    """Place a hold as accepting an objection does: under the round, shared."""

    with shared(case.scored.round.pk):
        hold = Hold.objects.create(project=case.award.project, reason="R-1", placed_by=case.head, placed_at=OFFERED)
        record(actor=case.head, verb="hold.place", subject=hold)

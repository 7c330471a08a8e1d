"""Drafted, sent, signed by the organisation, countersigned by another person: from then on the money is committed."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from accounts.enums import Role
from grants.enums import AgreementState
from grants.flows import agreements as flows
from grants.flows.agreements.printing import hash_of, word_of
from grants.models import Agreement, JournalEntry, OrganizationStop
from grants.queries.agreement_words import text_of_word
from notices.models import Hold
from organizations.models import Organization, Sanction
from reviews.models import Award
from rounds.models import FundSource
from tests.accounts.factories import make_user
from tests.grants.agreements.cases import (
    ASKED,
    OFFERED,
    Case,
    drafted,
    in_force,
    kept,
    make_case,
    member,
    offered,
    scan,
    sent,
    signed,
)
from tests.reviews.decide_factories import WAN
from tests.venture.files import samples
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], object], at: timedelta = timedelta()) -> str:
    with clock.at(OFFERED + at), pytest.raises(RuleRefusal) as told:
        act()
    return told.value.code


def test_a_draft_says_everything_in_official_chinese_and_nobody_outside_hears_of_it() -> None:
    case = make_case()
    FundSource.objects.update(mark="中国福利彩票公益金资助", duty="按规定公开使用情况。")
    agreement = drafted(case)

    text = "\n".join(block.get("text", "") for block in agreement.content["blocks"])
    assert agreement.number == f"{case.award.project.code}-XY01"
    assert "公益创投项目资助协议书" in text
    assert "80,000.00元（大写：人民币捌万元整）" in text or "捌万元整" in text
    assert "专款专用" in text
    assert "“中国福利彩票公益金资助”标识" in text
    assert case.grant.submission.sha256 in text
    table = next(block for block in agreement.content["blocks"] if block["kind"] == "table")
    assert [row[2] for row in table["rows"]] == ["40,000.00", "32,000.00", "8,000.00"]
    assert (agreement.state, agreement.sha256, agreement.paper) == ("draft", "", None)
    assert not Message.objects.filter(event="agreement_sent").exists()
    assert "80,000.00" in text_of_word(word_of(agreement))


def test_a_purchase_of_services_gets_its_contract() -> None:
    case = make_case(nature="purchase")
    agreement = drafted(case)
    assert agreement.number.endswith("-HT01")
    assert agreement.content["fields"]["title"] == "政府购买服务合同"
    assert "合规的税务发票" in str(agreement.content["blocks"])


def test_sending_freezes_text_and_hash_and_prints_it_with_the_application_behind() -> None:
    case = make_case()
    agreement = sent(case)

    assert (agreement.state, agreement.sha256, agreement.sent_by) == ("sent", hash_of(agreement), case.clerk)
    assert agreement.paper is not None
    with default_storage.open(agreement.paper.place) as content:
        pages = PdfReader(BytesIO(content.read())).pages
    annex = samples.pages_of(samples.pdf())
    assert len(pages) > annex
    assert Message.objects.filter(person=case.owner, event="agreement_sent").count() == 1
    for change in ({"content": {}}, {"annex_sha256": "0" * 64}, {"parties": []}, {"state": "draft"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Agreement.objects.filter(pk=agreement.pk).update(**change)


def test_what_changed_in_the_records_since_the_draft_keeps_it_from_leaving() -> None:
    case = make_case()
    agreement = drafted(case)
    Organization.objects.filter(pk=case.award.project.organization_id).update(legal_representative="乙")
    assert refused(lambda: flows.send_agreement(agreement_id=agreement.pk, actor=case.clerk)) == (
        "agreement_records_changed"
    )
    assert case.agreement.state == "draft"


def test_the_signatory_signs_by_a_code_for_this_text_only() -> None:
    case = make_case()
    agreement = sent(case)
    signatory = member(case, "signatory")
    with clock.at(OFFERED):
        flows.send_signing_code(agreement_id=agreement.pk, actor=signatory, language="zh-hans")
    assert refused(
        lambda: flows.sign_by_code(agreement_id=agreement.pk, sha256="0" * 64, code="000000", actor=signatory)
    ) == ("agreement_not_this")
    assert refused(
        lambda: flows.sign_by_code(agreement_id=agreement.pk, sha256=agreement.sha256, code="x", actor=signatory)
    ) == ("signing_code_wrong")
    assert case.agreement.state == "sent"


def test_a_sealed_scan_with_its_letter_signs_where_the_round_takes_one() -> None:
    case = make_case()
    agreement = sent(case)
    given = {"agreement_id": agreement.pk, "sha256": agreement.sha256, "actor": case.owner}
    assert refused(lambda: flows.sign_by_scan(**given, scan=scan(case), letter=scan(case))) == "signing_way_closed"
    case.scored.round.signing = "scan"
    case.scored.round.save(update_fields=["signing"])
    with clock.at(OFFERED):
        done = flows.sign_by_scan(**given, scan=scan(case), letter=scan(case))
    assert (done.state, done.signed_by_organization) == ("countersign", case.owner)
    assert done.scan is not None
    assert done.authorisation is not None
    assert Message.objects.filter(person=case.clerk, event="agreement_to_countersign").count() == 1


def test_countersigning_commits_the_money_at_once_with_the_agreement_as_its_document() -> None:
    case = make_case()
    agreement = in_force(case)

    grant = case.grant
    assert (agreement.state, agreement.signed_by_funder, grant.state) == ("signed", case.head, "agreed")
    assert (grant.committed_fen, grant.starts_on is not None) == (ASKED, True)
    entry = JournalEntry.objects.get(kind="commit")
    assert (entry.grant, entry.document, entry.document_pk) == (grant, agreement.number, str(agreement.pk))
    verbs = list(
        AuditEntry.objects.filter(verb__in=["agreement.countersign", "grant.sign"]).values_list("verb", flat=True)
    )
    assert sorted(verbs) == ["agreement.countersign", "grant.sign"]


def test_who_had_a_hand_in_it_does_not_countersign_superusers_included() -> None:
    case = make_case()
    agreement = signed(case)
    boss = make_user(Role.HEAD)
    boss.is_superuser = True
    boss.save()
    assert (
        refused(lambda: flows.countersign_agreement(agreement_id=agreement.pk, actor=case.clerk)) == "agreement_by_two"
    )
    assert refused(lambda: flows.countersign_agreement(agreement_id=agreement.pk, actor=case.owner)) == (
        "own_organization"
    )
    assert (case.agreement.state, case.grant.state, case.grant.committed_fen) == ("countersign", "offered", 0)
    with clock.at(OFFERED):
        flows.countersign_agreement(agreement_id=agreement.pk, actor=boss)
    assert case.grant.state == "agreed"


def test_without_money_in_the_ledger_nothing_is_signed() -> None:
    case = make_case(money=0)
    agreement = signed(case)
    assert refused(lambda: flows.countersign_agreement(agreement_id=agreement.pk, actor=case.head)) == "ledger_short"
    assert (case.agreement.state, case.grant.state, JournalEntry.objects.count()) == ("countersign", "offered", 0)


@pytest.mark.parametrize(
    ("bar", "code"),
    [
        ("hold", "grant_held"),
        ("lost", "grant_award_gone"),
        ("stop", "organization_stopped"),
        ("unverified", "grantee_not_verified"),
        ("sanction", "organization_sanctioned"),
        ("certificate", "organization_certificate_over"),
    ],
)
def test_nothing_is_drafted_sent_signed_or_countersigned_while_a_bar_stands(bar: str, code: str) -> None:
    case = make_case()
    agreement = signed(case)
    _bar(case, bar)
    assert refused(lambda: flows.countersign_agreement(agreement_id=agreement.pk, actor=case.head)) == code
    assert (case.agreement.state, case.grant.state, JournalEntry.objects.filter(kind="commit").count()) == (
        "countersign", "offered", 0,
    )  # fmt: skip
    with clock.at(OFFERED):
        flows.void_agreement(agreement_id=agreement.pk, reason="重拟", actor=case.clerk)
    assert refused(lambda: flows.draft_agreement(grant_id=case.grant.pk, actor=case.clerk)) == code


def _bar(case: Case, bar: str) -> None:
    organization = case.award.project.organization
    if bar == "hold":
        Hold.objects.create(project=case.award.project, reason="R-1", placed_by=case.head, placed_at=OFFERED)
    elif bar == "lost":
        Award.objects.filter(pk=case.award.pk).update(state="lost")
    elif bar == "stop":
        OrganizationStop.objects.create(
            organization=organization, reason="账户存疑", placed_by=case.head, placed_at=OFFERED
        )
    elif bar == "unverified":
        Organization.objects.filter(pk=organization.pk).update(state="suspended")
    elif bar == "sanction":
        Sanction.objects.create(
            organization=organization, kind="abnormal", since=OFFERED.date() - timedelta(days=1), authority="市民政局",
            document="〔2025〕3号", grounds="住所失联", entered_by=case.clerk, entered_at=OFFERED,
        )  # fmt: skip
    else:
        Organization.objects.filter(pk=organization.pk).update(certificate_until=OFFERED.date() - timedelta(days=1))


def test_after_the_due_day_only_more_time_lets_the_organisation_sign() -> None:
    case = make_case()
    agreement = sent(case)
    assert refused(
        lambda: flows.send_signing_code(agreement_id=agreement.pk, actor=case.owner, language="zh-hans"),
        timedelta(days=60),
    ) == ("agreement_overdue")
    with clock.at(OFFERED + timedelta(days=60)):
        flows.prolong_signing(
            grant_id=case.grant.pk, until=(OFFERED + timedelta(days=70)).date(), reason="换届", actor=case.clerk
        )
        flows.send_signing_code(agreement_id=agreement.pk, actor=case.owner, language="zh-hans")


def test_reminders_leave_once_before_and_once_after_the_due_day() -> None:
    case = make_case()
    sent(case)
    due = case.grant.sign_by
    assert due is not None
    for days, event in ((-3, "agreement_due"), (-1, "agreement_due"), (1, "agreement_late")):
        at = OFFERED.replace(hour=1) + (due - OFFERED.date()) + timedelta(days=days)
        with clock.at(at):
            assert flows.remind_signing() == 1
            flows.remind_signing()
        assert Message.objects.filter(person=case.owner, event=event).exists()
    with clock.at(OFFERED):
        assert flows.remind_signing() == 0
    assert Message.objects.filter(person=case.owner, event__in=("agreement_due", "agreement_late")).count() == 3


def test_a_number_belongs_to_one_agreement_and_the_next_draft_gets_the_next() -> None:
    case = make_case()
    agreement = drafted(case)
    assert refused(lambda: flows.draft_agreement(grant_id=case.grant.pk, actor=case.clerk)) == "agreement_one_already"
    with clock.at(OFFERED):
        flows.void_agreement(agreement_id=agreement.pk, reason="金额有误", actor=case.clerk)
    assert refused(
        lambda: flows.draft_agreement(grant_id=case.grant.pk, number=agreement.number, actor=case.clerk)
    ) == ("agreement_number_taken")
    with clock.at(OFFERED):
        again = flows.draft_agreement(grant_id=case.grant.pk, actor=case.clerk)
    assert (again.version, again.number[-4:]) == (2, "XY02")


@pytest.mark.parametrize("state", AgreementState.values)
def test_every_verb_in_every_state_does_what_the_table_says(state: str) -> None:
    case = make_case()
    grant = offered(case)
    file = kept("协议.pdf", samples.pdf(), "grants.agreement_paper", case.clerk)
    case.scored.round.signing = "scan"
    case.scored.round.save(update_fields=["signing"])
    with clock.at(OFFERED):
        draft = flows.draft_agreement(grant_id=grant.pk, actor=case.clerk)
    sha256 = hash_of(draft)
    if state != "draft":
        Agreement.objects.filter(pk=draft.pk).update(
            state=state, sha256=sha256, paper=file, sent_by=case.clerk, sent_at=OFFERED,
            signed_by_organization=case.owner, signed_by_organization_at=OFFERED,
            **({"signed_by_funder": case.second, "signed_on": OFFERED.date()} if state == "signed" else {}),
        )  # fmt: skip
    acts: list[tuple[set[str], Callable[[], object]]] = [
        ({"draft"}, lambda: flows.send_agreement(agreement_id=draft.pk, actor=case.clerk)),
        (
            {"sent"},
            lambda: flows.sign_by_scan(
                agreement_id=draft.pk, sha256=sha256, scan=scan(case), letter=scan(case), actor=case.owner
            ),
        ),
        ({"countersign"}, lambda: flows.countersign_agreement(agreement_id=draft.pk, actor=case.head)),
        (
            {"draft", "sent", "countersign"},
            lambda: flows.void_agreement(agreement_id=draft.pk, reason="重拟", actor=case.clerk),
        ),
    ]
    for legal, act in acts:
        if state in legal:
            point = transaction.savepoint()
            with clock.at(OFFERED):
                act()
            assert Agreement.objects.get(pk=draft.pk).state != state
            transaction.savepoint_rollback(point)
        else:
            assert refused(act) == "agreement_illegal_move"
            assert Agreement.objects.get(pk=draft.pk).state == state
    assert case.grant.amount_fen == 8 * WAN

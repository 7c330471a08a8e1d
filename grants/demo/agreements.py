"""Agreements of a decided round through the flows: offered, drafted, sent, signed, countersigned."""

from collections.abc import Collection
from datetime import datetime, timedelta
from io import BytesIO
from typing import Final

from django.core.files import File
from django.core.files.storage import default_storage

from accounts.demo import person
from accounts.models import User
from grants.flows import agreements as flows
from grants.flows.agreements.signing import put_signature
from grants.flows.ledger import allot
from grants.models import SCAN_PURPOSE, Agreement, Grant
from grants.queries.barring import bars_of
from organizations.queries import signers_of
from projects.enums import SignatureKind
from rounds.enums import Signing
from rounds.models import Envelope, Round
from venture.files.examining import examine
from venture.files.flows import store
from venture.files.registry import purpose_of
from venture.kernel import clock

WISHES: Final = "请按评审意见补充风险应对措施，并细化服务对象筛选标准。"


def play(
    code: str, first: datetime, *, unsigned: Collection[str] = (), improving: Collection[str] = (), document: str = ""
) -> list[Grant]:
    """Offer every confirmed award of the round ``code`` from ``first`` on and lead its agreement into force.

    ``unsigned`` are codes of projects whose organisation has not signed yet, ``improving`` of those whose plan is being
    revised. ``document`` names the paper by which the envelopes' money is allotted; without one it has been.
    Return the grants, by the codes of their projects.
    """
    round_ = Round.objects.get(code=code)
    if document:
        with clock.at(first - timedelta(days=1)):
            _allot(round_, document)
    with clock.at(first):
        flows.offer_round(round_id=round_.pk, actor=person("clerk"))
    grants = list(
        Grant.objects.filter(round=round_).select_related("project", "organization").order_by("project__code")
    )
    for number, grant in enumerate(grants):
        at = first + timedelta(days=1 + number // 12, minutes=20 * (number % 12))
        if grant.project.code in improving:
            with clock.at(at):
                _ask(grant)
        elif not _barred(grant, at) and not grant.improvements.filter(state="open").exists():
            _agree(grant, at, signs=grant.project.code not in unsigned)
    return grants


def _barred(grant: Grant, at: datetime) -> bool:
    """Tell whether something kept the organisation from signing at that time: a record of a restriction, for one."""
    with clock.at(at):
        return bool(bars_of(grant))


def _allot(round_: Round, document: str) -> None:
    """Allot each envelope's money to its field of service."""
    for envelope in Envelope.objects.filter(category__round=round_).order_by("pk"):
        allot(
            round_id=round_.pk, category_id=envelope.category_id, source=envelope.source, year=round_.year,
            amount_fen=envelope.amount_fen, document=document, actor=person("finance_maker"),
            reference=f"allot:{round_.code}:{envelope.pk}",
        )  # fmt: skip


def _ask(grant: Grant) -> None:
    if not grant.improvements.exists():
        flows.open_improvement(grant_id=grant.pk, wishes=WISHES, actor=person("clerk"))


def _agree(grant: Grant, at: datetime, *, signs: bool) -> None:
    clerk, head = person("clerk"), person("head")
    with clock.at(at):
        agreement = flows.draft_agreement(grant_id=grant.pk, actor=clerk)
    with clock.at(at + timedelta(minutes=5)):
        agreement = flows.send_agreement(agreement_id=agreement.pk, actor=clerk)
    if not signs:
        return
    with clock.at(at + timedelta(days=1)):
        _sign(grant, agreement)
    with clock.at(at + timedelta(days=2)):
        flows.countersign_agreement(agreement_id=agreement.pk, actor=head)


def _sign(grant: Grant, agreement: Agreement) -> None:
    """Sign for the organisation: as by a code where the round takes one, else by the printed paper as its scan."""
    signer = signers_of(grant.organization).distinct().order_by("pk")[0]
    if "code" in Signing(grant.round.signing).ways:
        put_signature(agreement.pk, agreement.sha256, SignatureKind.CODE, signer)
        return
    keys = [_scan(agreement, signer, name) for name in ("协议盖章件.pdf", "授权委托书.pdf")]
    flows.sign_by_scan(agreement_id=agreement.pk, sha256=agreement.sha256, scan=keys[0], letter=keys[1], actor=signer)


def _scan(agreement: Agreement, signer: User, name: str) -> str:
    assert agreement.paper is not None
    with default_storage.open(agreement.paper.place) as paper:
        upload: File[bytes] = File(BytesIO(paper.read()), name=name)
    return store(examine(upload, purpose_of(SCAN_PURPOSE)), actor=signer).key

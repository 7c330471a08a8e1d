"""The organisation's signature: by a code to its signatory, or by a sealed scan with a letter of authorisation."""

from typing import Any

from django.db import transaction

from accounts.models import User
from grants.domain.lifecycle import AGREEMENT_LIFE
from grants.flows.agreements.locking import held_agreement, refuse_barred, refuse_unless_signer
from grants.flows.agreements.telling import tell_organization, tell_staff
from grants.models import SCAN_PURPOSE, Agreement, Grant
from projects.enums import SignatureKind
from rounds.enums import Signing
from venture.audit.flows import step
from venture.files.flows import attach
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify import codes
from venture.notify.domain.masking import masked
from venture.notify.enums import Channel


def send_signing_code(*, agreement_id: int, actor: User, language: str, network: str = "") -> str:
    """Send ``actor`` a code that signs this agreement and no other; return the masked address.

    Raise ``RuleRefusal``: as ``sign_by_code`` does; ``codes_too_many``; ``signing_code_not_sent``.
    """
    with held_agreement(agreement_id) as (grant, agreement):
        _refuse(grant, agreement, actor, SignatureKind.CODE)
    channel, address = (Channel.SMS, actor.mobile) if actor.mobile else (Channel.EMAIL, actor.email)
    try:
        codes.issue(
            _challenge(agreement, actor), channel=channel, address=address or "", language=language, network=network
        )
    except OSError:
        raise RuleRefusal("signing_code_not_sent") from None
    return masked(address or "")


def sign_by_code(*, agreement_id: int, sha256: str, code: str, actor: User) -> Agreement:
    """Sign the agreement ``sha256`` with the code that was sent for it.

    Raise ``RuleRefusal``: ``signing_code_wrong``; ``signing_way_closed``; ``signer_not_authorised``;
    ``agreement_illegal_move``; ``agreement_not_this`` for another text; ``agreement_overdue`` (``day``); what stands
    in the way of the grant.
    """
    agreement = Agreement.objects.get(pk=agreement_id)
    if agreement.sha256 != sha256:
        raise RuleRefusal("agreement_not_this")
    # Outside the transaction: a wrong try counts even when nothing else is written.
    if not codes.check(_challenge(agreement, actor), code):
        raise RuleRefusal("signing_code_wrong")
    return put_signature(agreement_id, sha256, SignatureKind.CODE, actor)


@transaction.atomic
def sign_by_scan(*, agreement_id: int, sha256: str, scan: str, letter: str, actor: User) -> Agreement:
    """Sign by two uploads: the sealed agreement, and the letter that authorises who brings it. ``scan`` and ``letter``
    are keys of stored files. Raise as ``sign_by_code`` does, and what ``attach`` refuses."""
    return put_signature(agreement_id, sha256, SignatureKind.SCAN, actor, scan=scan, authorisation=letter)


def put_signature(agreement_id: int, sha256: str, kind: SignatureKind, actor: User, **keys: str) -> Agreement:
    """Put the signature of ``actor``, whom a code or two papers have proved; the caller has seen to that."""
    with held_agreement(agreement_id) as (grant, agreement):
        _refuse(grant, agreement, actor, kind)
        if agreement.sha256 != sha256:
            raise RuleRefusal("agreement_not_this")
        files = {name: attach(key, purpose=SCAN_PURPOSE, actor=actor) for name, key in keys.items()}
        number = agreement.number
        tell_organization("agreement_signed", f"{agreement.pk}", grant, number=number, by=str(actor))
        tell_staff([agreement.sent_by], "agreement_to_countersign", f"{agreement.pk}", grant, number=number)
        step(
            agreement, AGREEMENT_LIFE, "sign", noun="agreement", actor=actor,
            facts={
                "application": grant.project.code, "number": number, "sha256": sha256, "kind": str(kind),
                **{name: file.sha256 for name, file in files.items()},
            },
            signed_by_organization=actor, signed_by_organization_at=clock.now(), **files,
        )  # fmt: skip
        return agreement


def _refuse(grant: Grant, agreement: Agreement, actor: User, kind: Any) -> None:
    refuse_unless_signer(grant, actor)
    AGREEMENT_LIFE.target_of("sign", agreement.state)
    if kind not in Signing(grant.round.signing).ways:
        raise RuleRefusal("signing_way_closed")
    if grant.sign_by is not None and clock.today() > grant.sign_by:
        raise RuleRefusal("agreement_overdue", day=str(grant.sign_by))
    refuse_barred(grant)


def _challenge(agreement: Agreement, actor: User) -> str:
    return f"agreement-signature:{agreement.pk}:{agreement.sha256}:{actor.pk}"

"""Sending: the text is frozen, printed with its annex, and goes to whoever signs for the organisation."""

from io import BytesIO

from django.core.files import File

from accounts.models import User
from grants.domain.lifecycle import AGREEMENT_LIFE
from grants.flows.agreements.drafting import refuse_unready
from grants.flows.agreements.locking import held_agreement
from grants.flows.agreements.printing import hash_of, pdf_of
from grants.flows.agreements.telling import tell_organization
from grants.models import PAPER_PURPOSE, Agreement
from grants.queries.agreement_text import drawn
from organizations.queries import signers_of
from venture.audit.flows import step
from venture.files.examining import examine
from venture.files.flows import attach, store
from venture.files.registry import purpose_of
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


def send_agreement(*, agreement_id: int, actor: User) -> Agreement:
    """Freeze a draft, print it and send it to be signed.

    Raise ``RuleRefusal``: ``own_organization``, ``agreement_illegal_move``, as ``draft_agreement`` does;
    ``agreement_records_changed`` when it says something else than the records do by now; ``signer_missing``.
    """
    agreement = Agreement.objects.select_related("grant__submission", "template__file").get(pk=agreement_id)
    AGREEMENT_LIFE.target_of("send", agreement.state)
    seen = hash_of(agreement)
    # Outside the lock: printing and storing take a moment. What nobody takes up is cleaned away.
    upload: File[bytes] = File(BytesIO(pdf_of(agreement)), name=f"{agreement.number}.pdf")
    file = store(examine(upload, purpose_of(PAPER_PURPOSE)), actor=actor)
    with held_agreement(agreement_id, actor=actor) as (grant, agreement):
        AGREEMENT_LIFE.target_of("send", agreement.state)
        refuse_unready(grant)
        text = drawn(
            grant, number=agreement.number, annex_pages=int(agreement.content["fields"]["annex_pages"]),
            template=agreement.template,
        )  # fmt: skip
        if (agreement.parties, agreement.content) != (text.parties, text.content) or hash_of(agreement) != seen:
            raise RuleRefusal("agreement_records_changed")
        if not signers_of(grant.organization).exists():
            raise RuleRefusal("signer_missing")
        paper = attach(file.key, purpose=PAPER_PURPOSE, actor=actor)
        tell_organization(
            "agreement_sent", f"{agreement.pk}", grant, number=agreement.number, day=str(grant.sign_by or "")
        )
        step(
            agreement, AGREEMENT_LIFE, "send", noun="agreement", actor=actor,
            facts={
                "application": grant.project.code, "number": agreement.number, "sha256": seen, "paper": paper.sha256,
            },
            sha256=seen, paper=paper, due_on=grant.sign_by, sent_by=actor, sent_at=clock.now(),
        )  # fmt: skip
        return agreement

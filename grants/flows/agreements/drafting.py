"""The draft: what the agreement will say, to be read by the office before anything is sent."""

from django.db.models import Max

from accounts.models import User
from grants.domain.lifecycle import AGREEMENT_LIFE
from grants.enums import AgreementState, GrantState, ImprovementState
from grants.flows.agreements.improving import fits_amount
from grants.flows.agreements.locking import held, held_agreement, refuse_barred, standing
from grants.flows.agreements.printing import annex_of, pages_of
from grants.flows.agreements.telling import tell_organization
from grants.models import Agreement, AgreementTemplate, Grant
from grants.queries.agreement_text import drawn
from rounds.enums import Nature
from venture.audit.flows import record, step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.kernel.money import format_yuan

LONGEST_NUMBER, LONGEST_REASON = 40, 300
# What stands in a number where the office gives none: 协议, 合同.
LETTERS = {Nature.GRANT: "XY", Nature.PURCHASE: "HT"}


def draft_agreement(*, grant_id: int, number: str = "", actor: User) -> Agreement:
    """Draft the agreement of an offered grant by the round's text or the default one. A draft is not sent to anybody.

    Raise ``RuleRefusal``: ``own_organization``; ``agreement_grant_moved``; ``agreement_one_already``;
    ``improvement_under_way``; ``agreement_sum_differs`` (``need``) while the budget is not the approved amount;
    ``agreement_number_taken``; what stands in the way of the grant (``bars_of``).
    """
    grant = Grant.objects.select_related("submission").get(pk=grant_id)
    # Outside the lock: printing the annex takes a moment, and what was handed in never changes.
    pages = pages_of(annex_of(grant.submission))
    with held(grant_id, actor=actor) as grant:
        refuse_unready(grant)
        if standing(grant) is not None:
            raise RuleRefusal("agreement_one_already")
        version = (grant.agreements.aggregate(last=Max("version"))["last"] or 0) + 1
        wanted = number.strip()[:LONGEST_NUMBER] or number_of(grant, version)
        if Agreement.objects.filter(number=wanted).exists():
            raise RuleRefusal("agreement_number_taken", number=wanted)
        template = AgreementTemplate.objects.filter(round=grant.round_id, current=True).select_related("file").first()
        text = drawn(grant, number=wanted, annex_pages=pages, template=template)
        agreement = Agreement.objects.create(
            grant=grant, version=version, number=wanted, template=template, parties=text.parties, content=text.content,
            annex_sha256=grant.submission.sha256, drafted_by=actor, drafted_at=clock.now(), due_on=grant.sign_by,
        )  # fmt: skip
        record(
            actor=actor, verb="agreement.draft", subject=agreement, after=agreement.state,
            application=grant.project.code, number=wanted, fen=grant.amount_fen,
        )  # fmt: skip
        return agreement


def void_agreement(*, agreement_id: int, reason: str, actor: User) -> Agreement:
    """Take an agreement back that nobody has countersigned: a mistake in it, another amount, a new due day.

    Raise ``RuleRefusal``: ``own_organization``, ``agreement_illegal_move``, ``agreement_reason_missing``.
    """
    with held_agreement(agreement_id, actor=actor) as (grant, agreement):
        AGREEMENT_LIFE.target_of("void", agreement.state)
        words = reason.strip()[:LONGEST_REASON]
        if not words:
            raise RuleRefusal("agreement_reason_missing")
        if agreement.state != AgreementState.DRAFT:
            tell_organization("agreement_void", f"{agreement.pk}", grant, number=agreement.number, reason=words)
        step(
            agreement, AGREEMENT_LIFE, "void", noun="agreement", actor=actor,
            facts={"application": grant.project.code, "number": agreement.number, "reason": words}, void_reason=words,
        )  # fmt: skip
        return agreement


def number_of(grant: Grant, version: int) -> str:
    """Return a number that no other agreement has: the project's, and which of its agreements this is."""
    return f"{grant.project.code}-{LETTERS[Nature(grant.round.nature)]}{version:02d}"


def refuse_unready(grant: Grant) -> None:
    """Raise ``RuleRefusal`` for a grant whose agreement cannot go on: moved on, under improvement, barred."""
    if grant.state != GrantState.OFFERED:
        raise RuleRefusal("agreement_grant_moved", state=grant.get_state_display())
    if grant.improvements.filter(state__in=(ImprovementState.OPEN, ImprovementState.OFFERED)).exists():
        raise RuleRefusal("improvement_under_way")
    if not fits_amount(grant, grant.plan):
        raise RuleRefusal("agreement_sum_differs", need=format_yuan(grant.amount_fen))
    refuse_barred(grant)

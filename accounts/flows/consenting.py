"""Agreements: given one by one, under a named text, and taken back as easily (《个人信息保护法》第十五条)."""

from django.db import transaction

from accounts.domain.consents import TEXTS, is_current
from accounts.enums import ConsentPurpose
from accounts.models import Consent, User
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@transaction.atomic
def give_consent(user: User, purpose: ConsentPurpose) -> Consent:
    """Write down that ``user`` agrees to ``purpose`` under the text in force. Agreeing twice changes nothing.

    An agreement to an older text ends at the same instant.
    """
    User.objects.select_for_update().get(pk=user.pk)
    standing = Consent.objects.filter(user=user, purpose=purpose, withdrawn_at__isnull=True).first()
    if standing is not None and is_current(purpose, standing.text_version):
        return standing
    now = clock.now()
    if standing is not None:
        standing.withdrawn_at = max(now, standing.given_at)
        standing.save(update_fields=["withdrawn_at"])
    consent = Consent.objects.create(user=user, purpose=purpose, text_version=TEXTS[purpose].version, given_at=now)
    record(actor=user, verb="consent_given", subject=consent, purpose=str(purpose), version=consent.text_version)
    return consent


@transaction.atomic
def withdraw_consent(user: User, purpose: ConsentPurpose) -> Consent | None:
    """Take an agreement back; return its row, or ``None`` when there was none.

    What was done before stays lawful. The agreement that an account rests on goes only with the account.
    """
    if TEXTS[purpose].required:
        raise RuleRefusal("consent_needed_for_account")
    User.objects.select_for_update().get(pk=user.pk)
    standing = Consent.objects.filter(user=user, purpose=purpose, withdrawn_at__isnull=True).first()
    if standing is None:
        return None
    standing.withdrawn_at = max(clock.now(), standing.given_at)
    standing.save(update_fields=["withdrawn_at"])
    record(actor=user, verb="consent_withdrawn", subject=standing, purpose=str(purpose), version=standing.text_version)
    return standing

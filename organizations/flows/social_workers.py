"""The social workers of an organisation: entered by its own people, changed, ended."""

from datetime import date

from django.db import transaction

from accounts.models import User
from organizations.enums import WorkerLevel
from organizations.models import Organization, SocialWorker
from venture.audit.flows import record
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@transaction.atomic
def enter_social_worker(
    *, organization_id: int, name: str, level: str, actor: User, certificate: str = "",
    registered_until: date | None = None,
) -> SocialWorker:  # fmt: skip
    """Enter a social worker. The certificate is kept as it is told.

    Raise ``RuleRefusal``: ``certificate_missing`` for a level without its number; ``certificate_known`` for one that
    stands with an organisation already.
    """
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    number = certificate.strip()
    if WorkerLevel(level) in WorkerLevel.certified and not number:
        raise RuleRefusal("certificate_missing")
    if number and SocialWorker.objects.filter(certificate=number, ended_at__isnull=True).exists():
        raise RuleRefusal("certificate_known")
    worker = SocialWorker.objects.create(
        organization=organization, name=name.strip(), level=level, certificate=number,
        registered_until=registered_until, entered_by=actor, entered_at=clock.now(),
    )  # fmt: skip
    record(actor=actor, verb="social_worker.enter", subject=worker, organization=organization.pk, level=level)
    return worker


@transaction.atomic
def renew_social_worker(*, worker_id: int, registered_until: date, actor: User) -> SocialWorker:
    """Note until when the registration runs now. Raise ``RuleRefusal("social_worker_ended")``."""
    worker = _held(worker_id)
    before, worker.registered_until = worker.registered_until, registered_until
    worker.save(update_fields=["registered_until"])
    record(actor=actor, verb="social_worker.renew", subject=worker, before=before, after=registered_until)
    return worker


@transaction.atomic
def end_social_worker(*, worker_id: int, actor: User) -> SocialWorker:
    """Note that the social worker left; the hours in projects stay. Raise ``RuleRefusal("social_worker_ended")``."""
    worker = _held(worker_id)
    worker.ended_at = clock.now()
    worker.save(update_fields=["ended_at"])
    record(actor=actor, verb="social_worker.end", subject=worker)
    return worker


def _held(worker_id: int) -> SocialWorker:
    worker = SocialWorker.objects.select_for_update().get(pk=worker_id)
    if worker.ended_at is not None:
        raise RuleRefusal("social_worker_ended")
    return worker

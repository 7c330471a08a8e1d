"""The organisation's papers: kept once, replaced by a newer one, never deleted."""

from datetime import date

from django.db import transaction

from accounts.models import User
from organizations.enums import DocumentKind
from organizations.models import PURPOSE, Organization, OrganizationDocument
from venture.audit.flows import record
from venture.files.flows import attach
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal


@transaction.atomic
def keep_document(
    *,
    organization_id: int,
    kind: DocumentKind,
    key: str,
    actor: User,
    title: str = "",
    valid_until: date | None = None,
    replaces_id: int | None = None,
) -> OrganizationDocument:
    """Take an upload up as a paper of the organisation, in place of ``replaces_id`` where one is named.

    There is one certificate and one charter at a time: a new one replaces the old by itself. Raise ``RuleRefusal``:
    ``document_replaced`` when the old one is not current, of another kind or of another organisation; what ``attach``
    refuses.
    """
    organization = Organization.objects.select_for_update().get(pk=organization_id)
    old = _old(organization, kind, replaces_id)
    file = attach(key, purpose=PURPOSE, actor=actor)
    now = clock.now()
    if old is not None:
        old.replaced_at = now
        old.save(update_fields=["replaced_at"])
    document = OrganizationDocument.objects.create(
        organization=organization,
        kind=kind,
        title=title.strip(),
        file=file,
        valid_until=valid_until,
        uploaded_by=actor,
        uploaded_at=now,
        replaces=old,
    )
    record(
        actor=actor,
        verb="organization.keep_document",
        subject=organization,
        after=str(kind),
        document=document.pk,
        replaces=old.pk if old else None,
        sha256=file.sha256,
    )
    return document


def _old(organization: Organization, kind: DocumentKind, replaces_id: int | None) -> OrganizationDocument | None:
    current = organization.documents.filter(kind=kind, replaced_at__isnull=True)
    if replaces_id is None:
        return current.first() if kind in DocumentKind.single else None
    old = current.filter(pk=replaces_id).first()
    if old is None:
        raise RuleRefusal("document_replaced")
    return old

"""Papers: kept once, replaced by a newer one and never lost; seen by members and by staff of the area."""

from datetime import date
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from organizations import flows, queries
from organizations.enums import DocumentKind, MemberRole
from organizations.models import PURPOSE, Organization, OrganizationDocument
from tests.accounts.factories import make_user
from tests.organizations.factories import make_organization
from tests.venture.files import samples
from venture.audit.models import AuditEntry
from venture.files.examining import examine
from venture.files.flows import store
from venture.files.registry import purpose_of
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db
CERTIFICATE, FINANCE = DocumentKind.CERTIFICATE, DocumentKind.FINANCE


def upload(user: User, name: str = "证书.pdf") -> str:
    return store(examine(ContentFile(samples.pdf(), name=name), purpose_of(PURPOSE)), actor=user).key


def keep(
    organization: Organization, user: User, kind: DocumentKind = CERTIFICATE, **facts: Any
) -> OrganizationDocument:
    given = {"kind": kind, "key": upload(user), "actor": user, **facts}
    return flows.keep_document(organization_id=organization.pk, **given)


def test_a_new_certificate_takes_the_place_of_the_old_one_which_stays() -> None:
    owner = make_user()
    organization = make_organization(owner)
    old = keep(organization, owner, valid_until=date(2024, 1, 1))

    new = keep(organization, owner, valid_until=date(2028, 1, 1))

    old.refresh_from_db()
    assert (old.replaced_at is not None, new.replaces, old.file.state) == (True, old, "ready")
    assert queries.documents_of(organization) == {"certificate": [new]}


def test_of_other_kinds_there_may_be_several_until_one_is_replaced_by_name() -> None:
    owner = make_user()
    organization = make_organization(owner)
    first, second = keep(organization, owner, FINANCE, title="2024"), keep(organization, owner, FINANCE, title="2025")

    third = keep(organization, owner, FINANCE, title="2025更正", replaces_id=second.pk)

    assert queries.documents_of(organization) == {"finance": [first, third]}


def test_a_paper_that_is_replaced_already_or_of_another_organisation_or_kind_is_not_replaced() -> None:
    owner = make_user()
    organization, foreign = make_organization(owner), make_organization()
    theirs = keep(foreign, foreign.memberships.get().user, FINANCE)
    old = keep(organization, owner, FINANCE)
    keep(organization, owner, FINANCE, replaces_id=old.pk)
    charter = keep(organization, owner, DocumentKind.CHARTER)
    rows, entries = OrganizationDocument.objects.count(), AuditEntry.objects.exclude(verb__startswith="file.").count()

    for wrong in (old.pk, theirs.pk, charter.pk):
        with pytest.raises(RuleRefusal, match="document_replaced"):
            keep(organization, owner, FINANCE, replaces_id=wrong)

    assert OrganizationDocument.objects.count() == rows
    assert AuditEntry.objects.exclude(verb__startswith="file.").count() == entries


def test_an_upload_of_somebody_else_is_not_taken_up() -> None:
    owner, other = make_user(), make_user()
    organization = make_organization(owner)

    with pytest.raises(RuleRefusal, match="file_foreign"):
        flows.keep_document(organization_id=organization.pk, kind=CERTIFICATE, key=upload(other), actor=owner)

    assert OrganizationDocument.objects.count() == 0


def test_members_and_staff_fetch_a_paper_and_a_stranger_finds_nothing(client: Client) -> None:
    owner = make_user()
    organization = make_organization(owner)
    address = f"/files/{keep(organization, owner).file.key}/"
    answers = {}
    for name, user in (("owner", owner), ("clerk", make_user(Role.CLERK)), ("stranger", make_user())):
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        answers[name] = client.get(address).status_code

    assert answers == {"owner": 200, "clerk": 200, "stranger": 404}
    assert AuditEntry.objects.filter(verb="file.read").count() == 2


def test_a_writer_uploads_on_the_page_and_a_reader_does_not(client: Client) -> None:
    owner, viewer = make_user(), make_user()
    organization = make_organization(owner)
    flows.add_member(organization_id=organization.pk, user=viewer, role=MemberRole.VIEWER, actor=owner)
    address = f"/organizations/{organization.pk}/documents/"

    def post(user: User, content: bytes) -> Any:
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        return client.post(
            address,
            {"kind": "charter", "title": "", "valid_until": "", "file": SimpleUploadedFile("章程.pdf", content)},
        )

    wrong, foreign, right = post(owner, b"MZ not a pdf"), post(viewer, samples.pdf()), post(owner, samples.pdf())

    assert (wrong.status_code, foreign.status_code, right.status_code) == (200, 302, 302)
    assert [(row.kind, row.uploaded_by) for row in OrganizationDocument.objects.all()] == [("charter", owner)]
    assert "章程.pdf" in client.get(address).content.decode()


def test_the_papers_go_along_with_a_request_and_each_is_an_item_of_the_checklist() -> None:
    owner, clerk = make_user(), make_user(Role.CLERK)
    organization = make_organization(owner)
    with pytest.raises(RuleRefusal, match="papers_missing"):
        flows.ask_verification(organization_id=organization.pk, papers=[], actor=owner)
    paper = keep(organization, owner)

    case = flows.ask_verification(organization_id=organization.pk, papers=[], actor=owner)

    items = queries.items_of(case)
    assert items == (*case.claimed, f"document-{paper.pk}")
    with pytest.raises(RuleRefusal, match="comparison_missing"):
        flows.verify_case(case_id=case.pk, compared=dict.fromkeys(case.claimed, True), actor=clerk)
    flows.verify_case(case_id=case.pk, compared=dict.fromkeys(items, True), actor=clerk)
    organization.refresh_from_db()
    assert organization.state == "verified"


def test_a_pdf_is_framed_for_staff_by_our_pages_only_and_the_log_keeps_who_read(client: Client) -> None:
    owner = make_user()
    paper = keep(make_organization(owner), owner)
    address = f"/admin/desk/papers/{paper.pk}/"
    answers = {}
    for name, user in (("owner", owner), ("clerk", make_user(Role.CLERK))):
        client.force_login(user, "django.contrib.auth.backends.ModelBackend")
        answers[name] = client.get(address)

    clerk = answers["clerk"]
    assert (answers["owner"].status_code, clerk.status_code) == (404, 200)
    assert clerk.headers["Content-Type"] == "application/pdf"
    assert clerk.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "default-src 'none'" in clerk.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in clerk.headers["Content-Security-Policy"]
    assert clerk.headers["Content-Disposition"].startswith("inline")
    assert AuditEntry.objects.filter(verb="file.read").count() == 1

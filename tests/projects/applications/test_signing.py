"""A signature binds the organisation to one content: by a code that signs nothing else, or by a sealed scan."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from accounts.models import User
from projects.flows.applications import signing
from projects.models import SIGNATURE_PURPOSE, Project, Signature
from projects.queries.content import read_content
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.projects.applications.complete import make_complete, make_member, stored
from tests.projects.applications.factories import NOW, make_application, owner_of, save
from venture.audit.models import AuditEntry
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]


def hash_of(project: Project) -> str:
    return read_content(Project.objects.select_related("round", "organization").get(pk=project.pk)).sha256


def code_for(project: Project, actor: User) -> str:
    """Ask for a code and read it from the mailbox."""
    with clock.at(NOW):
        signing.send_signing_code(project_id=project.pk, actor=actor, language="zh-hans")
    found = re.search(r"\b(\d{6})\b", str(mail.outbox[-1].body))
    assert found is not None
    return found.group(1)


def sign(project: Project, sha256: str, code: str, actor: User) -> Signature:
    with clock.at(NOW):
        return signing.sign_by_code(project_id=project.pk, sha256=sha256, code=code, actor=actor)


def refused(act: Any, code: str) -> None:
    """Try an act that must be refused, and hold that nothing moved."""
    before = Signature.objects.count(), AuditEntry.objects.count(), Message.objects.count()
    with clock.at(NOW), pytest.raises(RuleRefusal) as refusal:
        act()
    assert refusal.value.code == code
    assert (Signature.objects.count(), AuditEntry.objects.count(), Message.objects.count()) == before


def test_the_signatory_signs_by_a_code_and_the_writers_hear_of_it() -> None:
    project = make_complete()
    signatory = make_member(project.organization, "signatory")
    editor = make_member(project.organization, "editor")
    sha256 = hash_of(project)
    signature = sign(project, sha256, code_for(project, signatory), signatory)

    assert (signature.sha256, signature.kind, signature.signer, signature.signed_at) == (sha256, "code", signatory, NOW)
    assert signing.signature_for(project, sha256) == signature
    told = set(Message.objects.filter(event="application_signed").values_list("person", flat=True))
    assert told == {owner_of(project.organization).pk, editor.pk}
    entry = AuditEntry.objects.get(verb="application.sign")
    assert (entry.actor, entry.facts["sha256"], entry.facts["kind"]) == (signatory, sha256, "code")


def test_a_code_asked_for_one_content_never_signs_another() -> None:
    project = make_complete()
    owner = owner_of(project.organization)
    first = hash_of(project)
    code = code_for(project, owner)
    save(project, "project", {"title": "另一个名称"})
    second = hash_of(project)

    refused(
        lambda: signing.sign_by_code(project_id=project.pk, sha256=second, code=code, actor=owner), "signing_code_wrong"
    )
    # Its own content is no longer what the application says.
    refused(
        lambda: signing.sign_by_code(project_id=project.pk, sha256=first, code=code, actor=owner), "content_changed"
    )
    assert first != second


def test_somebody_elses_code_signs_nothing() -> None:
    project = make_complete()
    owner, signatory = owner_of(project.organization), make_member(project.organization, "signatory")
    sha256, code = hash_of(project), code_for(project, owner)
    act = lambda: signing.sign_by_code(project_id=project.pk, sha256=sha256, code=code, actor=signatory)  # noqa: E731
    refused(act, "signing_code_wrong")


def test_five_wrong_tries_use_the_code_up() -> None:
    project = make_complete()
    owner = owner_of(project.organization)
    sha256, code = hash_of(project), code_for(project, owner)
    wrong = "000000" if code != "000000" else "111111"
    for _try in range(5):
        refused(
            lambda: signing.sign_by_code(project_id=project.pk, sha256=sha256, code=wrong, actor=owner),
            "signing_code_wrong",
        )
    refused(
        lambda: signing.sign_by_code(project_id=project.pk, sha256=sha256, code=code, actor=owner), "signing_code_wrong"
    )


@pytest.mark.parametrize("role", ["editor", "viewer", "finance", "superuser", "stranger"])
def test_only_owners_and_signatories_sign(role: str) -> None:
    project = make_complete()
    if role == "superuser":
        actor = User.objects.create_superuser("root@test.example", display_name="超级用户")
    else:
        actor = make_user() if role == "stranger" else make_member(project.organization, role)
    refused(
        lambda: signing.send_signing_code(project_id=project.pk, actor=actor, language="zh-hans"),
        "signer_not_authorised",
    )
    assert mail.outbox == []


def test_an_incomplete_application_is_not_signed() -> None:
    project = make_application()
    owner = owner_of(project.organization)
    refused(
        lambda: signing.send_signing_code(project_id=project.pk, actor=owner, language="zh-hans"),
        "application_incomplete",
    )
    refused(lambda: signing.ask_signature(project_id=project.pk, actor=owner), "application_incomplete")


def test_the_round_says_which_ways_there_are() -> None:
    project = make_complete()
    owner = owner_of(project.organization)
    Round.objects.update(signing="scan")
    refused(
        lambda: signing.send_signing_code(project_id=project.pk, actor=owner, language="zh-hans"), "signing_way_closed"
    )
    Round.objects.update(signing="code")
    scan, letter = (stored(owner, name, SIGNATURE_PURPOSE).key for name in ("盖章页.pdf", "授权委托书.pdf"))
    sha256 = hash_of(project)
    refused(
        lambda: signing.sign_by_scan(project_id=project.pk, sha256=sha256, scan=scan, letter=letter, actor=owner),
        "signing_way_closed",
    )


def test_a_sealed_scan_signs_with_a_letter_of_authorisation() -> None:
    project = make_complete()
    owner = owner_of(project.organization)
    Round.objects.update(signing="either")
    scan, letter = (stored(owner, name, SIGNATURE_PURPOSE) for name in ("盖章页.pdf", "授权委托书.pdf"))
    sha256 = hash_of(project)
    with clock.at(NOW):
        signature = signing.sign_by_scan(
            project_id=project.pk, sha256=sha256, scan=scan.key, letter=letter.key, actor=owner
        )

    assert (signature.kind, signature.scan, signature.letter) == ("scan", scan, letter)
    scan.refresh_from_db()
    assert scan.attached_at is not None
    facts = AuditEntry.objects.get(verb="application.sign").facts
    assert (facts["scan"], facts["letter"]) == (scan.sha256, letter.sha256)
    # The same upload signs nothing twice, nor does somebody else's.
    foreign = stored(make_user(), purpose=SIGNATURE_PURPOSE).key
    for key in (scan.key, foreign):
        refused(
            lambda key=key: signing.sign_by_scan(
                project_id=project.pk, sha256=sha256, scan=key, letter=letter.key, actor=owner
            ),
            "file_foreign",
        )


def test_an_editor_asks_and_each_signer_is_told_once_per_content() -> None:
    project = make_complete()
    editor, signatory = make_member(project.organization, "editor"), make_member(project.organization, "signatory")
    with clock.at(NOW):
        assert signing.ask_signature(project_id=project.pk, actor=editor) == 2
        assert signing.ask_signature(project_id=project.pk, actor=editor) == 2
    told = Message.objects.filter(event="application_sign")
    assert set(told.values_list("person", flat=True)) == {owner_of(project.organization).pk, signatory.pk}
    assert told.count() == 2
    assert told[0].path == f"/applications/{project.code}/sign/"
    save(project, "project", {"title": "改了"})
    with clock.at(NOW):
        signing.ask_signature(project_id=project.pk, actor=editor)
    assert told.count() == 4


def test_nobody_else_to_ask_is_said() -> None:
    project = make_complete()
    owner = owner_of(project.organization)
    refused(lambda: signing.ask_signature(project_id=project.pk, actor=owner), "signer_missing")


def test_after_closing_nothing_is_signed() -> None:
    project = make_complete()
    owner = owner_of(project.organization)
    sha256, code = hash_of(project), code_for(project, owner)
    assert project.round.closes_at is not None
    late = project.round.closes_at + timedelta(seconds=1)
    project.round.refresh_from_db()
    with clock.at(late), pytest.raises(RuleRefusal) as refusal:
        signing.sign_by_code(project_id=project.pk, sha256=sha256, code=code, actor=owner)
    assert refusal.value.code in {"round_closed", "signing_code_wrong"}
    assert not Signature.objects.exists()

"""The organisation's word for one content: by a code to its signatory, or by a sealed scan with an authorisation."""

from typing import Any

from django.db import transaction

from accounts.models import User
from organizations.queries import signers_of
from projects.enums import SignatureKind
from projects.flows.applications.telling import concerned, tell_them
from projects.flows.applications.window import closes_at, writing
from projects.models import SIGNATURE_PURPOSE, Project, Signature
from projects.queries.checking import problems_of
from projects.queries.content import Content, read_content
from rounds.enums import Signing
from venture.audit.flows import record
from venture.files.flows import attach
from venture.kernel.errors import RuleRefusal
from venture.notify import codes
from venture.notify.domain.masking import masked
from venture.notify.enums import Channel


def ask_signature(*, project_id: int, actor: User) -> int:
    """Ask those who may sign to look at the content as it is now, and return how many people were asked.

    Each is told once per content. Raise ``RuleRefusal``: as ``writing`` does; ``application_incomplete``;
    ``signer_missing`` when the organisation has nobody else who signs.
    """
    with writing(project_id) as held:
        content = _ready(held.project)
        people = [person for person in signers_of(held.project.organization).distinct() if person.pk != actor.pk]
        if not people:
            raise RuleRefusal("signer_missing")
        ends = held.correction.due_at if held.correction is not None else closes_at(held.project)
        tell_them(
            people, "application_sign", f"{project_id}:{content.sha256}", held.project, page="sign",
            by=str(actor), closes=(ends or held.now).isoformat(),
        )  # fmt: skip
        record(
            actor=actor, verb="application.ask_signature", subject=held.project, sha256=content.sha256,
            people=[person.pk for person in people],
        )  # fmt: skip
        return len(people)


def send_signing_code(*, project_id: int, actor: User, language: str, network: str = "") -> str:
    """Send ``actor`` a code that signs the content as it is now and no other; return the masked address.

    Raise ``RuleRefusal``: as ``writing`` does; ``application_incomplete``; ``signing_way_closed``;
    ``signer_not_authorised``; ``codes_too_many``; ``signing_code_not_sent``.
    """
    with writing(project_id) as held:
        _refuse_way(held.project, SignatureKind.CODE)
        _refuse_stranger(held.project, actor)
        content = _ready(held.project)
    channel, address = (Channel.SMS, actor.mobile) if actor.mobile else (Channel.EMAIL, actor.email)
    try:
        codes.issue(
            _challenge(project_id, content.sha256, actor), channel=channel, address=address or "", language=language,
            network=network,
        )  # fmt: skip
    except OSError:
        raise RuleRefusal("signing_code_not_sent") from None
    return masked(address or "")


def sign_by_code(*, project_id: int, sha256: str, code: str, actor: User) -> Signature:
    """Sign the content ``sha256`` with the code that was sent for it.

    Raise ``RuleRefusal``: as ``writing`` does; ``signing_code_wrong``; ``content_changed`` when the application says
    something else by now; ``signing_way_closed``, ``signer_not_authorised``, ``application_incomplete``.
    """
    # Outside the transaction: a wrong try counts even when nothing else is written.
    if not codes.check(_challenge(project_id, sha256, actor), code):
        raise RuleRefusal("signing_code_wrong")
    return _sign(project_id, sha256, SignatureKind.CODE, actor)


@transaction.atomic
def sign_by_scan(*, project_id: int, sha256: str, scan: str, letter: str, actor: User) -> Signature:
    """Sign the content ``sha256`` by two uploads: the sealed paper, and the letter that authorises who brings it.

    ``scan`` and ``letter`` are keys of stored files. Raise ``RuleRefusal`` as ``sign_by_code`` does, and what
    ``attach`` refuses.
    """
    scanned = attach(scan, purpose=SIGNATURE_PURPOSE, actor=actor)
    authorised = attach(letter, purpose=SIGNATURE_PURPOSE, actor=actor)
    return _sign(project_id, sha256, SignatureKind.SCAN, actor, scan=scanned, letter=authorised)


def _sign(project_id: int, sha256: str, kind: SignatureKind, actor: User, **files: Any) -> Signature:
    with writing(project_id, lock=True) as held:
        project = held.project
        _refuse_way(project, kind)
        _refuse_stranger(project, actor)
        if _ready(project).sha256 != sha256:
            raise RuleRefusal("content_changed")
        found = project.signatures.filter(sha256=sha256, signer=actor, kind=kind).first()
        if found is not None and not files:
            return found
        signature = Signature.objects.create(
            project=project, sha256=sha256, kind=kind, signer=actor, signed_at=held.now, **files
        )
        hashes = {name: file.sha256 for name, file in files.items()}
        people = [person for person in concerned(project) if person.pk != actor.pk]
        tell_them(people, "application_signed", f"{signature.pk}", project, page="submit", by=str(actor))
        record(
            actor=actor, verb="application.sign", subject=project, sha256=sha256, kind=str(kind),
            signature=signature.pk, **hashes,
        )  # fmt: skip
        return signature


def signature_for(project: Project, sha256: str) -> Signature | None:
    """Return the signature that binds the organisation to this content. One query."""
    return project.signatures.filter(sha256=sha256).select_related("signer").order_by("pk").first()


def refuse_incomplete(project: Project) -> None:
    """Raise ``RuleRefusal("application_incomplete")`` with the number of places that bar the way."""
    count = sum(problem.blocks for problem in problems_of(project))
    if count:
        raise RuleRefusal("application_incomplete", count=count)


def _ready(project: Project) -> Content:
    refuse_incomplete(project)
    return read_content(project)


def _refuse_way(project: Project, kind: SignatureKind) -> None:
    if kind not in Signing(project.round.signing).ways:
        raise RuleRefusal("signing_way_closed")


def _refuse_stranger(project: Project, actor: User) -> None:
    """Superusers are no exception: only a member can bind the organisation."""
    if not signers_of(project.organization).filter(pk=actor.pk).exists():
        raise RuleRefusal("signer_not_authorised")


def _challenge(project_id: int, sha256: str, actor: User) -> str:
    return f"application-signature:{project_id}:{sha256}:{actor.pk}"

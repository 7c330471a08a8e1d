"""The opinion of the communities where a project lands: asked by a link, answered by a code on a telephone."""

import secrets
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from organizations.domain.numbers import validated_mobile
from organizations.models import Community, CommunityWorker
from projects.domain.lifecycle import CONSENT_LIFE
from projects.enums import ConsentState
from projects.flows.applications.telling import concerned, tell_them
from projects.flows.applications.window import writing
from projects.models import SEAL_PURPOSE, CommunityConsent, Project
from projects.queries.consents import may_nudge, question_to, values_of
from rounds.domain.canonical import canonical, fingerprint
from venture.audit.flows import record
from venture.files.flows import attach
from venture.jobs.flows import defer
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify import codes
from venture.notify.enums import Channel
from venture.notify.flows import tell_all

VERBS = {
    ConsentState.AGREED: "agree",
    ConsentState.CONDITIONAL: "agree_conditionally",
    ConsentState.REFUSED: "refuse",
    ConsentState.NOT_OURS: "disown",
}
# Whoever does not simply agree says why: the applicant must know what to do next.
NEED_WORDS = frozenset({ConsentState.CONDITIONAL, ConsentState.REFUSED})
OPEN = (ConsentState.ASKED, *ConsentState.favourable)


def ask_consent(*, project_id: int, community_code: str, actor: User) -> CommunityConsent:
    """Send the community the question as the application stands now; an earlier one is taken back.

    The link goes to the telephone that the part “landing” names, and to the desks of who answers for the community.
    Raise ``RuleRefusal``: as ``writing`` does; ``consent_place_missing`` when no place names the community;
    ``consent_contact_missing``; ``consent_answered`` when the community has agreed to just this.
    """
    with writing(project_id, lock=True) as held:
        project, values = held.project, values_of(held.project)
        asked = question_to(project, community_code, values)
        community = Community.objects.filter(code=community_code).first()
        if asked is None or community is None:
            raise RuleRefusal("consent_place_missing")
        places = values["landing"]["places"]
        place = next(row for row in places if row["community"] == community_code)
        if not place["contact_name"] or not place["contact_mobile"]:
            raise RuleRefusal("consent_contact_missing")
        asked_hash = fingerprint(canonical(asked))
        _take_back(project, community, asked_hash, actor=actor)
        consent = CommunityConsent.objects.create(
            project=project,
            community=community,
            token=secrets.token_urlsafe(24),
            contact_name=place["contact_name"],
            mobile=f"+86{validated_mobile(place['contact_mobile'])}",
            asked=asked,
            asked_hash=asked_hash,
            asked_by=actor,
            asked_at=held.now,
        )
        _send(consent, "1")
        record(actor=actor, verb="application.ask_consent", subject=project, community=community_code, asked=asked_hash)
        return consent


def note_consent(
    *, project_id: int, community_code: str, answer: str, answerer: str, seal: str, actor: User, words: str = ""
) -> CommunityConsent:
    """Write down the opinion that a community gave on paper, with the sealed paper itself: for one entered from paper.

    ``seal`` is the key of an upload. Raise ``RuleRefusal``: as ``writing`` and ``answer_consent`` do;
    ``consent_place_missing``; ``paper_missing`` for an application that was typed by its applicant.
    """
    with writing(project_id, lock=True) as held:
        project = held.project
        if not project.on_paper:
            raise RuleRefusal("paper_missing")
        asked = question_to(project, community_code, values_of(project))
        community = Community.objects.filter(code=community_code).first()
        if asked is None or community is None:
            raise RuleRefusal("consent_place_missing")
        chosen = _chosen(answer, answerer, words)
        asked_hash = fingerprint(canonical(asked))
        _take_back(project, community, asked_hash, actor=actor)
        consent = CommunityConsent.objects.create(
            project=project, community=community, token=secrets.token_urlsafe(24), contact_name=answerer.strip()[:20],
            mobile="", asked=asked, asked_hash=asked_hash, asked_by=actor, asked_at=held.now,
        )  # fmt: skip
        _move(
            consent, VERBS[chosen], answered_at=held.now, answered_by=actor, answerer=answerer.strip()[:20],
            words=words.strip()[:300], seal=attach(seal, purpose=SEAL_PURPOSE, actor=actor),
        )  # fmt: skip
        record(
            actor=actor, verb="application.note_consent", subject=project, community=community.code,
            after=consent.state, asked=asked_hash,
        )  # fmt: skip
        return consent


def nudge_consent(*, consent_id: int, actor: User) -> CommunityConsent:
    """Remind the community once. Raise ``RuleRefusal``: as ``writing`` does; ``consent_nudge_early``."""
    project_id = CommunityConsent.objects.values_list("project_id", flat=True).get(pk=consent_id)
    with writing(project_id, lock=True) as held:
        consent = _locked(consent_id)
        if not may_nudge(consent, held.now.astimezone(clock.BEIJING).date()):
            raise RuleRefusal("consent_nudge_early")
        consent.nudged_at = held.now
        consent.save(update_fields=["nudged_at"])
        _send(consent, "2")
        record(actor=actor, verb="application.nudge_consent", subject=held.project, community=consent.community.code)
        return consent


def send_consent_code(*, consent_id: int, language: str, network: str = "") -> None:
    """Send a code to the telephone that was asked.

    Raise ``RuleRefusal``: ``consent_illegal_move`` once it is answered, ``codes_too_many``, ``consent_code_not_sent``.
    """
    consent = CommunityConsent.objects.get(pk=consent_id)
    CONSENT_LIFE.target_of("agree", consent.state)
    try:
        codes.issue(
            _challenge(consent), channel=Channel.SMS, address=consent.mobile, language=language, network=network
        )
    except OSError:
        raise RuleRefusal("consent_code_not_sent") from None


def prove_consent(*, consent_id: int, code: str) -> None:
    """Compare the code that was sent. Raise ``RuleRefusal("consent_code_wrong")``."""
    if not codes.check(_challenge(CommunityConsent.objects.get(pk=consent_id)), code):
        raise RuleRefusal("consent_code_wrong")


@transaction.atomic
def answer_consent(
    *, consent_id: int, answer: str, answerer: str, words: str = "", actor: User | None, seal: str = ""
) -> CommunityConsent:
    """Write the community's answer down. ``actor`` is ``None`` for who came by the link and proved the telephone.

    ``seal`` is the key of an uploaded sealed opinion (only of a person with an account). Raise ``RuleRefusal``:
    ``consent_answer_unknown``, ``consent_name_missing``, ``consent_words_missing``, ``consent_illegal_move``.
    """
    chosen = _chosen(answer, answerer, words)
    project_id = CommunityConsent.objects.values_list("project_id", flat=True).get(pk=consent_id)
    project = Project.objects.select_for_update(of=("self",)).select_related("round", "organization").get(pk=project_id)
    consent = _locked(consent_id)
    stamps: dict[str, Any] = {
        "answered_at": clock.now(),
        "answered_by": actor,
        "answerer": answerer.strip()[:20],
        "words": words.strip()[:300],
    }
    if seal and actor is not None:
        stamps["seal"] = attach(seal, purpose=SEAL_PURPOSE, actor=actor)
    _move(consent, VERBS[chosen], **stamps)
    tell_them(
        concerned(project), "consent_answered", f"{consent.pk}", project, page="overview",
        community=consent.community.name, answer=str(chosen),
    )  # fmt: skip
    record(
        actor=actor, verb="application.answer_consent", subject=project, community=consent.community.code,
        after=consent.state, asked=consent.asked_hash,
    )  # fmt: skip
    return consent


def _chosen(answer: str, answerer: str, words: str) -> ConsentState:
    chosen = next((state for state in VERBS if state == answer), None)
    if chosen is None:
        raise RuleRefusal("consent_answer_unknown")
    if not answerer.strip():
        raise RuleRefusal("consent_name_missing")
    if chosen in NEED_WORDS and not words.strip():
        raise RuleRefusal("consent_words_missing")
    return chosen


def add_seal(*, consent_id: int, seal: str, actor: User) -> CommunityConsent:
    """Add the sealed paper to an opinion in favour, brought by the applicant. ``seal`` is the key of an upload.

    Raise ``RuleRefusal``: as ``writing`` does; ``consent_not_in_favour``; what ``attach`` refuses.
    """
    project_id = CommunityConsent.objects.values_list("project_id", flat=True).get(pk=consent_id)
    with writing(project_id, lock=True) as held:
        consent = _locked(consent_id)
        if consent.state not in ConsentState.favourable:
            raise RuleRefusal("consent_not_in_favour")
        consent.seal = attach(seal, purpose=SEAL_PURPOSE, actor=actor)
        consent.save(update_fields=["seal"])
        record(
            actor=actor, verb="application.seal_consent", subject=held.project, community=consent.community.code,
            sha256=consent.seal.sha256,
        )  # fmt: skip
        return consent


def _take_back(project: Project, community: Community, asked_hash: str, *, actor: User) -> None:
    """End the question that stands, unless the community has agreed to the very same."""
    rows = project.consents.select_for_update(of=("self",)).filter(community=community, state__in=OPEN)
    for consent in rows:
        if consent.state in ConsentState.favourable and consent.asked_hash == asked_hash:
            raise RuleRefusal("consent_answered", community=community.name)
        _move(consent, "take_back")
        record(actor=actor, verb="application.take_consent_back", subject=project, community=community.code)


def _send(consent: CommunityConsent, number: str) -> None:
    """Let the link leave after the commit, and show it to who answers for the community."""
    defer("applications.send_consent_link", f"{consent.pk}:{number}", consent_id=consent.pk, number=number)
    workers = CommunityWorker.objects.filter(community_id=consent.community_id, ended_at__isnull=True)
    people = [worker.user for worker in workers.select_related("user")]
    tell_all(
        people, "consent_asked", f"{consent.pk}:{number}", path=page_of(consent), title=consent.asked["title"] or "",
        organization=consent.asked["organization"],
    )  # fmt: skip


def page_of(consent: CommunityConsent) -> str:
    """Return the address of the community's page as messages keep it: without the language."""
    with translation.override("zh-hans"):
        return reverse("confirmations:answer", kwargs={"token": consent.token})


def _locked(consent_id: int) -> CommunityConsent:
    rows = CommunityConsent.objects.select_for_update(of=("self",)).select_related("community")
    return rows.get(pk=consent_id)


def _move(consent: CommunityConsent, verb: str, **stamps: Any) -> CommunityConsent:
    consent.state = CONSENT_LIFE.target_of(verb, consent.state)
    for name, value in stamps.items():
        setattr(consent, name, value)
    consent.save(update_fields=["state", *stamps])
    return consent


def _challenge(consent: CommunityConsent) -> str:
    return f"consent:{consent.pk}:{consent.token}"

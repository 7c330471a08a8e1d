"""How satisfied the communities are: asked by a link, or written down from paper or a telephone call."""

import secrets

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from grants.domain.lifecycle import EVALUATION_LIFE
from grants.enums import VoiceOrigin
from grants.flows.holding import holding
from grants.models import Evaluation, SatisfactionVoice
from organizations.models import Community
from projects.enums import ConsentState
from projects.flows.linking import follow_voice
from projects.models import CommunityConsent
from venture.audit.flows import record
from venture.jobs.flows import defer
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.channels import send_sms, site_name

LANGUAGE = "zh-hans"
STARS = range(1, 6)


def ask_voices(*, evaluation_id: int, actor: User) -> list[SatisfactionVoice]:
    """Send each community that agreed to the project its link; who was asked before is not asked again.

    Raise ``RuleRefusal``: ``evaluation_illegal_move`` once it was proposed; ``own_organization``;
    ``voices_all_asked`` when nobody is left to ask.
    """
    grant_id = Evaluation.objects.values_list("grant_id", flat=True).get(pk=evaluation_id)
    with holding(grant_id, actor=actor) as grant:
        evaluation = Evaluation.objects.select_for_update().get(pk=evaluation_id)
        EVALUATION_LIFE.target_of("propose", evaluation.state)
        asked = set(evaluation.voices.filter(community__isnull=False).values_list("community_id", flat=True))
        consents = CommunityConsent.objects.filter(
            project_id=grant.project_id, state__in=ConsentState.favourable
        ).exclude(community_id__in=asked)
        voices = [
            SatisfactionVoice.objects.create(
                evaluation=evaluation, community_id=consent.community_id, token=secrets.token_urlsafe(24),
                mobile=consent.mobile, sent_at=clock.now(),
            )
            for consent in consents
        ]  # fmt: skip
        if not voices:
            raise RuleRefusal("voices_all_asked")
        for voice in voices:
            if voice.mobile:
                defer("grants.send_voice_link", f"{voice.pk}", voice_id=voice.pk)
        record(actor=actor, verb="evaluation.ask_voices", subject=evaluation, communities=len(voices))
        return voices


def send_voice_link(*, voice_id: int) -> None:
    """Send the link unless the community has answered. Raise ``OSError`` when the gateway did not take it."""
    voice = SatisfactionVoice.objects.select_related("evaluation__grant__project", "community").get(pk=voice_id)
    if voice.given_at is not None or voice.community is None:
        return
    with translation.override(LANGUAGE):
        text = _("How satisfied is %(community)s with the project “%(title)s”? One minute: %(link)s") % {
            "community": voice.community.name,
            "title": voice.evaluation.grant.project.title,
            "link": settings.SITE_URL.rstrip("/") + page_of(voice),
        }
        name = site_name(LANGUAGE)
    send_sms(voice.mobile, f"【{name}】{text}", number=f"voice:{voice.pk}")


def page_of(voice: SatisfactionVoice) -> str:
    """Return the address of the community's page as messages keep it: without the language."""
    with translation.override(LANGUAGE):
        return reverse("grants:voice", kwargs={"token": voice.token})


@transaction.atomic
def give_voice(*, voice_id: int, stars: int, words: str = "") -> SatisfactionVoice:
    """Write the answer of who came by the link; until the evaluation is proposed it may be given again.

    Raise ``RuleRefusal``: ``voice_stars_unknown``; ``voice_too_late``.
    """
    voice = (
        SatisfactionVoice.objects.select_for_update(of=("self",)).select_related("evaluation__grant").get(pk=voice_id)
    )
    _refuse_stars(stars)
    if "propose" not in EVALUATION_LIFE.verbs_from(voice.evaluation.state):
        raise RuleRefusal("voice_too_late")
    voice.stars, voice.words, voice.given_at = stars, words.strip()[:300], clock.now()
    voice.save(update_fields=["stars", "words", "given_at"])
    follow_voice(
        project_id=voice.evaluation.grant.project_id, community_id=voice.community_id, stars=stars, words=words,
        actor=None,
    )  # fmt: skip
    record(actor=None, verb="evaluation.give_voice", subject=voice.evaluation, voice=voice.pk, after=stars)
    return voice


def enter_voice(
    *, evaluation_id: int, origin: str, stars: int, words: str, actor: User, community_id: int | None = None
) -> SatisfactionVoice:  # fmt: skip
    """Write down what came on paper or by telephone. A community that was asked by a link keeps one voice.

    Raise ``RuleRefusal``: ``voice_stars_unknown``; ``voice_origin_unknown``; ``voice_given_already``;
    ``evaluation_illegal_move``; ``own_organization``.
    """
    _refuse_stars(stars)
    if origin not in (VoiceOrigin.PAPER, VoiceOrigin.PHONE):
        raise RuleRefusal("voice_origin_unknown")
    grant_id = Evaluation.objects.values_list("grant_id", flat=True).get(pk=evaluation_id)
    with holding(grant_id, actor=actor):
        evaluation = Evaluation.objects.select_for_update().get(pk=evaluation_id)
        EVALUATION_LIFE.target_of("propose", evaluation.state)
        community = Community.objects.filter(pk=community_id).first() if community_id else None
        voice = evaluation.voices.filter(community=community).first() if community else None
        if voice is not None and voice.given_at is not None:
            raise RuleRefusal("voice_given_already")
        voice = voice or SatisfactionVoice(evaluation=evaluation, community=community)
        voice.origin, voice.stars, voice.words = VoiceOrigin(origin), stars, words.strip()[:300]
        voice.given_at, voice.entered_by = clock.now(), actor
        voice.save()
        follow_voice(
            project_id=evaluation.grant.project_id, community_id=voice.community_id, stars=stars, words=words,
            actor=actor,
        )  # fmt: skip
        record(actor=actor, verb="evaluation.enter_voice", subject=evaluation, voice=voice.pk, after=stars)
        return voice


def _refuse_stars(stars: int) -> None:
    if stars not in STARS:
        raise RuleRefusal("voice_stars_unknown")

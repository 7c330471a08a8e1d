"""Communities say how satisfied they are: by a link, on paper or by telephone, once each, until it is proposed."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from grants.flows.evaluating import propose_evaluation
from grants.flows.voicing import ask_voices, enter_voice, give_voice
from grants.models import Evaluation, SatisfactionVoice
from grants.queries.evaluating import satisfaction_of
from organizations.models import Community
from projects.models import BoundCommunity, CommunityConsent
from tests.grants.closing.cases import LATER, Case, judged, make_case
from tests.organizations.factories import make_community
from venture.jobs.models import Job
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db


def agreed(case: Case) -> Community:
    community = make_community()
    CommunityConsent.objects.create(
        project=case.grant.project, community=community, state="agreed", token=f"consent-{community.pk}",
        contact_name="吴桂芳", mobile="+8613800000001", asked={}, asked_hash="0" * 64, asked_by=case.owner,
        asked_at=LATER, answered_at=LATER, answerer="吴桂芳",
    )  # fmt: skip
    return community


def asked() -> tuple[Case, Evaluation, SatisfactionVoice]:
    case = make_case()
    agreed(case)
    evaluation = judged(case)
    with clock.at(LATER):
        (voice,) = ask_voices(evaluation_id=evaluation.pk, actor=case.evaluator)
    return case, evaluation, voice


def refused(act: Any) -> str:
    before = list(SatisfactionVoice.objects.values())
    with pytest.raises(RuleRefusal) as refusal, clock.at(LATER):
        act()
    assert list(SatisfactionVoice.objects.values()) == before
    return refusal.value.code


def test_a_community_that_agreed_is_sent_its_link_once() -> None:
    case, evaluation, voice = asked()

    assert Job.objects.filter(name="grants.send_voice_link").count() == 1
    assert voice.token
    assert refused(lambda: ask_voices(evaluation_id=evaluation.pk, actor=case.evaluator)) == "voices_all_asked"


def test_whoever_holds_the_link_answers_and_may_change_it(client: Client) -> None:
    _case, evaluation, voice = asked()
    page = reverse("grants:voice", args=[voice.token])
    with clock.at(LATER):
        assert client.post(page, {"stars": "9"}).status_code == 422
        assert client.post(page, {"stars": "3", "words": "希望多来几次"}).status_code == 302
        assert client.post(page, {"stars": "5"}).status_code == 302

    voice.refresh_from_db()
    assert (voice.stars, voice.words) == (5, "")
    assert satisfaction_of(evaluation.pk) == (1, 1, 500)


def test_after_the_proposal_nobody_answers_any_more(client: Client) -> None:
    case, evaluation, voice = asked()
    with clock.at(LATER):
        propose_evaluation(evaluation_id=evaluation.pk, actor=case.evaluator)

    assert refused(lambda: give_voice(voice_id=voice.pk, stars=4)) == "voice_too_late"
    with clock.at(LATER):
        assert "不再接收答复" in client.get(reverse("grants:voice", args=[voice.token])).content.decode()


def test_staff_enter_paper_for_the_community_that_was_asked_and_for_others() -> None:
    case, evaluation, voice = asked()

    def enter(origin: str, stars: int, community: int | None = None) -> SatisfactionVoice:
        return enter_voice(
            evaluation_id=evaluation.pk, origin=origin, stars=stars, words="", actor=case.evaluator,
            community_id=community,
        )  # fmt: skip

    with clock.at(LATER):
        first = enter("paper", 4, voice.community_id)
        enter("phone", 2)

    assert first.pk == voice.pk
    assert satisfaction_of(evaluation.pk) == (2, 2, 300)
    assert refused(lambda: enter("paper", 5, voice.community_id)) == "voice_given_already"
    assert refused(lambda: enter("link", 5)) == "voice_origin_unknown"
    assert refused(lambda: enter("phone", 0)) == "voice_stars_unknown"


def test_what_a_community_says_in_the_evaluation_stands_in_the_linkage_too() -> None:
    case, _evaluation, voice = asked()
    bound = BoundCommunity.objects.create(project=case.grant.project, community=voice.community, role="landing")

    with clock.at(LATER):
        give_voice(voice_id=voice.pk, stars=4, words="老人们盼着社工来")

    bound.refresh_from_db()
    assert (bound.satisfaction, bound.satisfaction_words, bound.satisfied_at) == (4, "老人们盼着社工来", LATER)

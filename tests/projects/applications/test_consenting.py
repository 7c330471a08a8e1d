"""A community is asked by a link, answers by a code or at its own desk, and is bound to what it read."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from organizations.models import Community
from projects.domain.lifecycle import CONSENT_LIFE
from projects.enums import ConsentState
from projects.flows.applications import consenting, sending
from projects.models import CommunityConsent, Project
from projects.queries.checking import problems_of
from tests.accounts.factories import make_user
from tests.organizations.factories import make_community
from tests.projects.applications.factories import NOW, make_application, owner_of, save
from venture.audit.models import AuditEntry
from venture.jobs.models import Job
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify import codes

pytestmark = pytest.mark.django_db
PLACE = {
    "places": "p1", "places.p1.role": "landing", "places.p1.people": "120", "places.p1.venue": "社区活动室",
    "places.p1.contact_name": "吴桂芳", "places.p1.contact_mobile": "13900000001",
}  # fmt: skip


@pytest.fixture
def community() -> Community:
    return make_community()


@pytest.fixture
def project(community: Community) -> Project:
    made = make_application()
    save(made, "project", {"title": "银龄守护", "starts_on": "2025-08-01", "ends_on": "2026-03-01"}, base={})
    save(made, "landing", {**PLACE, "places.p1.community": community.code}, base={})
    return made


def ask(project: Project, community: Community) -> CommunityConsent:
    with clock.at(NOW):
        return consenting.ask_consent(
            project_id=project.pk, community_code=community.code, actor=owner_of(project.organization)
        )


def answer(consent: CommunityConsent, state: ConsentState, words: str = "", **more: Any) -> CommunityConsent:
    with clock.at(NOW):
        return consenting.answer_consent(
            consent_id=consent.pk, answer=state, answerer="吴桂芳", words=words, actor=None, **more
        )


def of_landing(project: Project) -> list[str]:
    project.refresh_from_db()
    return [each.code for each in problems_of(project) if each.section == "landing"]


def test_what_was_asked_is_kept_with_its_hash_and_the_link_leaves_by_a_job(
    project: Project, community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    consent = ask(project, community)

    assert (consent.asked["title"], consent.asked["people"], consent.asked["venue"]) == ("银龄守护", 120, "社区活动室")
    assert (len(consent.asked_hash), consent.mobile) == (64, "+8613900000001")
    assert Job.objects.filter(name="applications.send_consent_link", payload__consent_id=consent.pk).count() == 1
    assert of_landing(project) == ["consent_waiting"]


def test_an_agreement_holds_until_what_binds_the_community_changes(project: Project, community: Community) -> None:
    answer(ask(project, community), ConsentState.AGREED)
    assert of_landing(project) == []

    typed = project.sections.get(section="landing").typed
    save(project, "landing", {**typed, "places.p1.people": "500"})
    assert of_landing(project) == ["consent_outdated"]

    again = ask(project, community)
    assert (again.asked["people"], CommunityConsent.objects.filter(state="taken_back").count()) == (500, 1)


def test_the_same_question_is_not_asked_of_who_agreed(project: Project, community: Community) -> None:
    answer(ask(project, community), ConsentState.AGREED)
    before = AuditEntry.objects.count()
    with pytest.raises(RuleRefusal) as refused:
        ask(project, community)

    assert refused.value.code == "consent_answered"
    assert (CommunityConsent.objects.get().state, AuditEntry.objects.count()) == ("agreed", before)


@pytest.mark.parametrize(("state", "code"), [("conditional", ""), ("refused", "consent_refused")])
def test_whoever_does_not_simply_agree_says_why(project: Project, community: Community, state: str, code: str) -> None:
    consent = ask(project, community)
    with pytest.raises(RuleRefusal) as refused:
        answer(consent, ConsentState(state))
    assert refused.value.code == "consent_words_missing"
    assert CommunityConsent.objects.get().state == "asked"

    answer(consent, ConsentState(state), "活动室周三下午另有安排")
    assert of_landing(project) == ([code] if code else [])


@pytest.mark.parametrize("state", [state for state in ConsentState if state != ConsentState.ASKED])
def test_every_answer_is_the_last_one(project: Project, community: Community, state: ConsentState) -> None:
    consent = ask(project, community)
    CommunityConsent.objects.filter(pk=consent.pk).update(state=state, answered_at=NOW)
    with pytest.raises(RuleRefusal) as refused:
        answer(consent, ConsentState.AGREED)

    assert (refused.value.code, CommunityConsent.objects.get().state) == ("consent_illegal_move", state)
    assert set(CONSENT_LIFE.verbs_from(state)) <= {"take_back"}


def test_a_reminder_is_possible_once_and_not_before_two_working_days(project: Project, community: Community) -> None:
    consent = ask(project, community)
    owner = owner_of(project.organization)
    with clock.at(NOW + timedelta(hours=20)), pytest.raises(RuleRefusal) as early:
        consenting.nudge_consent(consent_id=consent.pk, actor=owner)
    with clock.at(NOW + timedelta(days=5)):
        consenting.nudge_consent(consent_id=consent.pk, actor=owner)
        with pytest.raises(RuleRefusal) as twice:
            consenting.nudge_consent(consent_id=consent.pk, actor=owner)

    assert (early.value.code, twice.value.code) == ("consent_nudge_early", "consent_nudge_early")
    assert Job.objects.filter(name="applications.send_consent_link").count() == 2


def test_a_telephone_answers_by_link_and_code_and_a_stranger_does_not(
    project: Project, community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[str, str]] = []

    class Kept:
        def send(self, address: str, text: str, *, number: str) -> None:
            sent.append((address, text))

    monkeypatch.setattr("venture.notify.channels.import_string", lambda name: Kept)
    monkeypatch.setattr(codes.secrets, "randbelow", lambda most: 123456)
    consent = ask(project, community)
    sending.send_consent_link(consent_id=consent.pk, number="1")
    path = f"/confirmations/{consent.token}/"
    assert (sent[0][0], path in sent[0][1]) == ("+8613900000001", True)

    client = Client()
    assert "13900000001" not in client.get(path).content.decode()
    form = {"act": "answer", "answer": "agreed", "answerer": "吴桂芳"}
    client.post(path, form)
    assert CommunityConsent.objects.get().state == "asked"

    client.post(path, {"act": "send"})
    assert client.post(path, {"act": "prove", "code": "000000"}).status_code == 422
    assert client.post(path, {"act": "prove", "code": "123456"}).status_code == 302
    assert client.post(path, {**form, "answer": "refused"}).status_code == 422
    assert client.post(path, form).status_code == 302
    kept = CommunityConsent.objects.get()
    assert (kept.state, kept.answerer, kept.answered_by) == ("agreed", "吴桂芳", None)
    assert AuditEntry.objects.filter(verb="application.answer_consent", actor=None).count() == 1


def test_who_works_for_the_community_answers_without_a_code(project: Project, community: Community) -> None:
    worker, stranger = make_user(), make_user()
    from organizations import flows as organizations

    organizations.add_community_worker(community_id=community.pk, user=worker, actor=None)
    consent = ask(project, community)
    form = {"act": "answer", "answer": "conditional", "answerer": "吴桂芳", "words": "须提前三天预约活动室"}
    for user in (stranger, worker):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        client.post(f"/confirmations/{consent.token}/", form)

    kept = CommunityConsent.objects.get()
    assert (kept.state, kept.answered_by, kept.words) == ("conditional", worker, "须提前三天预约活动室")


def test_a_question_that_was_taken_back_looks_missing(project: Project, community: Community) -> None:
    consent = ask(project, community)
    CommunityConsent.objects.update(state="taken_back")

    assert Client().get(f"/confirmations/{consent.token}/").status_code == 404

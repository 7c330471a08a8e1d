"""From paper: one person of the staff enters, another compares; the day of receipt decides, never the day of entry."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from accounts.enums import Role
from accounts.models import User
from organizations.flows import register_organization
from organizations.models import Membership
from projects.domain.lifecycle import PAPER_LIFE, SHEET_LIFE
from projects.enums import PaperState, SheetState
from projects.flows import applications as flows
from projects.flows import paper
from projects.flows.applications.consenting import note_consent
from projects.flows.applications.printing import paper_of
from projects.flows.applications.reminding import remind
from projects.models import SEAL_PURPOSE, PaperEntry, Project, Signature, Submission
from projects.queries.submissions import judged_content
from reviews.queries.drafts import drafts_in
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.organizations.factories import code_for, make_area, make_community, make_verified
from tests.projects.applications.complete import fill, stored
from tests.projects.applications.factories import NOW, make_application, owner_of, save
from tests.projects.applications.paper import TODAY, content_of, hand_over, late, make_handed_over, make_paper
from venture.audit.models import AuditEntry
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> User:
    return make_user(Role.CLERK, name="陈经办")


@pytest.fixture
def second() -> User:
    return make_user(Role.OPERATOR, name="许复核")


def stands() -> tuple[Any, ...]:
    return (
        list(Project.objects.values_list("pk", "state", "received_on")),
        list(PaperEntry.objects.values_list("pk", "state", "asked_by", "checked_by", "note")),
        Submission.objects.count(), Signature.objects.count(), AuditEntry.objects.count(), Message.objects.count(),
    )  # fmt: skip


def refused(act: Any, code: str, *, at: Any = NOW) -> None:
    before = stands()
    with clock.at(at), pytest.raises(RuleRefusal) as refusal:
        act()
    assert (refusal.value.code, stands()) == (code, before)


def test_one_enters_another_compares_and_only_then_it_counts(clerk: User, second: User) -> None:
    project = fill(make_paper(clerk), by=clerk)
    assert (project.on_paper, project.received_on, project.created_by) == (True, TODAY, clerk)
    hand_over(project, clerk)
    assert not Submission.objects.exists()
    with clock.at(NOW):
        submission = paper.confirm_paper(project_id=project.pk, sha256=content_of(project), key="k", actor=second)
        again = paper.confirm_paper(project_id=project.pk, sha256=content_of(project), key="k", actor=second)

    project.refresh_from_db()
    entry = PaperEntry.objects.get(project=project)
    assert again == submission
    assert (project.state, entry.state, entry.asked_by, entry.checked_by) == ("submitted", "confirmed", clerk, second)
    signature = submission.signature
    assert signature is not None
    assert (signature.kind, signature.signer, signature.sha256) == ("paper", clerk, submission.sha256)
    assert signature.scan == entry.scan
    assert judged_content(submission)["project"]["received_on"] == TODAY.isoformat()
    log = AuditEntry.objects.filter(actor__in=(clerk.pk, second.pk)).exclude(verb__startswith="file.").order_by("pk")
    assert list(log.values_list("verb", "actor")) == [
        ("application.enter_paper", clerk.pk), ("paper.ask", clerk.pk), ("application.submit", second.pk),
        ("paper.confirm", second.pk),
    ]  # fmt: skip
    told = Message.objects.get(event="application_submitted", person=owner_of(project.organization))
    assert told.context["receipt"] == submission.receipt


def test_nobody_compares_what_they_had_a_hand_in(clerk: User) -> None:
    typist, root = make_user(Role.CLERK), User.objects.create_superuser("root@city.example", display_name="超级用户")
    project, _clerk = make_handed_over(clerk)
    with clock.at(NOW):
        paper.take_paper_back(project_id=project.pk, actor=clerk)
    kept = project.sections.get(section="risks").typed
    save(project, "risks", {**kept, "risks.r1.measure": "改到室内"}, actor=typist)
    hand_over(project, root)
    sha256 = content_of(project)
    for person in (typist, root):
        refused(
            lambda person=person: paper.confirm_paper(project_id=project.pk, sha256=sha256, key="k", actor=person),
            "same_person",
        )


def test_who_belongs_to_the_applicant_neither_enters_nor_compares(clerk: User, second: User) -> None:
    organization = make_verified()
    Membership.objects.create(organization=organization, user=clerk, role="viewer", since=NOW)
    round_id = make_application().round_id
    refused(
        lambda: paper.enter_paper(round_id=round_id, organization=organization, received_on=TODAY, actor=clerk),
        "own_organization",
    )
    project, _clerk = make_handed_over()
    Membership.objects.create(organization=project.organization, user=second, role="viewer", since=NOW)
    refused(
        lambda: paper.confirm_paper(project_id=project.pk, sha256=content_of(project), key="k", actor=second),
        "own_organization",
    )
    assert not policy.allows(second, "applications.compare", project)


def test_what_differs_goes_back_with_a_note_and_comes_again(clerk: User, second: User) -> None:
    project, _clerk = make_handed_over(clerk)
    refused(lambda: paper.send_paper_back(project_id=project.pk, note=" ", actor=second), "paper_note_missing")
    with clock.at(NOW):
        entry = paper.send_paper_back(project_id=project.pk, note="受益人数应为168人。", actor=second)
    assert (entry.state, entry.note, entry.checked_by) == ("typing", "受益人数应为168人。", second)
    # The one who compared first may hand over now: the other one compares.
    hand_over(project, second, scan="")
    with clock.at(NOW):
        paper.confirm_paper(project_id=project.pk, sha256=content_of(project), key="k", actor=make_user(Role.HEAD))
    assert Signature.objects.filter(project=project).count() == 1


def test_while_it_is_compared_nobody_writes(clerk: User) -> None:
    project, _clerk = make_handed_over(clerk)
    kept = project.sections.get(section="risks").typed
    refused(lambda: save(project, "risks", {**kept, "risks.r1.risk": "停电"}, actor=clerk), "paper_being_checked")
    assert project.sections.get(section="risks").typed == kept


def test_another_content_than_the_one_on_the_page_is_not_handed_in(clerk: User, second: User) -> None:
    project, _clerk = make_handed_over(clerk)
    refused(lambda: paper.confirm_paper(project_id=project.pk, sha256="0" * 64, key="k", actor=second), "paper_changed")
    Project.objects.filter(pk=project.pk).update(received_on=TODAY - timedelta(days=1))
    sha256 = PaperEntry.objects.get(project=project).sha256
    refused(lambda: paper.confirm_paper(project_id=project.pk, sha256=sha256, key="k", actor=second), "paper_changed")


def test_a_paper_that_came_in_time_is_entered_compared_and_handed_in_after_closing(clerk: User, second: User) -> None:
    organization = make_application().organization
    at = late(Round.objects.get(code="2025"))
    refused(lambda: make_paper(clerk, at=at, organization=organization), "paper_reason_missing", at=at)
    project, _clerk = make_handed_over(clerk, at=at)
    with clock.at(at):
        submission = paper.confirm_paper(project_id=project.pk, sha256=content_of(project), key="k", actor=second)
    assert submission.submitted_at == at
    entry = AuditEntry.objects.get(verb="application.enter_paper")
    assert (entry.facts["reason"], entry.facts["received_on"]) == ("当日集中收件", TODAY.isoformat())


def test_the_day_of_receipt_decides(clerk: User) -> None:
    round_ = make_application().round
    assert round_.closes_at is not None
    last = round_.closes_at.astimezone(clock.BEIJING).date()
    organization, at = make_verified(), late(round_)

    def enter(received_on: Any) -> Any:
        return lambda: paper.enter_paper(
            round_id=round_.pk, organization=organization, received_on=received_on, reason="邮路延误", actor=clerk
        )

    refused(enter(None), "paper_day_missing", at=at)
    refused(enter(last + timedelta(days=1)), "paper_day_late", at=at)
    refused(enter(last + timedelta(days=9)), "paper_day_ahead", at=at)
    refused(enter(round_.opens_at.astimezone(clock.BEIJING).date() - timedelta(days=1)), "paper_day_early", at=at)
    Round.objects.filter(pk=round_.pk).update(state="reviewing")
    refused(enter(last), "paper_too_late_to_enter", at=at)
    Round.objects.filter(pk=round_.pk).update(state="closed")
    with clock.at(at):
        assert enter(last)().received_on == last


def test_what_is_missing_keeps_from_handing_over(clerk: User) -> None:
    project = make_paper(clerk)
    refused(lambda: hand_over(project, clerk, scan=""), "application_incomplete")
    fill(project, by=clerk)
    refused(lambda: hand_over(project, clerk, scan=""), "paper_scan_missing")


def test_members_read_along_and_write_nothing_until_it_counts(clerk: User, second: User) -> None:
    project, _clerk = make_handed_over(clerk)
    owner = owner_of(project.organization)
    rights = ("view", "read", "edit", "write", "sign", "submit", "hand_in", "withdraw", "end")
    assert [right for right in rights if policy.allows(owner, f"applications.{right}", project)] == ["view", "read"]
    with clock.at(NOW):
        paper.confirm_paper(project_id=project.pk, sha256=content_of(project), key="k", actor=second)
        assert policy.allows(owner, "applications.recall", project)
        flows.recall_application(project_id=project.pk, actor=owner)
    assert policy.allows(owner, "applications.edit", project)
    assert not policy.allows(clerk, "applications.edit", project)


def test_an_entry_is_given_up_with_a_reason_and_leaves_the_count(clerk: User) -> None:
    project = make_paper(clerk)
    refused(lambda: paper.drop_paper(project_id=project.pk, reason="", actor=clerk), "withdraw_reason_missing")
    with clock.at(NOW):
        paper.drop_paper(project_id=project.pk, reason="录错机构", actor=clerk)
    project.refresh_from_db()
    assert (project.state, project.reason, project.paper_entry.state) == ("withdrawn", "录错机构", "dropped")
    assert make_paper(clerk, organization=project.organization).state == "draft"


def test_what_counts_is_not_given_up(clerk: User, second: User) -> None:
    project, _clerk = make_handed_over(clerk)
    with clock.at(NOW):
        paper.confirm_paper(project_id=project.pk, sha256=content_of(project), key="k", actor=second)
    refused(lambda: paper.drop_paper(project_id=project.pk, reason="重复", actor=clerk), "paper_counts")
    refused(lambda: paper.reopen_paper(project_id=project.pk, actor=clerk), "paper_not_returned")


def test_an_organisation_without_account_is_entered_and_its_paper_too(clerk: User) -> None:
    with clock.at(NOW):
        organization = register_organization(
            name="云溪市南山互助会", code=code_for(700), authority="云溪市民政局", area=make_area(), owner=None,
            actor=clerk, legal_representative="何平",
        )  # fmt: skip
    project = make_paper(clerk, organization=organization)
    assert (project.organization, organization.memberships.count()) == (organization, 0)


def test_the_opinion_that_came_on_paper_is_noted_with_its_seal(clerk: User) -> None:
    project, community = make_paper(clerk), make_community()
    row = {"places": "p1", "places.p1.community": community.code, "places.p1.role": "landing"}
    save(project, "landing", row, actor=clerk)
    given = {"project_id": project.pk, "community_code": community.code, "answer": "agreed", "answerer": "王主任"}
    seal = stored(clerk, "盖章意见.pdf", SEAL_PURPOSE)
    with clock.at(NOW):
        consent = note_consent(**given, seal=seal.key, actor=clerk)
    assert (consent.state, consent.answerer, consent.answered_by, consent.seal) == ("agreed", "王主任", clerk, seal)
    typed = make_application()
    other = stored(clerk, "盖章意见.pdf", SEAL_PURPOSE)
    refused(lambda: note_consent(**{**given, "project_id": typed.pk}, seal=other.key, actor=clerk), "paper_missing")


def test_nobody_is_reminded_of_what_the_staff_enter(clerk: User) -> None:
    project = make_paper(clerk)
    ends = project.round.closes_at
    assert ends is not None
    with clock.at(NOW):
        assert remind(project_id=project.pk, moment="day", ends=ends) == 0
        assert project not in drafts_in(project.round, clerk)
    assert not Message.objects.filter(event__startswith="application_closes").exists()


@pytest.mark.parametrize(("life", "states"), [(PAPER_LIFE, PaperState), (SHEET_LIFE, SheetState)])
def test_every_move_of_the_tables_leads_from_known_to_known_states(life: Any, states: Any) -> None:
    assert {move.target for move in life.moves.values()} <= set(states)
    assert all(move.sources <= set(states) for move in life.moves.values())


def test_the_printed_cover_names_the_way_the_day_and_both_hands(clerk: User, second: User) -> None:
    project, _clerk = make_handed_over(clerk)
    with clock.at(NOW):
        submission = paper.confirm_paper(project_id=project.pk, sha256=content_of(project), key="k", actor=second)
    pages = PdfReader(BytesIO(paper_of(submission).pdf)).pages
    cover = "".join(pages[0].extract_text().split())

    assert f"收件日期{TODAY.year}年{TODAY.month}月{TODAY.day}日" in cover
    assert "申报方式纸质申报（陈经办录入，许复核核对）" in cover
    assert "填表日期" not in cover

"""The steps of a screening: begun, judged, passed, given back, refused by two, lapsed, taken up again."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from projects.enums import ProjectState
from projects.flows import applications
from projects.flows.applications.submitting import submit_application
from projects.models import Correction, Project, Submission
from projects.queries.papers import arrived_on
from reviews import flows
from reviews.domain.checklist import KEYS
from reviews.enums import ScreeningState
from reviews.flows import Judgement, mark_of
from reviews.models import Screening, ScreeningItem, ScreeningVoice
from reviews.queries.facts import facts_of
from rounds.models import Round
from tests.accounts.factories import make_user
from tests.projects.applications.complete import make_complete, make_member, sign
from tests.projects.applications.factories import NOW, owner_of
from tests.reviews.factories import CLOSED, judge_all, make_handed_in, opened
from venture.audit.models import AuditEntry
from venture.jobs.models import Job
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]


def moved() -> tuple[Any, ...]:
    """Return everything that a refused step must leave alone."""
    return (
        list(Project.objects.order_by("pk").values_list("pk", "state")),
        list(Screening.objects.order_by("pk").values_list("pk", "state")),
        list(ScreeningItem.objects.order_by("pk").values_list("verdict", "request")),
        Correction.objects.count(), ScreeningVoice.objects.count(), AuditEntry.objects.count(),
        Message.objects.count(), Job.objects.count(),
    )  # fmt: skip


def refused(code: str, flow: Any, *, at: datetime = CLOSED, **given: Any) -> None:
    before = moved()
    with clock.at(at), pytest.raises(RuleRefusal) as refusal:
        flow(**given)
    assert (refusal.value.code, moved()) == (code, before)


def told(event: str) -> set[int]:
    return set(Message.objects.filter(event=event).values_list("person", flat=True))


def test_a_case_is_laid_out_from_the_data_when_somebody_opens_it() -> None:
    project, clerk = make_handed_in(), make_user()
    screening = opened(project, clerk)

    assert (screening.state, screening.officer, screening.begun_at) == (ScreeningState.BEGUN, clerk, CLOSED)
    items = list(screening.items.all())
    assert tuple(item.key for item in items) == KEYS
    assert {item.judge for item in items if item.verdict} == {"data"}
    assert {item.judge for item in items if not item.verdict} == {"person"}
    assert AuditEntry.objects.filter(verb="screening.begin").count() == 1
    assert opened(project, make_user()).pk == screening.pk
    assert AuditEntry.objects.filter(verb="screening.begin").count() == 1


def test_nobody_looks_while_the_applicant_may_still_change_it() -> None:
    project = make_handed_in()
    refused("screening_too_early", flows.open_screening, at=NOW, project_id=project.pk, actor=make_user())
    project.extensions.create(
        until=CLOSED + timedelta(days=2), reason="停电", state="granted", asked_by=make_user(), asked_at=NOW,
        decided_by=make_user(), decided_at=NOW,
    )  # fmt: skip
    refused("screening_too_early", flows.open_screening, project_id=project.pk, actor=make_user())


def test_who_belongs_to_the_applicant_never_screens_it_superusers_included() -> None:
    project = make_handed_in()
    member = make_member(project.organization, "viewer", is_superuser=True)
    refused("own_organization", flows.open_screening, project_id=project.pk, actor=member)


def test_with_everything_fitting_the_application_is_accepted_and_gets_its_blind_code() -> None:
    project = make_handed_in()
    screening = opened(project)
    refused("screening_unfinished", flows.pass_screening, project_id=project.pk, actor=make_user())
    clerk = judge_all(screening)
    with clock.at(CLOSED):
        flows.pass_screening(project_id=project.pk, actor=clerk)

    project.refresh_from_db()
    screening.refresh_from_db()
    assert (project.state, screening.state, screening.decided_at) == ("accepted", "passed", CLOSED)
    assert project.blind_code.startswith("B-")
    assert told("application_accepted") == {owner_of(project.organization).pk}
    assert [entry.verb for entry in AuditEntry.objects.order_by("seq")][-2:] == [
        "application.accept", "screening.pass",
    ]  # fmt: skip


def test_an_item_that_does_not_fit_keeps_from_passing() -> None:
    project = make_handed_in()
    judge_all(opened(project), "files")
    refused("screening_fails", flows.pass_screening, project_id=project.pk, actor=make_user())


def test_a_correction_opens_what_fails_and_is_due_at_the_end_of_a_working_day() -> None:
    project = make_handed_in()
    screening = opened(project)
    signatory = make_member(project.organization, "signatory")
    clerk = judge_all(screening, "files", "duplicate")
    with clock.at(CLOSED):
        correction = flows.ask_correction(project_id=project.pk, words="请一次补齐。", actor=clerk)

    project.refresh_from_db()
    screening.refresh_from_db()
    assert (project.state, screening.state) == ("returned", "correcting")
    # Asked on Saturday 29 March 2025: the five working days end on Friday 4 April, at the hour of the close.
    assert correction.due_at.astimezone(clock.BEIJING).isoformat() == "2025-04-04T09:00:00+08:00"
    items = list(correction.items.values_list("section", "path", "request"))
    assert items == [("project", "", "请补传盖章页。"), ("files", "", "请补传盖章页。")]
    assert told("application_returned") == {owner_of(project.organization).pk, signatory.pk}
    assert Message.objects.filter(event="application_returned")[0].path == f"/applications/{project.code}/returned/"
    job = Job.objects.get(name="reviews.lapse_correction")
    assert (job.run_at, job.payload) == (correction.due_at, {"project_id": project.pk})


def test_nothing_is_given_back_before_every_item_is_judged_and_says_what_to_mend() -> None:
    project = make_handed_in()
    screening = opened(project)
    given: dict[str, Any] = {"project_id": project.pk, "words": "", "actor": make_user()}
    refused("screening_unfinished", flows.ask_correction, **given)
    judge_all(screening)
    refused("screening_nothing_fails", flows.ask_correction, **given)
    judge_all(screening, "files", request="")
    refused("request_missing", flows.ask_correction, **given)
    judge_all(screening, "operator")
    refused("place_missing", flows.ask_correction, **given)


def correct(project: Project) -> Submission:
    with clock.at(CLOSED + timedelta(days=1)):
        save_section(project)
    sign(project, at=CLOSED + timedelta(days=1))
    with clock.at(CLOSED + timedelta(days=1)):
        return submit_application(project_id=project.pk, key="again", actor=owner_of(project.organization))


def save_section(project: Project) -> None:
    kept = project.sections.get(section="project").typed
    applications.save_section(
        project_id=project.pk, section="project", typed={**kept, "summary": "改写后的简介，" * 12}, base=kept,
        key="corrected", actor=owner_of(project.organization),
    )  # fmt: skip


def returned(*failing: str) -> tuple[Project, Screening]:
    project = make_handed_in()
    screening = opened(project)
    clerk = judge_all(screening, *failing)
    with clock.at(CLOSED):
        flows.ask_correction(project_id=project.pk, words="", actor=clerk)
    return project, screening


def test_a_correction_that_came_in_is_judged_anew_where_it_failed_and_nowhere_else() -> None:
    project, screening = returned("duplicate")
    submission = correct(project)
    fitting = screening.items.get(key="scope")
    again = flows.open_screening(project_id=project.pk, actor=make_user())

    assert (again.pk, again.state, again.submission) == (screening.pk, "begun", submission)
    assert screening.items.get(key="scope").judged_at == fitting.judged_at
    assert AuditEntry.objects.filter(verb="screening.resume").count() == 1
    clerk = judge_all(again, "scope")
    refused("corrections_used", flows.ask_correction, project_id=project.pk, words="", actor=clerk)


def test_a_round_may_allow_a_second_correction() -> None:
    project, screening = returned("duplicate")
    Round.objects.filter(pk=project.round_id).update(corrections=2)
    correct(project)
    with clock.at(CLOSED + timedelta(days=2)):
        flows.open_screening(project_id=project.pk, actor=make_user())
    clerk = judge_all(screening, "scope")
    with clock.at(CLOSED + timedelta(days=2)):
        assert flows.ask_correction(project_id=project.pk, words="", actor=clerk).number == 2


def test_an_overdue_correction_lapses_once_and_its_people_are_told() -> None:
    project, screening = returned("duplicate")
    due = project.corrections.get().due_at
    with clock.at(due - timedelta(seconds=1)):
        assert flows.lapse_due() == 0
    with clock.at(due):
        assert flows.lapse_correction(project_id=project.pk) is True
        assert (flows.lapse_correction(project_id=project.pk), flows.lapse_due()) == (False, 0)

    project.refresh_from_db()
    screening.refresh_from_db()
    assert (project.state, screening.state, project.corrections.get().state) == ("lapsed", "lapsed", "lapsed")
    assert told("application_lapsed") == {owner_of(project.organization).pk}


def test_a_correction_in_time_never_lapses() -> None:
    project, screening = returned("duplicate")
    correct(project)
    with clock.at(project.corrections.get().due_at + timedelta(days=9)):
        assert flows.lapse_due() == 0
    screening.refresh_from_db()
    assert screening.state == "correcting"


def proposed() -> tuple[Project, Screening, User]:
    project = make_handed_in()
    screening = opened(project)
    clerk = judge_all(screening, "scope")
    with clock.at(CLOSED):
        flows.propose_refusal(project_id=project.pk, reason="章程业务范围不含本项目。", actor=clerk)
    return project, screening, clerk


def test_a_refusal_needs_a_second_person_and_never_the_proposer() -> None:
    project, screening, clerk = proposed()
    assert Project.objects.get(pk=project.pk).state == ProjectState.SUBMITTED
    User.objects.filter(pk=clerk.pk).update(is_superuser=True)
    superuser = User.objects.get(pk=clerk.pk)
    refused("refusal_own_proposal", flows.confirm_refusal, project_id=project.pk, actor=superuser)
    with clock.at(CLOSED):
        flows.confirm_refusal(project_id=project.pk, actor=make_user())

    project.refresh_from_db()
    screening.refresh_from_db()
    assert (project.state, project.reason, screening.state) == ("rejected", "章程业务范围不含本项目。", "refused")
    message = Message.objects.get(event="application_refused")
    assert message.person == owner_of(project.organization)


def test_a_round_may_ask_for_three_persons() -> None:
    project, _screening, _clerk = proposed()
    Round.objects.filter(pk=project.round_id).update(persons_per_act={"refuse": 3})
    second = make_user()
    with clock.at(CLOSED):
        assert flows.confirm_refusal(project_id=project.pk, actor=second).state == "refusal"
    refused("refusal_confirmed_twice", flows.confirm_refusal, project_id=project.pk, actor=second)
    with clock.at(CLOSED):
        assert flows.confirm_refusal(project_id=project.pk, actor=make_user()).state == "refused"


def test_a_refusal_is_sent_back_with_a_reason_or_taken_back_by_its_proposer() -> None:
    project, screening, clerk = proposed()
    second = make_user()
    given: dict[str, Any] = {"project_id": project.pk, "reason": "", "actor": second}
    refused("refusal_reason_missing", flows.decline_refusal, **given)
    with clock.at(CLOSED):
        flows.decline_refusal(project_id=project.pk, reason="章程第六条含本项目。", actor=second)
        screening.refresh_from_db()
        assert (screening.state, screening.reason, screening.proposed_by) == ("begun", "", None)
        assert told("refusal_declined") == {clerk.pk}
        flows.propose_refusal(project_id=project.pk, reason="再议。", actor=clerk)
        assert flows.decline_refusal(project_id=project.pk, reason="", actor=clerk).state == "begun"


def test_a_refusal_has_grounds() -> None:
    project = make_handed_in()
    screening = opened(project)
    given: dict[str, Any] = {"project_id": project.pk, "actor": judge_all(screening)}
    refused("refusal_reason_missing", flows.propose_refusal, reason=" ", **given)
    refused("screening_nothing_fails", flows.propose_refusal, reason="不符合", **given)


def test_what_a_colleague_judged_meanwhile_is_not_overwritten() -> None:
    project = make_handed_in()
    screening = opened(project)
    item = screening.items.get(key="scope")
    seen = mark_of(item)
    with clock.at(CLOSED):
        flows.judge_items(
            project_id=project.pk, judged={"scope": Judgement("fits", section=item.section, seen=seen)},
            actor=make_user(),
        )  # fmt: skip
    late = {"scope": Judgement("fails", section=item.section, seen=seen)}
    refused("item_moved", flows.judge_items, project_id=project.pk, judged=late, actor=make_user())


def test_who_decides_against_the_data_says_why() -> None:
    project = make_handed_in()
    item = opened(project).items.get(key="dates")
    assert item.verdict == "fits"
    against = Judgement("fails", section=item.section, seen=mark_of(item))
    given: dict[str, Any] = {"project_id": project.pk, "actor": make_user()}
    refused("override_needs_note", flows.judge_items, judged={"dates": against}, **given)
    nowhere = Judgement("fails", note="时间写错", section="project", path="nowhere", seen=mark_of(item))
    refused("place_unknown", flows.judge_items, judged={"dates": nowhere}, **given)


STEPS = {
    "pass": lambda project, actor: flows.pass_screening(project_id=project.pk, actor=actor),
    "correct": lambda project, actor: flows.ask_correction(project_id=project.pk, words="", actor=actor),
    "propose_refusal": lambda project, actor: flows.propose_refusal(project_id=project.pk, reason="不", actor=actor),
    "confirm_refusal": lambda project, actor: flows.confirm_refusal(project_id=project.pk, actor=actor),
    "decline_refusal": lambda project, actor: flows.decline_refusal(project_id=project.pk, reason="不", actor=actor),
}
FROM_BEGUN = {"pass", "correct", "propose_refusal"}


@pytest.mark.parametrize("verb", STEPS)
@pytest.mark.parametrize("state", ["begun", "refusal", "passed", "refused"])
def test_each_step_is_possible_only_where_the_table_of_states_says_so(verb: str, state: str) -> None:
    project = make_handed_in()
    screening = opened(project)
    clerk = judge_all(screening, "scope") if verb != "pass" else judge_all(screening)
    if state != "begun":
        Screening.objects.filter(pk=screening.pk).update(state=state, reason="不符合", proposed_by=clerk)
    other = make_user()
    possible = (state == "begun" and verb in FROM_BEGUN) or (state == "refusal" and verb not in FROM_BEGUN)
    if possible:
        with clock.at(CLOSED):
            STEPS[verb](project, other)
    else:
        refused("screening_illegal_move", STEPS[verb], project=project, actor=other)


def test_a_withdrawn_application_is_not_screened() -> None:
    project = make_complete()
    refused("application_illegal_move", flows.open_screening, project_id=project.pk, actor=make_user())


def test_a_district_waits_as_well_until_the_applicant_can_change_nothing() -> None:
    project = make_handed_in()
    Round.objects.filter(pk=project.round_id).update(district_first=True)
    given: dict[str, Any] = {"project_id": project.pk, "advice": "recommended", "words": "", "actor": make_user()}
    refused("screening_too_early", flows.recommend, at=NOW, **given)
    refused("recommendation_not_district", flows.recommend, **given)
    Round.objects.filter(pk=project.round_id).update(district_first=False)
    refused("recommendation_not_asked", flows.recommend, **given)


def test_a_paper_is_judged_by_the_day_it_came_not_by_the_day_it_was_keyed_in() -> None:
    project = make_handed_in()
    came = (NOW - timedelta(days=3)).astimezone(clock.BEIJING).date()
    submission = project.submissions.get()
    keyed = submission.submitted_at.astimezone(clock.BEIJING).date()
    assert arrived_on(project, submission) == keyed != came

    Project.objects.filter(pk=project.pk).update(on_paper=True, received_on=came)
    project = Project.objects.select_related("round__area", "organization").get(pk=project.pk)

    assert arrived_on(project, submission) == came
    assert facts_of(project, submission).organization.day == came

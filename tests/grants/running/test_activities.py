"""Activities: recorded once, counted, taken back with a reason, photos shown only where people agreed."""

import pytest

from grants.enums import GrantState
from grants.flows import running as flows
from grants.models import PHOTO_PURPOSE, SIGN_IN_PURPOSE, Activity, ActivityPhoto, Report
from tests.accounts.factories import make_user
from tests.grants.running.factories import TODAY, activity, clerk, expense, make_running, member, owner_of, upload
from venture.audit.models import AuditEntry
from venture.files.models import StoredFile
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db


def test_the_same_key_sent_again_is_one_activity() -> None:
    grant = make_running()
    first = activity(grant, key="phone-1", people=20)
    again = activity(grant, key="phone-1", people=99)

    assert again == first
    assert Activity.objects.get().people == 20
    assert AuditEntry.objects.filter(verb="activity.record").count() == 1


def test_a_key_of_another_project_is_refused() -> None:
    activity(make_running(), key="phone-1")
    with pytest.raises(RuleRefusal, match="key_foreign"):
        activity(make_running(), key="phone-1")
    assert Activity.objects.count() == 1


def test_the_first_activity_of_a_signed_project_lets_it_begin_with_its_reports() -> None:
    grant = make_running("agreed", paid=False)
    activity(grant)

    grant.refresh_from_db()
    assert grant.state == GrantState.ACTIVE
    assert list(Report.objects.values_list("kind", "order").order_by("due_on")) == [
        ("progress", 1), ("midterm", 1), ("progress", 2), ("final", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"title": " "}, "activity_without_title"),
        ({"on": TODAY.date().replace(year=TODAY.year + 1)}, "activity_in_future"),
        ({"people": -1}, "activity_numbers_wild"),
    ],
)
def test_what_cannot_be_is_refused(more: dict[str, object], code: str) -> None:
    with pytest.raises(RuleRefusal, match=code):
        activity(make_running(), **more)
    assert not Activity.objects.exists()


@pytest.mark.parametrize("state", ["offered", "closed", "terminated", "abandoned"])
def test_a_project_that_does_not_run_records_nothing(state: str) -> None:
    with pytest.raises(RuleRefusal, match="grant_not_running"):
        activity(make_running(state, paid=False))
    assert not Activity.objects.exists()


def test_a_record_is_taken_back_with_a_reason_and_stays() -> None:
    grant = make_running()
    row = activity(grant)
    with pytest.raises(RuleRefusal, match="activity_reason_missing"):
        flows.take_activity_back(activity_id=row.pk, reason=" ", actor=owner_of(grant))
    with clock.at(TODAY):
        flows.take_activity_back(activity_id=row.pk, reason="日期写错了", actor=owner_of(grant))

    row.refresh_from_db()
    assert (row.withdrawn_at, row.withdrawn_reason) == (TODAY, "日期写错了")
    with pytest.raises(RuleRefusal, match="activity_taken_back"):
        flows.take_activity_back(activity_id=row.pk, reason="又一次", actor=owner_of(grant))


def test_an_activity_that_an_expense_names_is_not_taken_back() -> None:
    grant = make_running()
    row = activity(grant)
    expense(grant, activity_id=row.pk)
    with pytest.raises(RuleRefusal, match="activity_has_expenses"):
        flows.take_activity_back(activity_id=row.pk, reason="写错了", actor=owner_of(grant))
    row.refresh_from_db()
    assert row.withdrawn_at is None


@pytest.mark.parametrize(
    ("consent", "children", "guardians", "shown"),
    [(True, False, False, True), (False, False, False, False), (True, True, False, False), (True, True, True, True)],
)
def test_a_photo_is_for_everybody_only_when_its_people_and_the_guardians_agree(
    consent: bool, children: bool, guardians: bool, shown: bool
) -> None:
    grant = make_running()
    owner = owner_of(grant)
    photo = flows.Photo(
        upload(owner, PHOTO_PURPOSE).key, consent=consent, children=children, guardians=guardians
    )  # fmt: skip
    row = activity(grant, photos=[photo])

    kept = ActivityPhoto.objects.get(activity=row)
    files, stranger = StoredFile.objects.all(), make_user()
    assert kept.may_be_shown is shown
    assert policy.visible(stranger, "files.view", files).filter(pk=kept.file_id).exists() is shown
    assert policy.visible(owner, "files.view", files).filter(pk=kept.file_id).exists()
    assert policy.visible(clerk(), "files.view", files).filter(pk=kept.file_id).exists()


def test_agreement_can_be_taken_back() -> None:
    grant = make_running()
    owner = owner_of(grant)
    activity(grant, photos=[flows.Photo(upload(owner, PHOTO_PURPOSE).key, consent=True)])
    photo = ActivityPhoto.objects.get()
    flows.set_consent(photo_id=photo.pk, consent=False, children=False, guardians=False, actor=owner)

    photo.refresh_from_db()
    assert not photo.may_be_shown
    assert not policy.visible(make_user(), "files.view", StoredFile.objects.filter(pk=photo.file_id)).exists()


def test_a_sign_in_sheet_has_few_readers() -> None:
    grant = make_running()
    owner = owner_of(grant)
    row = activity(grant, sign_in=upload(owner, SIGN_IN_PURPOSE).key)
    sheet = StoredFile.objects.filter(pk=row.sign_in_id)

    assert policy.visible(owner, "files.view", sheet).exists()
    assert policy.visible(clerk(), "files.view", sheet).exists()
    assert not policy.visible(member(grant, "viewer"), "files.view", sheet).exists()
    assert not policy.visible(make_user(), "files.view", sheet).exists()

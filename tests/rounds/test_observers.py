"""A round is lent for reading: to a named person, until a day, by a flow, and taken back at once."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from guardian.utils import get_user_obj_perms_model

from accounts.enums import Role
from accounts.models import Area, RoleGrant, User
from rounds import flows
from rounds.flows.observing import lend_round, take_back_round
from rounds.models import Round, RoundUserObjectPermission
from tests.accounts.factories import make_user
from tests.accounts.test_roles import applicant
from venture.audit.models import AuditEntry
from venture.kernel import clock, policy
from venture.kernel.errors import RuleRefusal

pytestmark = pytest.mark.django_db

TODAY = date(2027, 3, 1)
UNTIL = TODAY + timedelta(days=30)


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with clock.at(datetime(2027, 3, 1, 2, tzinfo=UTC)):
        yield


@pytest.fixture
def head() -> User:
    return make_user(Role.HEAD, name="赵明华")


@pytest.fixture
def watcher() -> User:
    return make_user(name="驻局纪检", email="watcher@city.example")


@pytest.fixture
def round_(head: User) -> Round:
    return flows.create_from_preset(preset="seed", code="2027", year=2027, actor=head)


@pytest.fixture
def other(head: User) -> Round:
    return flows.create_from_preset(preset="seed", code="2028", year=2028, actor=head)


def lend(round_: Round, user: User, actor: User, **given: Any) -> RoundUserObjectPermission:
    facts = {"round_id": round_.pk, "user_id": user.pk, "actor": actor, "until": UNTIL, "reason": "专项监督"}
    return lend_round(**{**facts, **given})


def refused(act: Any, *args: Any, **given: Any) -> str:
    before = (list(RoundUserObjectPermission.objects.order_by("pk").values()), AuditEntry.objects.count())
    with pytest.raises(RuleRefusal) as refusal:
        act(*args, **given)
    assert (list(RoundUserObjectPermission.objects.order_by("pk").values()), AuditEntry.objects.count()) == before
    return refusal.value.code


def reads(user: User, round_: Round) -> bool:
    user = User.objects.get(pk=user.pk)
    answers = {
        policy.allows(user, "rounds.view_staff", round_),
        policy.visible(user, "rounds.view_staff", Round.objects.filter(pk=round_.pk)).exists(),
        policy.with_right(user, "rounds.view_staff", Round.objects.filter(pk=round_.pk), name="may").get().may,
        user.has_perm("rounds.view_staff", round_),
    }
    assert len(answers) == 1
    return answers.pop()


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_guardian_keeps_it_on_the_direct_foreign_key() -> None:
    assert get_user_obj_perms_model(Round) is RoundUserObjectPermission


def test_an_observer_reads_one_round_and_no_other(round_: Round, other: Round, watcher: User, head: User) -> None:
    assert not reads(watcher, round_)

    observer = lend(round_, watcher, head)

    assert (reads(watcher, round_), reads(watcher, other)) == (True, False)
    entry = AuditEntry.objects.latest("seq")
    assert (entry.verb, entry.actor, entry.subject_pk, entry.after) == (
        "observer.lend", head, str(observer.pk), "2027-03-31",
    )  # fmt: skip
    assert entry.facts == {"reason": "专项监督", "round": "2027", "person": watcher.pk}


@pytest.mark.parametrize(
    "act", ["view_staff", "edit", "propose", "check", "publish", "send_back", "amend", "lend", "view_observers"]
)
def test_reading_is_all_that_an_observer_may(act: str, round_: Round, watcher: User, head: User) -> None:
    lend(round_, watcher, head)

    rows = policy.visible(User.objects.get(pk=watcher.pk), f"rounds.{act}", Round.objects.all())

    assert rows.exists() == (act == "view_staff")


def test_it_lapses_by_itself_after_its_day(round_: Round, watcher: User, head: User) -> None:
    lend(round_, watcher, head)

    with clock.at(datetime(2027, 3, 31, 15, 59, 59, tzinfo=UTC)):
        assert reads(watcher, round_)
    with clock.at(datetime(2027, 3, 31, 16, tzinfo=UTC)):
        assert not reads(watcher, round_)


def test_it_is_taken_back_at_once(round_: Round, watcher: User, head: User) -> None:
    observer = lend(round_, watcher, head)

    take_back_round(observer_id=observer.pk, actor=head)

    observer.refresh_from_db()
    assert (reads(watcher, round_), observer.ended_by) == (False, head)
    assert AuditEntry.objects.latest("seq").verb == "observer.take_back"
    assert refused(take_back_round, observer_id=observer.pk, actor=head) == "observer_ended"


def test_what_lapsed_is_not_taken_back(round_: Round, watcher: User, head: User) -> None:
    observer = lend(round_, watcher, head)

    with clock.at(datetime(2027, 5, 1, tzinfo=UTC)):
        assert refused(take_back_round, observer_id=observer.pk, actor=head) == "observer_ended"


def test_lending_again_renews_the_one_row_and_the_log_keeps_both(round_: Round, watcher: User, head: User) -> None:
    first = lend(round_, watcher, head)
    take_back_round(observer_id=first.pk, actor=head)
    again = lend(round_, watcher, head, until=UNTIL + timedelta(days=9))

    assert (again.pk, reads(watcher, round_)) == (first.pk, True)
    assert AuditEntry.objects.filter(verb="observer.lend").count() == 2


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": " "}, "reason_missing"),
        ({"until": TODAY - timedelta(days=1)}, "period_backwards"),
        ({"until": TODAY + timedelta(days=367)}, "observer_too_long"),
    ],
)
def test_a_loan_has_a_reason_and_an_end(given: Any, code: str, round_: Round, watcher: User, head: User) -> None:
    assert refused(lend, round_, watcher, head, **given) == code


def test_nobody_lends_to_oneself_nor_to_an_applicant_nor_to_a_closed_account(
    round_: Round, watcher: User, head: User
) -> None:
    assert refused(lend, round_, head, head) == "observer_is_lender"
    assert refused(lend, round_, make_user(is_active=False), head) == "person_inactive"
    applicant(watcher)
    assert refused(lend, round_, watcher, head) == "observer_applies"


def test_a_row_without_the_flow_is_refused_by_the_database(round_: Round, watcher: User, head: User) -> None:
    observer = lend(round_, watcher, head)

    for wrong in ({"lent_by": watcher}, {"until": None}, {"ended_at": observer.lent_at - timedelta(days=1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RoundUserObjectPermission.objects.filter(pk=observer.pk).update(**wrong)


# --- Doors ---


def test_an_observer_comes_in_and_finds_only_the_round(round_: Round, other: Round, watcher: User, head: User) -> None:
    client = client_of(watcher)
    assert client.get("/admin/").status_code == 404
    lend(round_, watcher, head)

    pages = ("/admin/", "/admin/rounds/2027/", "/admin/rounds/2027/setup/money/", "/admin/rounds/2027/log/")
    hidden = (
        "/admin/rounds/2028/",
        "/admin/rounds/2027/observers/",
        "/admin/accounts/user/",
        "/admin/audit/auditentry/",
    )
    assert [client.get(path).status_code for path in pages] == [200] * 4
    assert [client.get(path).status_code for path in hidden] == [404] * 4
    listed = client.get(reverse("admin:rounds_round_changelist")).context["cl"].result_list
    assert [each.code for each in listed] == ["2027"]


def test_an_observer_changes_nothing(round_: Round, watcher: User, head: User) -> None:
    lend(round_, watcher, head)
    before = Round.objects.filter(pk=round_.pk).values().get()
    client = client_of(watcher)

    client.post("/admin/rounds/2027/setup/basics/", {"title": "x"})
    client.post("/admin/rounds/2027/act/propose/")
    assert client.post("/admin/rounds/2027/observers/", {}).status_code == 404

    assert Round.objects.filter(pk=round_.pk).values().get() == before


def test_staff_lend_and_take_back_on_the_page(round_: Round, watcher: User, head: User) -> None:
    client, page = client_of(head), reverse("admin:rounds_observers", kwargs={"code": "2027"})
    typed = {"person": "watcher@city.example", "until": "2027-03-31", "reason": "专项监督"}
    wrong = client.post(page, {**typed, "person": "nobody@city.example"})
    assert (wrong.status_code, wrong.context["form"]["reason"].value()) == (422, "专项监督")

    assert client.post(page, typed).status_code == 302
    observer = RoundUserObjectPermission.objects.get()
    assert reads(watcher, round_)
    client.post(reverse("admin:rounds_end_observer", kwargs={"code": "2027", "pk": observer.pk}))

    assert not reads(watcher, round_)


def test_who_may_not_lend_sees_the_list_without_the_form(round_: Round, watcher: User, head: User) -> None:
    observer = lend(round_, watcher, head)
    page = reverse("admin:rounds_observers", kwargs={"code": "2027"})
    end = reverse("admin:rounds_end_observer", kwargs={"code": "2027", "pk": observer.pk})

    for role in (Role.OPERATOR, Role.AUDITOR, Role.SYSTEM_ADMIN):
        client = client_of(make_user(role))
        assert (client.get(page).context["form"], client.post(page).status_code, client.post(end).status_code) == (
            None, 404, 404,
        )  # fmt: skip
    assert reads(watcher, round_)


def test_an_observer_of_another_round_is_not_ended_through_this_one(
    round_: Round, other: Round, watcher: User, head: User
) -> None:
    observer = lend(other, watcher, head)

    answer = client_of(head).post(reverse("admin:rounds_end_observer", kwargs={"code": "2027", "pk": observer.pk}))

    assert (answer.status_code, reads(watcher, other)) == (404, True)


def test_a_district_lends_its_own_rounds_only(round_: Round, watcher: User) -> None:
    city = Area.objects.create(code="999900000000", name="云溪市")
    district = Area.objects.create(code="999901000000", name="临溪区", parent=city)
    local = make_user(name="区处长")
    RoleGrant.objects.create(user=local, role=Role.HEAD, area=district, starts_on=TODAY)
    Round.objects.filter(pk=round_.pk).update(area=city)
    assert not policy.allows(local, "rounds.lend", round_)

    Round.objects.filter(pk=round_.pk).update(area=district)

    assert policy.allows(User.objects.get(pk=local.pk), "rounds.lend", round_)


def test_the_page_costs_the_same_for_one_observer_and_for_three(round_: Round, watcher: User, head: User) -> None:
    client, page = client_of(head), reverse("admin:rounds_observers", kwargs={"code": "2027"})
    lend(round_, watcher, head)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        return len(queries)

    cost()
    first = cost()
    for _time in range(2):
        lend(round_, make_user(), head)

    assert cost() == first

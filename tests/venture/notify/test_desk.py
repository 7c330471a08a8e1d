"""Staff see what did not arrive, masked, and send it again or take it off the list with one click."""

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from tests.accounts.factories import make_user
from venture.audit.models import AuditEntry
from venture.jobs.models import Job
from venture.notify import flows
from venture.notify.models import Delivery

pytestmark = pytest.mark.django_db
LIST = "/admin/notify/delivery/?state__exact=parked"


@pytest.fixture
def keeper() -> User:
    return make_user(Role.SYSTEM_ADMIN)


@pytest.fixture
def client(keeper: User) -> Client:
    client = Client()
    client.force_login(keeper, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def parked(keeper: User) -> Delivery:
    flows.tell(make_user(email="zhou@city.example"), "password_changed", "k")
    delivery = Delivery.objects.get()
    flows.give_up(delivery, error="SMTPRecipientsRefused")
    return delivery


def press(client: Client, delivery: Delivery, verb: str) -> str:
    return client.post(f"/admin/desk/messages/{delivery.pk}/act/{verb}/").headers.get("Location", "")


def test_the_list_masks_the_address_and_offers_both_buttons(client: Client, parked: Delivery) -> None:
    page = client.get(LIST).content.decode()

    assert ("zhou@city.example" in page, "z***u@city.example" in page) == (False, True)
    assert f'formaction="/admin/desk/messages/{parked.pk}/act/resend/"' in page
    assert f'formaction="/admin/desk/messages/{parked.pk}/act/take_off/"' in page


def test_the_desk_counts_what_waits_and_leads_there(client: Client, parked: Delivery) -> None:
    page = client.get("/admin/").content.decode()

    assert LIST in page


def test_one_click_sends_it_again(client: Client, keeper: User, parked: Delivery) -> None:
    back = press(client, parked, "resend")
    parked.refresh_from_db()

    assert (back, parked.state, parked.tries, parked.attempts, parked.error) == (LIST, "queued", 2, 0, "")
    assert Job.objects.filter(name="notify.deliver", key=f"{parked.pk}:2", state="queued").count() == 1
    entry = AuditEntry.objects.get(verb="delivery.resend")
    assert (entry.actor, entry.before, entry.after) == (keeper, "parked", "queued")
    assert f"act/resend/{parked.pk}" not in client.get(LIST).content.decode()


def test_pressed_twice_it_is_sent_again_once(client: Client, parked: Delivery) -> None:
    press(client, parked, "resend")
    press(client, parked, "resend")
    parked.refresh_from_db()

    assert (parked.tries, AuditEntry.objects.filter(verb="delivery.resend").count()) == (2, 1)


def test_what_cannot_be_delivered_is_taken_off_the_list_and_stays_in_the_inbox(
    client: Client, parked: Delivery
) -> None:
    press(client, parked, "take_off")
    parked.refresh_from_db()

    assert (parked.state, parked.message.read_at) == ("dropped", None)
    assert AuditEntry.objects.get(verb="delivery.take_off").before == "parked"


def test_an_expert_finds_no_such_page_and_nothing_moves(parked: Delivery) -> None:
    expert = Client()
    expert.force_login(make_user(Role.EXPERT), backend="django.contrib.auth.backends.ModelBackend")
    answer = expert.post(f"/admin/desk/messages/{parked.pk}/act/resend/")
    parked.refresh_from_db()

    assert (answer.status_code, parked.state) == (404, "parked")

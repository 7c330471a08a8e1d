"""A person is told once, in the transaction of what happened, by every way that the event asks for."""

import re
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.enums import Role
from tests.accounts.factories import make_user
from venture.audit.models import AuditEntry
from venture.jobs.flows import work_off
from venture.jobs.models import Job
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify import flows, registry
from venture.notify.domain import lifecycle
from venture.notify.enums import DeliveryState
from venture.notify.models import Delivery, Message, TrayItem


class Broken:
    """A gateway that is down."""

    def send(self, address: str, text: str, *, number: str) -> None:
        raise ConnectionRefusedError("nobody listens")


@pytest.fixture(autouse=True)
def event() -> Iterator[None]:
    registry.event("test.urgent", title="标题 %(name)s", text="正文 %(name)s", sms=True, at_once=True)
    registry.event("test.quiet", title="轻 %(name)s", text="轻")
    yield
    for code in ("test.urgent", "test.quiet"):
        registry._events.pop(code)


@pytest.mark.django_db
def test_a_person_is_told_once_by_every_way_that_the_event_asks_for(mailoutbox: list[Any]) -> None:
    person = make_user(email="a@city.example", mobile="+8613800138000", name="周敏")
    first = flows.tell(person, "test.urgent", "k", path="/desk/", name="甲")
    again = flows.tell(person, "test.urgent", "k", name="乙")
    work_off()
    work_off()

    assert (again.pk, Message.objects.count(), first.title, first.text) == (first.pk, 1, "标题 甲", "正文 甲")
    assert sorted(Delivery.objects.values_list("channel", "address", "state")) == [
        ("email", "a@city.example", "sent"), ("sms", "+8613800138000", "sent"),
    ]  # fmt: skip
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [(["a@city.example"], "标题 甲 – 云溪公益创投")]
    assert "正文 甲" in mailoutbox[0].body
    assert "/desk/" in mailoutbox[0].body
    assert [item.body for item in TrayItem.objects.all()] == ["【云溪公益创投】正文 甲"]


@pytest.mark.django_db
def test_an_event_without_haste_uses_sms_only_where_there_is_no_mail() -> None:
    both = make_user(email="a@city.example", mobile="+8613800138000")
    only_mobile = make_user(email=None, mobile="+8613900139000")
    flows.tell(both, "test.quiet", "k", name="x")
    flows.tell(only_mobile, "test.quiet", "k", name="x")

    assert sorted(Delivery.objects.values_list("channel", "address")) == [
        ("email", "a@city.example"), ("sms", "+8613900139000"),
    ]  # fmt: skip


@pytest.mark.django_db
def test_an_address_that_is_named_is_the_only_one() -> None:
    person = make_user(email="new@city.example", mobile="+8613800138000")
    flows.tell(person, "test.urgent", "k", to=("email", "old@city.example"), name="x")
    flows.tell(person, "test.urgent", "k", to=("sms", "+8613700137000"), name="x")

    assert Message.objects.count() == 1
    assert sorted(Delivery.objects.values_list("address", flat=True)) == ["+8613700137000", "old@city.example"]


@pytest.mark.django_db
def test_an_event_that_nobody_declared_is_a_mistake() -> None:
    with pytest.raises(LookupError):
        flows.tell(make_user(), "test.unknown", "k")

    assert (Message.objects.count(), Job.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_never_told(mailoutbox: list[Any]) -> None:
    person = make_user()

    def act() -> None:
        with transaction.atomic():
            flows.tell(person, "test.urgent", "k", name="x")
            raise RuntimeError("the act failed")

    with pytest.raises(RuntimeError):
        act()
    work_off()

    assert (Message.objects.count(), Delivery.objects.count(), len(mailoutbox)) == (0, 0, 0)


@pytest.mark.django_db
def test_a_message_is_in_the_language_of_its_reader(mailoutbox: list[Any]) -> None:
    chinese, english = make_user(), make_user(locale="en")
    with translation.override("zh-hans"):
        flows.tell(chinese, "password_changed", "k")
        flows.tell(english, "password_changed", "k")
    work_off()
    subjects = {mail.to[0]: mail.subject for mail in mailoutbox}

    assert subjects[english.email or ""].startswith("Your password was changed")
    assert re.search(r"[一-鿿]", subjects[chinese.email or ""])


@pytest.mark.django_db
def test_a_gateway_that_is_down_is_tried_eight_times_then_waits_for_a_person_who_sends_again(settings: Any) -> None:
    settings.SMS_CHANNEL = f"{__name__}.Broken"
    keeper, person = make_user(Role.SYSTEM_ADMIN), make_user(email=None, mobile="+8613800138000")
    flows.tell(person, "test.urgent", "k", name="x")
    work_off()
    once = Delivery.objects.get()
    later = clock.now()
    for _each in range(12):
        later += timedelta(hours=2)
        with clock.at(later):
            work_off()
    parked = Delivery.objects.get()
    job = Job.objects.get(name="notify.deliver")

    assert (once.state, once.error, once.attempts) == ("failed", "ConnectionRefusedError", 1)
    assert (parked.state, parked.attempts, job.state, job.attempts) == ("parked", lifecycle.MOST_ATTEMPTS, "done", 8)
    assert [message.event for message in keeper.messages.all()] == ["delivery_parked"]

    settings.SMS_CHANNEL = "venture.notify.channels.TraySms"
    person.mobile = "+8613900139000"
    person.save()
    flows.resend(delivery_id=parked.pk, actor=keeper)
    work_off()
    sent = Delivery.objects.get()

    assert (sent.state, sent.error, sent.tries, TrayItem.objects.get().address) == ("sent", "", 2, "+8613900139000")
    assert AuditEntry.objects.get(verb="delivery.resend").actor == keeper
    with pytest.raises(RuleRefusal) as refused:
        flows.resend(delivery_id=sent.pk, actor=keeper)
    assert (refused.value.code, Delivery.objects.get().state) == ("delivery_illegal_move", "sent")


@pytest.mark.parametrize("verb", lifecycle.MOVES)
@pytest.mark.parametrize("state", DeliveryState.values)
def test_every_verb_moves_exactly_from_where_the_table_says(verb: str, state: str) -> None:
    move = lifecycle.MOVES[verb]
    if state in move.sources:
        assert lifecycle.target_of(verb, state) == move.target
    else:
        with pytest.raises(RuleRefusal) as refused:
            lifecycle.target_of(verb, state)
        assert refused.value.code == "delivery_illegal_move"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_threads_telling_the_same_thing_tell_it_once(mailoutbox: list[Any]) -> None:
    person = make_user()
    start = threading.Barrier(20)
    errors: list[BaseException] = []

    def press() -> None:
        try:
            start.wait()
            flows.tell(person, "test.urgent", "same", name="x")
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    work_off()

    assert errors == []
    assert (Message.objects.count(), Delivery.objects.count(), len(mailoutbox)) == (1, 1, 1)


def test_every_declared_event_has_words_without_a_gap() -> None:
    names = (
        "new", "lender", "colleague", "round", "name", "title", "reason", "organization", "code", "community", "need",
        "notice", "bank", "by", "holder", "owner", "receipt", "tail", "when", "place", "voucher", "wishes", "yuan",
        "answers", "minutes", "finding", "order", "remarks", "grade", "amount", "words",
        "ideas", "prize", "unit", "mentor", "hours", "giver", "donor",
    )  # fmt: skip
    instants = ("until", "closes", "at", "due", "first", "starts")
    sample = dict.fromkeys(names, "x") | dict.fromkeys(instants, "2027-01-01T00:00:00+08:00") | {
        "role": "clerk", "day": "2027-01-01", "usable": "2027-01-01", "number": "1", "count": 1, "left": 1,
        "answer": "agreed", "state": "verified", "stands": False, "granted": True, "most": 20,
        "fen": 100, "tax": 20, "field": "finance",
    }  # fmt: skip
    for language in ("en", "zh-hans"):
        with translation.override(language):
            for code in registry.declared():
                kind = {"report": "final", "change": "budget"}.get(code.partition("_")[0], "abnormal")
                words = registry.words_of(code, {**sample, "kind": kind})
                assert "%(" not in words.title + words.text


@pytest.mark.django_db
def test_a_second_telling_adds_no_address_that_came_later() -> None:
    person = make_user(email="a@city.example")
    flows.tell(person, "test.quiet", "k", name="x")
    person.email = "b@city.example"
    person.save()
    flows.tell(person, "test.quiet", "k", name="x")

    assert list(Delivery.objects.values_list("address", flat=True)) == ["a@city.example"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/", "/\\evil.example", "desk/"])
def test_a_message_opens_pages_of_this_site_only(path: str) -> None:
    with pytest.raises(ValueError, match="no page of this site"):
        flows.tell(make_user(), "test.quiet", "k", path=path, name="x")

    assert Message.objects.count() == 0


@pytest.mark.django_db
def test_a_message_that_lacks_a_fact_breaks_where_it_is_written() -> None:
    with pytest.raises(LookupError):
        flows.tell(make_user(), "test.quiet", "k")

    assert (Message.objects.count(), Job.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_who_left_hears_in_the_inbox_only() -> None:
    flows.tell(make_user(is_active=False), "test.urgent", "k", name="x")

    assert (Message.objects.count(), Delivery.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_a_delivery_that_is_done_with_is_not_sent_again(mailoutbox: list[Any]) -> None:
    delivery = flows.tell(make_user(), "test.quiet", "k", name="x").deliveries.get()
    flows.deliver(delivery.pk)
    flows.deliver(delivery.pk)

    assert len(mailoutbox) == 1


@pytest.mark.django_db
def test_a_title_with_a_line_break_makes_no_second_header(mailoutbox: list[Any]) -> None:
    flows.tell(make_user(), "test.quiet", "k", name="x\r\nBcc: all@city.example")
    work_off()

    assert mailoutbox[0].subject == "轻 x Bcc: all@city.example – 云溪公益创投"
    assert mailoutbox[0].recipients() == mailoutbox[0].to


@pytest.mark.django_db
def test_telling_one_person_costs_the_same_whatever_was_told_before() -> None:
    person = make_user()
    with CaptureQueriesContext(connection) as first:
        flows.tell(person, "test.quiet", "1", name="x")
    for key in "234":
        flows.tell(person, "test.quiet", key, name="x")
    with CaptureQueriesContext(connection) as fifth:
        flows.tell(person, "test.quiet", "5", name="x")

    assert len(first) == len(fifth) <= 20


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_tell_many_in_opposite_order_do_not_block_each_other() -> None:
    people = [make_user() for _ in range(12)]
    errors: list[BaseException] = []
    start = threading.Barrier(2)

    def tell(some: list[Any]) -> None:
        try:
            start.wait()
            flows.tell_all(some, "test.quiet", "same", name="x")
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=tell, args=(some,)) for some in (people, people[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (errors, Message.objects.count(), Delivery.objects.count()) == ([], 12, 12)

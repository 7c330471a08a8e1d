"""Codes prove an address once, for ten minutes, against five tries; nobody finds them anywhere but at the address."""

import re
import threading
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from venture.audit.models import AuditEntry
from venture.jobs.models import Job
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal
from venture.notify import codes
from venture.notify.models import CodesSent, Message, SecretCode, TrayItem

pytestmark = pytest.mark.django_db
NUMBER = "+8613800138000"


def issued(challenge: str = "c") -> str:
    codes.issue(challenge, channel="sms", address=NUMBER, language="zh-hans")
    return re.findall(r"\d{6}", TrayItem.objects.order_by("-pk")[0].body)[0]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_right_code_opens_once() -> None:
    code = issued()

    assert [codes.check("c", code), codes.check("c", code)] == [True, False]
    assert SecretCode.objects.count() == 0


@pytest.mark.parametrize("how", ["{0}{1}{2} {3}{4}{5}", " {0}{1}{2}-{3}{4}{5} "])
def test_a_code_is_taken_as_people_type_it(how: str) -> None:
    code = issued()

    assert codes.check("c", how.format(*code)) is True


def test_full_width_digits_are_taken() -> None:
    code = issued()

    assert codes.check("c", code.translate(str.maketrans("0123456789", "０１２３４５６７８９"))) is True


def test_a_code_of_another_challenge_opens_nothing() -> None:
    code = issued("mine")
    issued("yours")

    assert codes.check("yours", code) is False
    assert codes.check("mine", code) is True


def test_five_wrong_tries_end_the_challenge() -> None:
    code = issued()
    tries = [codes.check("c", wrong(code)) for _ in range(codes.TRIES)]

    assert (tries, codes.check("c", code)) == ([False] * codes.TRIES, False)


def test_a_code_is_void_after_ten_minutes_and_is_then_forgotten() -> None:
    code = issued("old")
    with clock.at(clock.now() + codes.VALID):
        assert codes.check("old", code) is False
        issued("new")

    assert SecretCode.objects.count() == 1


def test_a_second_code_voids_the_first() -> None:
    first = issued()
    second = issued()

    assert [codes.check("c", first) and first != second, codes.check("c", second)] == [False, True]


def test_neither_code_nor_challenge_is_kept_in_the_clear(caplog: Any) -> None:
    code = issued("challenge-name")
    kept = SecretCode.objects.values().get()

    assert code not in str(kept)
    assert "challenge-name" not in str(kept)
    assert (Message.objects.count(), Job.objects.count(), AuditEntry.objects.count()) == (0, 0, 0)
    assert code not in caplog.text


def test_without_a_gateway_the_log_says_that_a_text_was_due_and_not_what(settings: Any, caplog: Any) -> None:
    settings.SMS_CHANNEL = "venture.notify.channels.ConsoleSms"
    with caplog.at_level("INFO"):
        codes.issue("c", channel="sms", address=NUMBER, language="zh-hans")

    assert "138****8000" in caplog.text
    assert re.findall(r"\d{6}", caplog.text.replace("138****8000", "")) == []


def issue_many(count: int, *, address: str = NUMBER, network: str = "") -> int:
    """Ask ``count`` times and return how many codes left."""
    left = 0
    for number in range(count):
        # Anything else than this refusal breaks the test.
        with suppress(RuleRefusal):
            codes.issue(f"{address}{network}{number}", channel="sms", address=address, language="en", network=network)
            left += 1
    return left


def test_four_codes_in_ten_minutes_and_twenty_in_a_day_reach_one_number() -> None:
    start, left = clock.now(), []
    for tens in range(12):
        with clock.at(start + timedelta(minutes=11 * tens)):
            left.append(issue_many(6))
    with clock.at(start + timedelta(days=1, minutes=1)):
        left.append(issue_many(6))

    assert left == [4, 4, 4, 4, 4, 0, 0, 0, 0, 0, 0, 0, 4]
    assert TrayItem.objects.count() == sum(left)


def test_another_number_is_not_counted_with_it_but_the_network_is() -> None:
    numbers = [f"+86139001{n:05d}" for n in range(45)]

    assert issue_many(6) == 4
    assert sum(issue_many(1, address=each, network="10.1.1.1") for each in numbers) == 40
    assert issue_many(1, address="+8613700137000", network="10.1.1.2") == 1


def test_what_was_refused_left_no_code_and_the_one_before_still_opens() -> None:
    codes_sent = [issued("c") for _ in range(4)]
    with pytest.raises(RuleRefusal) as refused:
        issued("c")

    assert refused.value.code == "codes_too_many"
    assert (TrayItem.objects.count(), codes.check("c", codes_sent[-1])) == (4, True)


def test_the_count_keeps_neither_the_number_nor_the_network() -> None:
    codes.issue("c", channel="sms", address=NUMBER, language="en", network="10.1.1.1")
    kept = str(list(CodesSent.objects.values()))

    assert CodesSent.objects.count() == 2
    assert (NUMBER in kept, "10.1.1.1" in kept) == (False, False)


def test_a_code_that_the_gateway_did_not_take_says_so_to_the_caller(settings: Any) -> None:
    settings.SMS_CHANNEL = "tests.venture.notify.test_messages.Broken"
    with pytest.raises(OSError, match="nobody listens"):
        issued()

    assert TrayItem.objects.count() == 0


def test_a_code_of_another_key_of_the_site_opens_nothing(settings: Any) -> None:
    code = issued()
    settings.SECRET_KEY = "another"

    assert codes.check("c", code) is False


@pytest.mark.parametrize("typed", ["", "0", "12345", "1234567", "abcdef", "' OR 1=1", "\x00" * 6, "１２３" * 400])
def test_what_is_no_code_at_all_counts_as_a_wrong_try(typed: str) -> None:
    code = issued()
    wrong_tries = [codes.check("c", typed) for _ in range(codes.TRIES)]

    assert (wrong_tries, codes.check("c", code)) == ([False] * codes.TRIES, False)


def in_threads(count: int, work: Any) -> None:
    start = threading.Barrier(count)

    def run() -> None:
        try:
            start.wait()
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_who_type_the_right_code_at_once_open_once() -> None:
    code, opened = issued(), []
    in_threads(20, lambda: opened.append(codes.check("c", code)))

    assert (len(opened), sum(opened)) == (20, 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_guesses_at_once_are_five_tries() -> None:
    code, answers = issued(), []
    in_threads(20, lambda: answers.append(codes.check("c", wrong(code))))

    assert (sum(answers), SecretCode.objects.count(), codes.check("c", code)) == (0, 0, False)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_twenty_who_ask_for_one_number_at_once_get_four_codes() -> None:
    left = []
    in_threads(20, lambda: left.append(issue_many(1)))

    assert (sum(left), TrayItem.objects.count()) == (4, 4)

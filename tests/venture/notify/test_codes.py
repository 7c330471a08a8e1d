"""Codes prove an address once, for ten minutes, against five tries; nobody finds them anywhere but at the address."""

import re
from typing import Any

import pytest

from venture.audit.models import AuditEntry
from venture.jobs.models import Job
from venture.kernel import clock
from venture.notify import codes
from venture.notify.models import Message, SecretCode, TrayItem

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

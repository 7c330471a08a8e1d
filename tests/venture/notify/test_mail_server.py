"""A real SMTP server receives what we send, and can read it."""

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from accounts.enums import Role
from tests.accounts.factories import make_user
from venture.jobs.flows import work_off
from venture.jobs.models import Job
from venture.kernel import clock
from venture.notify import flows
from venture.notify.models import Delivery, Message


class Sink(socketserver.ThreadingTCPServer):
    """As much of RFC 5321 as a client needs. Refuses ``gone@`` for good, ``busy@`` for a while."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.taken: list[bytes] = []
        self.busy = True


class Session(socketserver.StreamRequestHandler):
    server: Sink

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        self.say("220 sink")
        while line := self.rfile.readline().decode("ascii", "replace").strip():
            verb = line[:4].upper()
            if verb == "QUIT":
                self.say("221 bye")
                return
            if verb == "RCPT" and "gone@" in line:
                self.say("550 no such user gone@city.example")
            elif verb == "RCPT" and "busy@" in line and self.server.busy:
                self.say("450 busy@city.example is over quota")
            elif verb == "DATA":
                self.say("354 go on")
                self.server.taken.append(self.read_data())
                self.say("250 taken")
            else:
                self.say("250 ok")

    def read_data(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    with Sink() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address[:2]
        settings.DEFAULT_FROM_EMAIL = "platform@city.example"
        yield server
        server.shutdown()


@pytest.mark.django_db
def test_a_chinese_mail_arrives_readable_as_text_and_as_page(sink: Sink) -> None:
    person = make_user(email="min@city.example", name="周敏 <b>")
    flows.tell(person, "contact_changed", "k", path="/account/", new="139****9000")
    work_off()
    mail = email.message_from_bytes(sink.taken[0], policy=email.policy.default)
    plain, page = mail.get_body(("plain",)), mail.get_body(("html",))

    assert (mail["To"], mail["From"]) == ("min@city.example", "platform@city.example")
    assert mail["Subject"].endswith("云溪公益创投")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert plain is not None
    assert page is not None
    assert "139****9000" in plain.get_content()
    assert "周敏 <b>" in plain.get_content()
    assert "周敏 &lt;b&gt;" in page.get_content()
    assert "/account/" in page.get_content()
    assert "src=" not in page.get_content()


@pytest.mark.django_db
def test_an_address_that_does_not_exist_waits_for_a_person_and_is_not_tried_again(sink: Sink, caplog: Any) -> None:
    keeper = make_user(Role.SYSTEM_ADMIN)
    flows.tell(make_user(email="gone@city.example"), "password_changed", "k")
    work_off()
    work_off()
    delivery, alert = Delivery.objects.get(), Message.objects.get(person=keeper)

    assert (delivery.state, delivery.error, delivery.attempts, sink.taken) == (
        "parked",
        "SMTPRecipientsRefused",
        1,
        [],
    )
    assert (alert.event, alert.path) == ("delivery_parked", "/admin/notify/delivery/?state__exact=parked")
    assert "gone@" not in caplog.text


@pytest.mark.django_db
def test_an_address_that_is_busy_is_tried_again_and_neither_the_log_nor_the_job_names_it(
    sink: Sink, caplog: Any
) -> None:
    flows.tell(make_user(email="busy@city.example"), "password_changed", "k")
    work_off()
    delivery, job = Delivery.objects.get(), Job.objects.get(name="notify.deliver")
    first = (delivery.state, delivery.error, delivery.attempts, job.state)
    sink.busy = False
    with clock.at(clock.now() + timedelta(hours=1)):
        work_off()
    delivery.refresh_from_db()

    assert first == ("failed", "SMTPRecipientsRefused", 1, "queued")
    assert "NotDeliveredError" in job.error
    assert "busy@" not in job.error + caplog.text
    assert (delivery.state, len(sink.taken)) == ("sent", 1)


@pytest.mark.django_db
def test_a_mail_carries_its_own_number_so_that_a_repeated_one_is_known_again(sink: Sink) -> None:
    flows.tell(make_user(email="min@city.example"), "password_changed", "k")
    work_off()
    delivery = Delivery.objects.get()
    Delivery.objects.update(state="queued")  # as after a crash between the sending and the writing
    flows.deliver(delivery.pk)
    numbers = {email.message_from_bytes(mail)["Message-ID"] for mail in sink.taken}

    assert (len(sink.taken), numbers) == (2, {f"<message-{delivery.pk}-1@127.0.0.1>"})

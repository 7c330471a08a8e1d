"""A real SMTP server receives what we send, and can read it."""

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from tests.accounts.factories import make_user
from venture.jobs.flows import work_off
from venture.notify import flows
from venture.notify.models import Delivery


class Sink(socketserver.ThreadingTCPServer):
    """As much of RFC 5321 as a client needs. Refuses ``gone@`` for good and keeps what it takes."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.taken: list[bytes] = []


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
                self.say("550 no such user")
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
def test_an_address_that_does_not_exist_fails_for_good_and_is_not_tried_again(sink: Sink) -> None:
    flows.tell(make_user(email="gone@city.example"), "password_changed", "k")
    work_off()
    work_off()
    delivery = Delivery.objects.get()

    assert (delivery.state, delivery.error, sink.taken) == ("failed", "SMTPRecipientsRefused", [])

"""The SMS gateway: what is sent to it, what its answers mean, and what never gets into the log."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from venture.notify import channels
from venture.notify.channels import RefusedForGoodError, for_good, send_sms

NUMBER = "+8613800138000"


class Gateway(ThreadingHTTPServer):
    """Answers with ``status`` and keeps what it got."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.status, self.slow, self.elsewhere = 200, threading.Event(), ""
        self.slow.set()
        self.got: list[tuple[dict[str, str], dict[str, str]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/send"


class Answer(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), json.loads(body)))
        self.server.slow.wait(5)
        if self.server.status == 0:
            self.wfile.write(b"this is not HTTP\r\n\r\n")
            return
        self.send_response(self.server.status)
        if self.server.elsewhere:
            self.send_header("Location", self.server.elsewhere)
        self.end_headers()
        self.wfile.write(f"no such number {NUMBER}".encode())

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    with Gateway() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.SMS_CHANNEL = "venture.notify.channels.GatewaySms"
        settings.SMS_URL, settings.SMS_TOKEN = server.url, "s3cret-token"
        yield server
        server.slow.set()
        server.shutdown()


def test_a_text_is_posted_with_the_token_and_a_number_of_its_own(gateway: Gateway) -> None:
    send_sms(NUMBER, "【云溪】您好", number="7-1")
    headers, body = gateway.got[0]

    assert body == {"to": NUMBER, "text": "【云溪】您好", "id": "7-1"}
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer s3cret-token", "7-1")


@pytest.mark.parametrize(
    ("status", "for_ever"), [(500, False), (503, False), (429, False), (408, False), (400, True), (422, True)]
)
def test_an_answer_says_whether_waiting_helps(gateway: Gateway, status: int, for_ever: bool, caplog: Any) -> None:
    gateway.status = status
    with pytest.raises(OSError, match=str(status)) as refused:
        send_sms(NUMBER, "x", number="7-1")

    assert for_good(refused.value) is for_ever
    assert isinstance(refused.value, RefusedForGoodError) is for_ever
    assert "13800138000" not in str(refused.value) + caplog.text
    assert "s3cret-token" not in str(refused.value) + caplog.text


def test_the_token_follows_no_redirect(gateway: Gateway) -> None:
    with Gateway() as elsewhere:
        threading.Thread(target=elsewhere.serve_forever, daemon=True).start()
        gateway.status, gateway.elsewhere = 302, elsewhere.url
        with pytest.raises(OSError, match="302"):
            send_sms(NUMBER, "x", number="7-1")
        elsewhere.shutdown()

    assert elsewhere.got == []


def test_a_gateway_that_thinks_too_long_or_talks_nonsense_is_tried_again(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway.status = 0
    with pytest.raises(OSError, match="BadStatusLine") as nonsense:
        send_sms(NUMBER, "x", number="7-1")
    monkeypatch.setattr(channels, "SMS_TIMEOUT", 0.2)
    gateway.slow.clear()
    with pytest.raises(TimeoutError) as silent:
        send_sms(NUMBER, "x", number="7-2")

    assert (for_good(nonsense.value), for_good(silent.value)) == (False, False)

"""A small clamd on the loopback: it speaks INSTREAM as the real one does and finds EICAR."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.venture.files.samples import EICAR


class _Line(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        self.server.seen.append(content)  # type: ignore[attr-defined]
        answer = self.server.answer  # type: ignore[attr-defined]
        self.wfile.write(answer or (b"stream: Eicar-Test FOUND\0" if EICAR in content else b"stream: OK\0"))


@contextmanager
def listening(answer: bytes = b"") -> Iterator[tuple[str, list[bytes]]]:
    """Yield the ``CLAMD_URL`` of a running scanner and what it was shown. ``answer`` is said to everything."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Line) as server:
        held: Any = server
        held.seen, held.answer = [], answer
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"tcp://127.0.0.1:{server.server_address[1]}", held.seen
        finally:
            server.shutdown()
            thread.join()


def nobody() -> str:
    """Return a ``CLAMD_URL`` where nobody listens."""
    return "tcp://127.0.0.1:1"

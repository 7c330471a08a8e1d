"""The virus scanner, where there is one: clamd's INSTREAM over TCP or a Unix socket. It keeps nothing."""

import socket
import struct
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings

PORT = 3310
PATIENCE = 30
CHUNK = 128 * 1024
LONGEST_ANSWER = 4096


class ScannerUnavailableError(Exception):
    """The scanner did not answer, or did not finish: nothing is known about the file."""


def is_set_up() -> bool:
    return bool(settings.CLAMD_URL)


def finding(content: IO[bytes]) -> str:
    """Return the name of what was found in ``content``; empty when nothing was.

    Raise ``ScannerUnavailableError`` when the scanner at ``CLAMD_URL`` gave no clear answer.
    """
    try:
        with _line() as line:
            line.sendall(b"zINSTREAM\0")
            while chunk := content.read(CHUNK):
                line.sendall(struct.pack("!L", len(chunk)) + chunk)
            line.sendall(struct.pack("!L", 0))
            answer = _answer(line)
    except OSError as failure:
        raise ScannerUnavailableError(str(failure)) from failure
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise ScannerUnavailableError(answer or "no answer")


def answers() -> bool:
    """Tell whether a clamd is there. Raise ``OSError`` when nothing is."""
    with _line() as line:
        line.sendall(b"zPING\0")
        return _answer(line) == "PONG"


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        more = line.recv(1024)
        if not more:
            break
        said += more
    return said.rstrip(b"\0\n").decode("utf-8", "replace")


def _line() -> socket.socket:
    where = urlsplit(settings.CLAMD_URL)
    if where.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(PATIENCE)
        try:
            line.connect(where.path)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((where.hostname or "", where.port or PORT), timeout=PATIENCE)

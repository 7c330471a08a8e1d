"""The chain of the log: what a link covers, how it is hashed, and how the first broken link is found. Pure."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

GENESIS = "0" * 64

# The algorithm is a column, so a bureau may move to another (SM3, say) and the older links still verify.
ALGORITHMS: dict[str, Callable[[bytes], str]] = {
    "sha256": lambda text: hashlib.sha256(text).hexdigest(),
    "sha3_256": lambda text: hashlib.sha3_256(text).hexdigest(),
}
if "sm3" in hashlib.algorithms_available:
    ALGORITHMS["sm3"] = lambda text: hashlib.new("sm3", text).hexdigest()


class Break(StrEnum):
    """What may be wrong with a chain."""

    MISSING = "missing"
    DISCONNECTED = "disconnected"
    CHANGED = "changed"
    UNKNOWN_ALGORITHM = "unknown_algorithm"
    REWRITTEN = "rewritten"
    TRUNCATED = "truncated"
    HEAD_DIFFERS = "head_differs"
    BEYOND_HEAD = "beyond_head"


@dataclass(frozen=True)
class Link:
    """One entry as it is hashed. ``body`` holds plain JSON values only; ``None`` when it could not be read."""

    seq: int
    body: Mapping[str, Any] | None
    prev_hash: str
    hash: str
    alg: str


@dataclass(frozen=True)
class Head:
    """The end of the chain as somebody wrote it down."""

    seq: int
    hash: str


@dataclass(frozen=True)
class Fault:
    """The first broken link. ``proven`` is the last entry that a published head still vouches for (0: none)."""

    kind: Break
    seq: int
    proven: int = 0


def plain(value: Any) -> Any:  # noqa: PLR0911 -- one line per kind of value
    """Return ``value`` as plain JSON: text, whole numbers, truth, nothing, lists and objects.

    Decimals, days and instants become text. Raise ``TypeError`` for a float, whose text differs between
    databases, and for anything else.
    """
    match value:
        case None | bool():
            return value
        case int():
            return int(value)
        case datetime():
            return instant_text(value)
        case str() | Decimal() | date() | UUID():
            return str(value)
        case Mapping():
            return {str(key): plain(each) for key, each in value.items()}
        case list() | tuple():
            return [plain(each) for each in value]
        case set() | frozenset():
            return sorted(plain(each) for each in value)
    if hasattr(value, "__str__") and type(value).__name__ == "__proxy__":
        return str(value)
    raise TypeError(f"the audit log holds no {type(value).__name__}")


def instant_text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def canonical(value: Any) -> bytes:
    """Return the one JSON text of plain values: keys sorted, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def digest(*, alg: str, seq: int, body: Mapping[str, Any], prev_hash: str) -> str:
    """Return the hash of a link. Raise ``KeyError`` for an algorithm this house does not know."""
    return ALGORITHMS[alg](canonical({"alg": alg, "seq": seq, "prev_hash": prev_hash, **body}))


START = Head(0, GENESIS)


def first_fault(
    links: Iterable[Link], *, head: Head | None, published: Iterable[Head] = (), start: Head = START
) -> Fault | None:
    """Walk the chain from its first entry, or from the one after ``start``, and return the first broken link.

    ``head`` is the end that the database itself keeps, ``published`` are ends that were written down elsewhere:
    only they can prove that the tail was cut or written anew.
    """
    known: dict[int, set[str]] = {}
    for each in published:
        known.setdefault(each.seq, set()).add(each.hash)
    last, proven = start, 0
    for link in links:
        if link.seq != last.seq + 1:
            return Fault(Break.MISSING, last.seq + 1, proven)
        if fault := _fault_of(link, last):
            return Fault(fault, link.seq, proven)
        last = Head(link.seq, link.hash)
        if link.seq in known:
            if known.pop(link.seq) != {link.hash}:
                return Fault(Break.REWRITTEN, link.seq, proven)
            proven = link.seq
    if known:
        return Fault(Break.TRUNCATED, last.seq + 1, proven)
    return _fault_of_head(head, last, proven)


def _fault_of(link: Link, last: Head) -> Break | None:
    if link.prev_hash != last.hash:
        return Break.DISCONNECTED
    if link.alg not in ALGORITHMS:
        return Break.UNKNOWN_ALGORITHM
    if link.body is None:
        return Break.CHANGED
    if digest(alg=link.alg, seq=link.seq, body=link.body, prev_hash=link.prev_hash) != link.hash:
        return Break.CHANGED
    return None


def _fault_of_head(head: Head | None, last: Head, proven: int) -> Fault | None:
    kept = head or START
    if kept.seq > last.seq:
        return Fault(Break.TRUNCATED, last.seq + 1, proven)
    if kept.seq < last.seq:
        return Fault(Break.BEYOND_HEAD, kept.seq + 1, proven)
    if kept.hash != last.hash:
        return Fault(Break.HEAD_DIFFERS, last.seq, proven)
    return None

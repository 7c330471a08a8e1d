"""The queue of an installation without Redis: kombu's folder of files, with every message whole or not there.

kombu opens a message under its final name and writes afterwards. A worker that looks in between takes an empty file
and stops with it (seen on a busy machine, about once in 50 starts). The name is given last here.
"""

import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps

PATIENCE, PAUSE = 50, 0.02  # times, seconds: how long a table of queues may be half written by another process


class Channel(filesystem.Channel):
    """Messages get their name when they are whole; a half-written table of queues is read again."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]  # as kombu has it
        name = f"{round(time.monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        folder = Path(self.data_folder_out)
        unfinished = folder / f"{name}.unfinished"  # no queue's ending: nobody takes it
        unfinished.write_bytes(str_to_bytes(dumps(payload)))
        unfinished.rename(folder / name)

    def get_table(self, exchange: str) -> Any:
        return _patiently(super().get_table, exchange)

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        _patiently(super()._queue_bind, exchange, routing_key, pattern, queue)


class Transport(filesystem.Transport):
    """Named in the settings beside ``filesystem://``."""

    Channel = Channel


def _patiently(ask: Any, *given: Any) -> Any:
    """Ask again while what was read is no JSON. The last refusal is the caller's."""
    for _time in range(PATIENCE):
        try:
            return ask(*given)
        except ValueError:
            time.sleep(PAUSE)
    return ask(*given)

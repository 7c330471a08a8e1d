"""The folder that serves as a queue: a message is whole or not there."""

import json
import threading
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection

QUEUE = "celery"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("queue", "control"):
        (tmp_path / name).mkdir()
    return tmp_path


def _channel(folder: Path, transport: str = "venture.broker:Transport") -> Any:
    options = {
        "data_folder_in": str(folder / "queue"),
        "data_folder_out": str(folder / "queue"),
        "control_folder": str(folder / "control"),
        "store_processed": False,
    }
    return Connection("filesystem://", transport=transport, transport_options=options).channel()


class Looking:
    """A message that looks, while it is being written, for what a worker would find."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.seen = folder, list[str]()

    def __json__(self) -> str:
        self.seen = [each.name for each in self.folder.glob(f"*.{QUEUE}.msg")]
        return "said"


def test_a_message_has_its_name_only_when_it_is_whole(folder: Path) -> None:
    message, channel = Looking(folder / "queue"), _channel(folder)

    channel._put(QUEUE, {"body": message})

    assert message.seen == []
    assert channel._get(QUEUE) == {"body": "said"}
    assert list((folder / "queue").iterdir()) == []


def test_the_library_s_own_folder_shows_a_message_before_it_is_written(folder: Path) -> None:
    """Why we keep our own: should this fail, kombu has mended it and venture/broker.py may go."""
    message = Looking(folder / "queue")

    _channel(folder, "kombu.transport.filesystem:Transport")._put(QUEUE, {"body": message})

    assert len(message.seen) == 1


def test_messages_taken_while_they_are_put_all_arrive_once(folder: Path) -> None:
    sent, got = 200, list[int]()
    putting = threading.Thread(target=lambda: [_channel(folder)._put(QUEUE, {"n": n}) for n in range(sent)])
    channel = _channel(folder)

    putting.start()
    while putting.is_alive() or any((folder / "queue").iterdir()):
        try:
            got.append(channel._get(QUEUE)["n"])
        except Empty:
            continue
    putting.join()

    assert sorted(got) == list(range(sent))


def test_a_table_of_queues_that_is_half_written_is_read_again(folder: Path) -> None:
    table = folder / "control" / "celery.exchange"
    table.write_text("", encoding="utf-8")
    writing = threading.Timer(0.1, lambda: table.write_text(json.dumps([["celery", "", "celery"]]), encoding="utf-8"))

    writing.start()
    try:
        assert [each.queue for each in _channel(folder).get_table("celery")] == ["celery"]
    finally:
        writing.join()

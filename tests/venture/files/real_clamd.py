"""Debian's own clamd for a moment: on a socket of its own, with one local signature and nothing fetched."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.venture.files.samples import EICAR

PROGRAM = shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin")
PATIENCE = 30
# 0 stands for any kind of file, * for anywhere in it.
SIGNATURE = f"Local.Eicar:0:*:{EICAR.hex()}\n"


@contextmanager
def scanning(folder: Path) -> Iterator[str]:
    """Yield the ``CLAMD_URL`` of a running clamd that knows EICAR."""
    assert PROGRAM is not None
    signatures, socket, config = folder / "signatures", folder / "clamd.sock", folder / "clamd.conf"
    signatures.mkdir()
    (signatures / "local.ndb").write_text(SIGNATURE)
    config.write_text(
        f"DatabaseDirectory {signatures}\nLocalSocket {socket}\nForeground yes\nLogFile {folder / 'clamd.log'}\n"
        "StreamMaxLength 60M\nSelfCheck 0\n"
    )
    with (folder / "clamd.out").open("wb") as out:
        process = subprocess.Popen([PROGRAM, "--config-file", str(config)], stdout=out, stderr=out)
    try:
        end = time.monotonic() + PATIENCE
        while not socket.exists():
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"clamd does not start:\n{(folder / 'clamd.out').read_text(errors='replace')}")
            time.sleep(0.05)
        yield f"unix://{socket}"
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)

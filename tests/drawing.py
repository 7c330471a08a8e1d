"""What a run of the gate draws from a large family: by name, the same ones every time, so that a failure comes back."""

import zlib


def drawn(name: str, share: int) -> bool:
    """Tell whether ``name`` is the one in ``share`` that this run looks at."""
    return zlib.crc32(name.encode()) % share == 0

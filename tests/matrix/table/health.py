"""The probes: open to everybody, and they tell nobody why."""

from tests.matrix.doors import DoorLine, public

# 503 where the queue's folder of a test run is not there.
READY = frozenset({200, 503})

TABLE: dict[str, DoorLine] = {
    "healthz": public(screens=False),
    "readyz": public(screens=False, get=READY),
}

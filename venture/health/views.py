"""The probes. ``/healthz``: the process lives. ``/readyz``: it can do its work. Neither tells the public why not."""

import logging

from django.http import HttpRequest, JsonResponse
from django.views import View

from venture.health import ground
from venture.health.findings import Check, Level, run

logger = logging.getLogger(__name__)

# The cache is not among them: while it is away each process keeps its own, and the doctor says so.
READY: dict[str, Check] = {
    "database": ground.database,
    "migrations": ground.migrations,
    "queue": ground.queue,
    "storage": ground.storage_is_there,
}


class Health(View):
    """Alive: this process answers. It asks nobody, so a sick database does not get the web process killed."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> JsonResponse:
        return _answer("alive", status=200)


class Ready(View):
    """Ready: send requests here. 503 takes the process out of the proxy's turn; the log says which part."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> JsonResponse:
        for part, check in READY.items():
            finding = run(part, check)
            if finding.level == Level.FAIL:
                logger.error("not ready: %s: %s", part, finding.says)
                return _answer("not ready", status=503)
        return _answer("ready", status=200)


def _answer(word: str, *, status: int) -> JsonResponse:
    return JsonResponse({"status": word}, status=status, headers={"Cache-Control": "no-store"})

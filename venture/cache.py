"""The cache: Redis, shared by all processes; while it is away each process keeps its own, so that pages go on.

Limits (sign-ins, calls of the API) are then counted by each process for itself: wider than before, never open. The
doctor and the probes ask Redis itself, through ``strict``.
"""

import logging
import time
from collections.abc import Callable
from typing import Any, ClassVar

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis import RedisError

PATIENCE_SECONDS = 1
REST_SECONDS = 5
OWN_ENTRIES = 20_000

logger = logging.getLogger(__name__)


def _either(name: str) -> Callable[..., Any]:
    def ask(self: "ForgivingRedisCache", *args: Any, **given: Any) -> Any:
        if not self.rests():
            try:
                return getattr(self.strict, name)(*args, **given)
            except (RedisError, OSError) as error:
                self.rest(error)
        return getattr(self.own, name)(*args, **given)

    ask.__name__ = name
    return ask


class ForgivingRedisCache(BaseCache):
    """A cache that answers with or without its server. After a failure the server is left alone for some seconds."""

    # One clock for all threads of the process; Django makes a cache object for each of them.
    _rests_until: ClassVar[dict[str, float]] = {}

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        patience = {"socket_connect_timeout": PATIENCE_SECONDS, "socket_timeout": PATIENCE_SECONDS}
        options = {**patience, **params.get("OPTIONS", {})}
        self.server = server
        self.strict = RedisCache(server, {**params, "OPTIONS": options})
        self.own = LocMemCache(f"instead of {server}", {**params, "OPTIONS": {"MAX_ENTRIES": OWN_ENTRIES}})

    def rests(self) -> bool:
        return time.monotonic() < self._rests_until.get(self.server, 0)

    def rest(self, error: Exception) -> None:
        self._rests_until[self.server] = time.monotonic() + REST_SECONDS
        logger.error("the cache does not answer (%s): each process counts for itself", type(error).__name__)

    add = _either("add")
    get = _either("get")
    set = _either("set")
    touch = _either("touch")
    delete = _either("delete")
    get_many = _either("get_many")
    set_many = _either("set_many")
    delete_many = _either("delete_many")
    has_key = _either("has_key")
    incr = _either("incr")
    clear = _either("clear")

    def close(self, **given: Any) -> None:
        self.strict.close(**given)

"""Acts in threads that start together, each with a connection of its own."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

from django.db import connection

from venture.kernel.errors import RuleRefusal


def at_once(acts: Sequence[Callable[[], object]]) -> list[object]:
    """Run the acts together; return what each gave, or the code of its refusal. An act never moves the clock."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except RuleRefusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def outcomes(acts: Sequence[Callable[[], object]]) -> list[str]:
    """Run the acts together; return "done" or the code of the refusal for each."""

    def finished(act: Callable[[], object]) -> str:
        act()
        return "done"

    return [str(said) for said in at_once([partial(finished, act) for act in acts])]

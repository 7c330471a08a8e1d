"""How long a look may take: work of the processor, so that a busy machine refuses nothing that a calm one takes."""

import time

from venture.kernel.errors import RuleRefusal

SECONDS = 1.8


class Patience:
    """A budget of processor time for one file, asked now and then by whoever works on it."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._until = time.thread_time() + seconds

    def is_over(self) -> bool:
        return time.thread_time() > self._until

    def ask(self) -> None:
        """Raise ``RuleRefusal("file_intricate")`` when the budget is used up."""
        if self.is_over():
            raise RuleRefusal("file_intricate")

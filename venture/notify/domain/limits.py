"""How many codes may leave: for one number or mailbox, and for one address of the network."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Limit:
    """At most ``most`` within any stretch of ``span``."""

    most: int
    span: timedelta


DAY = timedelta(days=1)
# Four codes of five tries in ten minutes, a hundred guesses of a million in a day: OWASP ASVS 5.0, 6.6.3.
PER_ADDRESS = (Limit(4, timedelta(minutes=10)), Limit(20, DAY))
# A whole office may sit behind one address of the network.
PER_NETWORK = (Limit(40, timedelta(minutes=10)), Limit(300, DAY))


def lets_one_more(sent: Iterable[datetime], now: datetime, limits: Sequence[Limit]) -> bool:
    """Say whether one more may leave at ``now`` when these left before."""
    times = list(sent)
    return all(sum(now - at < limit.span for at in times) < limit.most for limit in limits)


def still_counted(sent: Iterable[datetime], now: datetime) -> list[datetime]:
    """Return what the longest limit still looks at, so that the list does not grow."""
    return [at for at in sent if now - at < DAY]

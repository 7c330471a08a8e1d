"""What an expert reads before the review: the own part in a round, the city's list, the own declaration."""

from functools import lru_cache

from django.db.models import Prefetch, QuerySet
from pypinyin import lazy_pinyin

from organizations.domain.uscc import clean
from organizations.models import Organization
from reviews.models import Appointment, ExpertTie


def for_page() -> QuerySet[Appointment]:
    """Return parts in rounds with the expert's own declaration. Two queries."""
    declared = ExpertTie.objects.filter(declared=True).select_related("organization").order_by("pk")
    rows = Appointment.objects.select_related("round", "expert__user")
    return rows.prefetch_related(Prefetch("expert__ties", queryset=declared, to_attr="declared"))


def neutral_list(words: str) -> list[Organization]:
    """Return all organisations of the city that were ever verified, in the order of their sound; with ``words``, those
    whose name has them, whose first letters (``hlshgz``) do, or whose credit code begins with them. One query.

    Who applies plays no part.
    """
    rows = Organization.objects.filter(verified_at__isnull=False).only("name", "uscc")
    asked, code = words.casefold(), clean(words)
    found = [
        each
        for each in rows
        if not words or asked in each.name.casefold() or asked in _letters(each.name) or each.uscc.startswith(code)
    ]
    return sorted(found, key=lambda each: (_sound(each.name), each.name, each.pk))


@lru_cache(maxsize=20_000)
def _sound(name: str) -> tuple[str, ...]:
    return tuple(lazy_pinyin(name))


def _letters(name: str) -> str:
    """Return the first letter of each sound: ``hlshgz`` for 和邻社会工作."""
    return "".join(sound[:1] for sound in _sound(name)).casefold()

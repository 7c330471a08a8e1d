"""The frozen list of a notice that names projects: proposed awards with groups and sums, or a shortlist without money.

An item is ``{"code", "group", "title", "organization", "fen"}``, of a shortlist without ``fen``; groups stand in the
order of the list.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

Item = Mapping[str, Any]
FEN = 100


def is_awards(items: Sequence[Item]) -> bool:
    """Tell a list of awards from a list of needs."""
    return bool(items) and "fen" in items[0]


def is_shortlist(items: Sequence[Item]) -> bool:
    """Tell a list of projects that nobody proposes money for yet from one of awards and from one of needs."""
    return bool(items) and "organization" in items[0] and "fen" not in items[0]


def yuan(fen: int) -> str:
    """Return an amount as the list prints it: whole yuan without decimals, thousands apart."""
    whole = Decimal(fen) / FEN
    return f"{whole:,.0f}" if fen % FEN == 0 else f"{whole:,.2f}"


def table_block(items: Iterable[Item], *, head: Sequence[str], count: str, total: str) -> dict[str, Any]:
    """Return the list as a block that pages and papers draw. ``count`` and ``total`` name ``{n}`` projects."""
    rows: list[list[str]] = []
    number, whole = 0, 0
    for group, members in groupby(items, key=lambda item: item["group"]):
        held = list(members)
        rows.append([f"# {group}", "", count.format(n=len(held)), yuan(sum(each["fen"] for each in held))])
        for each in held:
            number += 1
            rows.append([str(number), each["title"], each["organization"], yuan(each["fen"])])
        whole += sum(each["fen"] for each in held)
    rows.append([f"= {total.format(n=number)}", "", "", yuan(whole)])
    return {"kind": "table", "head": list(head), "rows": rows}


def shortlist_block(items: Iterable[Item], *, head: Sequence[str]) -> dict[str, Any]:
    """Return a shortlist as a block: running number, project, applicant, field of service."""
    rows = [
        [str(number), each["title"], each["organization"], each["group"]] for number, each in enumerate(items, start=1)
    ]
    return {"kind": "table", "head": list(head), "rows": rows}

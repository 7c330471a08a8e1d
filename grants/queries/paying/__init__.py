"""What the pages and the flows of payments ask."""

from grants.queries.paying.facts import asked, closed_years, facts_of, planned, settings_of, ticks_for, to_send
from grants.queries.paying.rows import (
    for_desk,
    for_list,
    for_slip,
    open_orders,
    order_rows,
    orders_for_list,
    statements_for_list,
    steps_of,
    stop_of,
    stops_for_list,
    wanted,
)

__all__ = [
    "asked",
    "closed_years",
    "facts_of",
    "for_desk",
    "for_list",
    "for_slip",
    "open_orders",
    "order_rows",
    "orders_for_list",
    "planned",
    "settings_of",
    "statements_for_list",
    "steps_of",
    "stop_of",
    "stops_for_list",
    "ticks_for",
    "to_send",
    "wanted",
]

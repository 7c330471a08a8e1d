"""The API. A signed-in person reads what the pages show; tokens and scopes are held by tests/api."""

from collections.abc import Mapping
from typing import Any

from tests.matrix.doors import DoorLine, api, public
from tests.matrix.lists import api_page
from tests.matrix.table.portal import a_notice, draft_round, open_round


def notice() -> Mapping[str, Any]:
    keys = a_notice()
    return {"series": keys["code"], "number": keys["number"]}


TABLE: dict[str, DoorLine] = {
    "api:rounds": api(rows=api_page),
    "api:round": api(keys=open_round, foreign=draft_round),
    "api:notices": api(rows=api_page),
    "api:notice": api(keys=notice, foreign=lambda: {"series": "2999", "number": 1}),
    "api:schema": api(public=True),
    "api-docs": public(),
}

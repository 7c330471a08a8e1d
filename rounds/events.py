"""What those who may apply are told about a round."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from venture.kernel import clock
from venture.notify.registry import event


def _with_closing(facts: Mapping[str, Any]) -> Mapping[str, Any]:
    closes = datetime.fromisoformat(facts["closes"]).astimezone(clock.BEIJING)
    return {**facts, "closes": date_format(closes, "DATETIME_FORMAT")}


event(
    "round_opened",
    title=_("A round takes applications"),
    text=_("“%(round)s” takes applications until %(closes)s (Beijing time)."),
    say=_with_closing,
)
event(
    "round_amended",
    title=_("A round was amended"),
    text=_("“%(round)s” was amended (reason: %(reason)s). The guide says what holds now."),
)

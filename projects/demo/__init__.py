"""What communities need and organisations propose in 云溪市: all invented, played through the real flows."""

from projects.demo.linkage import load as tell_linkage
from projects.demo.needs import answer, collected_between, load, show_interest, titled
from projects.demo.resources import load as offer_resources
from projects.demo.resources import support as support_needs

__all__ = [
    "answer",
    "collected_between",
    "load",
    "offer_resources",
    "show_interest",
    "support_needs",
    "tell_linkage",
    "titled",
]

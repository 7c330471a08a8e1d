"""Pages of those who have ideas, of organisations that take them up, and of judges."""

from projects.views.ideas.judging import Judge, Judging
from projects.views.ideas.offers import MakeOffer, OfferAct, Offers
from projects.views.ideas.own import Act, MyIdeas, Point
from projects.views.ideas.posting import Draft, EditIdea, NewIdea

__all__ = [
    "Act",
    "Draft",
    "EditIdea",
    "Judge",
    "Judging",
    "MakeOffer",
    "MyIdeas",
    "NewIdea",
    "OfferAct",
    "Offers",
    "Point",
]

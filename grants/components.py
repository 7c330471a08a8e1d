"""What donations add to a project's result, and what they make of its public money, by the round's rules."""

from django.utils.translation import gettext_lazy as _

from grants.domain.giving import DONATIONS
from grants.queries.giving_effects import counted_of, public_of
from reviews.queries.components import contribute

contribute(DONATIONS, _("Points for donations"), counted=counted_of, public=public_of)

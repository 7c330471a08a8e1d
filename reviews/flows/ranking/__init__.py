"""Computing a ranking from sealed sheets, the lot that parts ties, and locking."""

from reviews.flows.ranking.computing import compute_ranking
from reviews.flows.ranking.locking import lock_ranking
from reviews.flows.ranking.lots import commit_lot

__all__ = ["commit_lot", "compute_ranking", "lock_ranking"]

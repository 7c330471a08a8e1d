from rounds import flows
from venture.jobs.registry import Run, handler


@handler("rounds.announce_window")
def announce_window(run: Run, round_id: int) -> None:
    flows.announce_window(round_id=round_id)

"""The write side of rounds, one story per file."""

from rounds.flows.amending import ask_amendment, decide_amendment
from rounds.flows.announcing import announce_amendment
from rounds.flows.drafting import clone_round, create_from_preset
from rounds.flows.locks import alone, intake
from rounds.flows.publishing import check_round, propose_round, publish_round, return_round
from rounds.flows.running import advance_round, announce_window
from rounds.flows.telling import tell_opened

__all__ = [
    "advance_round",
    "alone",
    "announce_amendment",
    "announce_window",
    "ask_amendment",
    "check_round",
    "clone_round",
    "create_from_preset",
    "decide_amendment",
    "intake",
    "propose_round",
    "publish_round",
    "return_round",
    "tell_opened",
]

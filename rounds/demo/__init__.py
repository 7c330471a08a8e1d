"""The rounds of 云溪市, an invented city, and what the member units of its leading group do in them."""

from rounds.demo.playing import load, past_call

__all__ = ["load", "past_call"]

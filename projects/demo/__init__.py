"""What communities need and organisations propose in 云溪市: all invented, played through the real flows."""

from projects.demo.needs import answer, collected_between, load, show_interest, titled

__all__ = ["answer", "collected_between", "load", "show_interest", "titled"]

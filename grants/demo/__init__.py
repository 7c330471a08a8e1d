"""The demonstration of 云溪市 after its decisions."""

from grants.demo.story import load

__all__ = ["load"]

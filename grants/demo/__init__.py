"""The demonstration of 云溪市 after its decisions."""

"""Who selects, changes by hand, decides, and calls from the reserve."""

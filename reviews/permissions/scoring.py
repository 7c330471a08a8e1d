"""Which projects an expert opens, scores and steps aside from."""

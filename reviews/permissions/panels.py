"""Who runs a live panel and who sits on it."""

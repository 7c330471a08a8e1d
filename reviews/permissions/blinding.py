"""Who decides about traces of applicants in what blind experts read."""

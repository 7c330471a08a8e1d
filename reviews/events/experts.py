"""What experts are told of their appointment."""

"""What staff and experts are told of the scoring."""

"""What applicants are told of the decision."""

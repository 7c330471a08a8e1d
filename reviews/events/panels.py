"""What applicants and experts are told of a live panel."""

"""What experts are told of their projects."""

"""The read side of accounts, one noun per file."""

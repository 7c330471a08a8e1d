"""The doors of accounts, one noun per file."""

"""The write side of accounts, one story per file."""

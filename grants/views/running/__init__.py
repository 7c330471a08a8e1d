"""The organisation's pages of a running project."""

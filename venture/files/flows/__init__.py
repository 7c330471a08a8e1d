"""The write side of files: keep, take up, scan, remove, clean away."""

from venture.files.flows.cleaning import clean_away, erase
from venture.files.flows.keeping import attach, note_reading, remove, store
from venture.files.flows.scanning import scan

__all__ = ["attach", "clean_away", "erase", "note_reading", "remove", "scan", "store"]

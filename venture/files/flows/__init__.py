"""The write side of files: keep, take up, copy, join, scan, remove, clean away."""

from venture.files.flows.cleaning import clean_away, erase
from venture.files.flows.keeping import attach, note_reading, remove, store
from venture.files.flows.scanning import scan
from venture.files.flows.taking import Brought, Pages, Reused, Uploaded, join_pictures, keep, reuse

__all__ = [
    "Brought",
    "Pages",
    "Reused",
    "Uploaded",
    "attach",
    "clean_away",
    "erase",
    "join_pictures",
    "keep",
    "note_reading",
    "remove",
    "reuse",
    "scan",
    "store",
]

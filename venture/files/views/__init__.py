"""Doors of files: bringing them before a form is sent, and the only way to their content."""

from venture.files.views.bringing import State, Upload
from venture.files.views.delivering import Download

__all__ = ["Download", "State", "Upload"]

"""Looking at a file before it is taken: what it is by its content, whether it is whole, whether it does something."""

from venture.files.examining.intake import Examined, examine

__all__ = ["Examined", "examine"]

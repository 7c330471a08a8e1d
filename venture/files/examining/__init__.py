"""Looking at a file before it is taken: what it is by its content, whether it is whole, whether it does something."""

from venture.files.examining.intake import Examined, examine, examined_pdf
from venture.files.examining.joining import MOST_PAGES, joined

__all__ = ["MOST_PAGES", "Examined", "examine", "examined_pdf", "joined"]

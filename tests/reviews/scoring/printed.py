"""A PDF with a text layer, set by the house's own printer."""

import typst


def pdf_of(text: str) -> bytes:
    """Return one page with the text."""
    made: bytes = typst.compile(f'#set text(font: "Noto Sans CJK SC")\n{text}'.encode())
    return made

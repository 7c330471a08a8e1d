"""Papers: values in, PDF out. The same values give the same bytes on every machine."""

from venture.files.printing.rendering import Missing, Printed, render

__all__ = ["Missing", "Printed", "render"]

"""Applications in a workbook: its pages and columns, the template to fill in, and reading what was filled in."""

from projects.forms.sheets.reading import read_sheet
from projects.forms.sheets.writing import template

__all__ = ["read_sheet", "template"]

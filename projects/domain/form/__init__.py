"""The application form (申报书) as data: which sections, fields and tables, how they are read, merged and judged."""

from projects.domain.form.kinds import Field, Form, Kind, Problem, Table, Typed
from projects.domain.form.merging import Conflict, Merged, merge, text_at
from projects.domain.form.reading import Asked, Read, read
from projects.domain.form.sections import FORMS

__all__ = [
    "FORMS",
    "Asked",
    "Conflict",
    "Field",
    "Form",
    "Kind",
    "Merged",
    "Problem",
    "Read",
    "Table",
    "Typed",
    "merge",
    "read",
    "text_at",
]

"""Forms that come in short steps on one page: a thumb on a telephone fills one after the other."""

from typing import Any, ClassVar

from django import forms


class SteppedForm(forms.ModelForm):
    """A form whose fields stand in ``steps``: a heading, and the names below it. A step without fields is left out."""

    steps: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]] = ()

    def stepped(self) -> list[tuple[Any, list[forms.BoundField]]]:
        found = [(heading, [self[name] for name in names if name in self.fields]) for heading, names in self.steps]
        return [(heading, fields) for heading, fields in found if fields]

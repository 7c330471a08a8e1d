"""Hiding what a round does not use: a field or table of an advanced means appears only where the round ticked it."""

from typing import Any, ClassVar

from django import forms

from rounds.models import Round


class MeansForm(forms.ModelForm):
    """A form whose ``needs`` name the means without which a field is left out. What is left out keeps its value.

    ``due`` fields may wait while the round is a draft and are needed before it is published; ``units`` stand behind
    the field; ``groups`` are headings with the fields below them.
    """

    needs: ClassVar[dict[str, str]] = {}
    units: ClassVar[dict[str, Any]] = {}
    due: ClassVar[tuple[str, ...]] = ()
    groups: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]] = ()

    def __init__(self, *args: Any, round_: Round | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round = self.instance if isinstance(self.instance, Round) else round_
        used = self.round.advanced if self.round is not None else []
        for name, means in self.needs.items():
            if means not in used:
                del self.fields[name]
        for name, unit in self.units.items():
            if name in self.fields:
                self.fields[name].unit = unit  # type: ignore[attr-defined]
        for name in self.due:
            self.fields[name].due = True  # type: ignore[attr-defined]
        for field in self.fields.values():
            if hasattr(field, "unit"):
                field.widget.attrs["class"] = "input num"

    def grouped(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the visible fields under their headings; all under none where there are no groups."""
        groups = self.groups or (("", tuple(self.fields)),)
        return [(heading, [self[name] for name in names if name in self.fields]) for heading, names in groups]

"""The texts of the form whose lengths a round may set, told to the rounds with their names and usual lengths."""

from projects.domain.form import FORMS, Kind
from projects.words.labels import label_of
from rounds.domain.lengths import declare_length

for _section, _form in FORMS.items():
    for _field in _form.fields:
        if _field.kind == Kind.TEXT:
            declare_length(
                f"{_section}.{_field.name}", section=_section, name=label_of(_section, _field.name).name,
                usual=_field.limit,
            )  # fmt: skip
    for _table in _form.tables:
        for _field in _table.fields:
            if _field.kind == Kind.TEXT:
                declare_length(
                    f"{_section}.{_table.name}.{_field.name}", section=_section,
                    name=label_of(_section, f"{_table.name}.x.{_field.name}").name, usual=_field.limit,
                )  # fmt: skip

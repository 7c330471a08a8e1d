"""Who serves whom, street by street (三社联动): the picture and the table behind it."""

from typing import Any

from django.http import Http404

from grants.queries import public
from portal.views.frame import ListPage
from projects.queries import linkage as queries
from rounds.enums import Field, Means
from rounds.queries import uses


class LinkagePicture(ListPage):
    """5 queries, however many projects and streets there are."""

    template_name = "portal/linkage.html"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        if not uses(Means.LINKAGE):
            raise Http404
        field = self.choice("field", Field.values)
        grants = {grant.project.code: grant for grant in public.for_list(field=field)}
        bonds = queries.bonds_of(grant.project_id for grant in grants.values())
        shown = queries.street_picture(bonds)
        titles = {code: grant.project.title for code, grant in grants.items()}
        return super().get_context_data(
            picture=shown, rows=table_of(shown, bonds, titles), fields=Field.choices, field=field,
            legend=[(slug, label) for slug, label in Field.choices],
            projects=len({bond.project for bond in bonds}), communities=len({bond.community for bond in bonds}),
            organizations=len({bond.organization for bond in bonds}), **given,
        )  # fmt: skip


def table_of(shown: Any, bonds: Any, titles: dict[str, str]) -> list[dict[str, Any]]:
    """Return a row for each street: its communities, who works there with what, and how many people it reaches."""
    rows = []
    for cell in shown.cells:
        here = [bond for bond in bonds if bond.street == cell.code]
        projects = {bond.project: bond for bond in here}
        rows.append(
            {
                "cell": cell, "communities": sorted(cell.communities),
                "projects": [(code, titles[code], bond.organization) for code, bond in sorted(projects.items())],
            }
        )  # fmt: skip
    return rows

"""The assignment of experts in words: refusals, acts, what cannot be met and what would help."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from venture.doors.acts import name_acts
from venture.kernel.errors import word

word(
    {
        "plan_illegal_move": gettext_lazy("This is not possible now: the proposal is “%(state)s”. Reload the page."),
        "plan_not_now": gettext_lazy(
            "Experts are assigned between the close of the call and the decision; they get their projects once the"
            " review has started."
        ),
        "plan_rules_unknown": gettext_lazy("Give whole numbers: at most %(most)s experts for a project or a group."),
        "plan_no_projects": gettext_lazy("No application has been accepted yet. Finish the screening first."),
        "plan_no_experts": gettext_lazy("No expert has signed the pledge yet. Remind them first."),
        "plan_outdated": gettext_lazy(
            "Projects, experts, conflicts or sheets have changed since it was computed. Propose anew."
        ),
        "plan_lacking": gettext_lazy(
            "The rules cannot be met this way. Choose one of the ways out, then propose anew."
        ),
    }
)
name_acts(
    {
        "plan.propose": gettext_lazy("Assignment of experts proposed"),
        "plan.apply": gettext_lazy("Assignment of experts put in force"),
        "plan.drop": gettext_lazy("Proposed assignment dropped"),
        "assignment.release": gettext_lazy("Project taken back from an expert"),
        "assignment.give_again": gettext_lazy("Project given to an expert again"),
    }
)

Names = Mapping[str, str]


def set_in_words(violated: Mapping[str, Any], projects: Names, experts: Names) -> str:
    """Say why the numbers of one set cannot meet (“these 6 projects can only be read by these 3 experts …”)."""
    facts = {
        "projects": len(violated["projects"]), "experts": len(violated["experts"]), "need": violated["need"],
        "capacity": violated["capacity"] + violated["outside"], "names": _listed(violated["experts"], experts),
        "codes": _listed(violated["projects"], projects),
    }  # fmt: skip
    if violated["kind"] == "minimum":
        return (
            _(
                "%(experts)s experts (%(names)s) are promised %(need)s projects, but only %(capacity)s can be given"
                " to them."
            )
            % facts
        )
    if violated["kind"] == "finance":
        return (
            _(
                "%(projects)s projects (%(codes)s) need a finance expert each, but those without a conflict can read"
                " only %(capacity)s: %(names)s."
            )
            % facts
        )
    return (
        _(
            "These %(projects)s projects (%(codes)s) can only be read by these %(experts)s experts (%(names)s):"
            " capacity %(capacity)s, needed %(need)s."
        )
        % facts
    )


def way_out(way: Mapping[str, Any], projects: Names, experts: Names) -> str:
    """Say one way out, so that somebody can take it by hand."""
    loads = "、".join(f"{experts.get(key, key)} {load}" for key, load in sorted(way["loads"].items()))
    pairs = "、".join(f"{projects.get(a, a)} – {experts.get(b, b)}" for a, b in way["pairs"])
    count = int(way["count"])
    return {
        "raise": _("Raise the limit of projects: %(loads)s.") % {"loads": loads},
        "lower": _("Lower the least number of projects: %(loads)s.") % {"loads": loads},
        "waive": _("Waive these soft conflicts with a reason: %(pairs)s.") % {"pairs": pairs},
        "add": ngettext(
            "Appoint %(count)s more expert for %(load)s projects.",
            "Appoint %(count)s more experts for %(load)s projects each.",
            count,
        )
        % {"count": count, "load": way["load"]},
        "forgo": _("Let these projects go without a finance expert: %(codes)s.")
        % {"codes": _listed(way["projects"], projects)},
    }[str(way["kind"])]


def _listed(keys: Iterable[str], names: Names, most: int = 8) -> str:
    told = [names.get(key, key) for key in keys]
    more = f" … +{len(told) - most}" if len(told) > most else ""
    return "、".join(told[:most]) + more

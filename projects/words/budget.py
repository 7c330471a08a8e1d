"""Budgets in words: what a rule says about one, what would mend it, and what a pasted table left to be looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy as p_

from projects.domain.budget import Act, Line, PasteProblem, Remedy, Rule, Verdict
from projects.enums import CostCategory
from projects.words.labels import name_of
from rounds.enums import BudgetRuleKind
from venture.kernel.errors import word
from venture.kernel.money import format_yuan

Kind = BudgetRuleKind
MOST = frozenset({Kind.MAX_AMOUNT, Kind.MAX_SHARE, Kind.LINE_MAX_AMOUNT})
SHARES = frozenset({Kind.MAX_SHARE, Kind.MIN_SHARE})
MONEY = {"grant": p_("purse", "grant"), "own": p_("purse", "own money"), "donation": p_("purse", "donations")}

word(
    {
        "costs_nothing": gettext_lazy("This line costs nothing. Write quantity and price, or remove the line."),
        "cost_too_large": gettext_lazy("Quantity times price is beyond reason. Check both."),
        "paid_above_cost": gettext_lazy("Own money and donations exceed the cost of this line. Lower them."),
        "budget_cut": gettext_lazy("%(rule)s: %(yuan)s yuan less would do."),
        "budget_swap": gettext_lazy("%(rule)s: pay %(yuan)s yuan of it with own money."),
        "budget_add": gettext_lazy("%(rule)s: %(yuan)s yuan more are needed."),
        "budget_without_remedy": gettext_lazy("%(rule)s: these lines cannot keep the rule. Plan them anew."),
        "budget_line_too_dear": gettext_lazy("%(item)s – %(rule)s: %(yuan)s yuan less would do."),
        "budget_line_forbidden": gettext_lazy("%(item)s – %(rule)s: not allowed. Remove it or pay it otherwise."),
        "basis_missing": gettext_lazy("%(item)s: write how the amount was calculated."),
        "quote_missing": gettext_lazy("%(item)s: attach a quotation."),
        "paste_empty": gettext_lazy("Nothing was pasted. Copy the rows in the spreadsheet first."),
        "paste_columns_guessed": gettext_lazy("No row of headings was found. The columns were taken for: %(fields)s."),
        "paste_column_unknown": gettext_lazy("The column “%(heading)s” has no place here and is not taken."),
        "paste_category_guessed": gettext_lazy("No kind of cost was given; taken for “%(label)s” by its name."),
        "paste_category_unknown": gettext_lazy("“%(text)s” is no kind of cost that is known here. Choose one later."),
        "paste_total_differs": gettext_lazy("The table says %(stated)s yuan; quantity × price is %(computed)s yuan."),
        "paste_total_as_price": gettext_lazy("Only the amount was given: taken as 1 × %(total)s yuan."),
        "paste_price_from_total": gettext_lazy("The price was worked out from the amount: %(price)s yuan."),
        "paste_price_uneven": gettext_lazy(
            "%(total)s yuan do not divide by %(quantity)s to the fen: taken as 1 × %(total)s yuan."
        ),
        "paste_rest_as_own": gettext_lazy("What the grant does not pay is taken as own money: %(own)s yuan."),
        "paste_more_cells": gettext_lazy("Cells beyond the headings are not taken: %(cells)s."),
    }
)  # fmt: skip

SKIPPED: Mapping[str, Any] = {
    "heading": p_("row of a pasted table", "heading"),
    "sum": p_("row of a pasted table", "sum"),
    "group": p_("row of a pasted table", "heading of a group"),
    "empty": p_("row of a pasted table", "empty"),
    "too_many": p_("row of a pasted table", "more rows than a budget holds"),
}


@dataclass(frozen=True)
class Said:
    """One rule on the panel: its name with the bound, its number, a sentence, and how full its bar is (0 to 100)."""

    title: str
    number: str
    sentence: str
    fill: float | None


def say(verdict: Verdict, rule: Rule, lines: Mapping[str, Line]) -> Said:
    """Return what the panel says of a rule. ``lines`` by their keys name what is meant."""
    return Said(_title(rule), _number(verdict, rule), _sentence(verdict, rule, lines), _fill(verdict, rule))


def problem_words(problem: PasteProblem) -> dict[str, Any]:
    """Return the details of a paste's problem with its fields in words."""
    if "fields" not in problem.values:
        return problem.values
    names = (name_of("budget", f"lines.x.{field}") if field not in OTHERS else str(OTHERS[field])
             for field in problem.values["fields"])  # fmt: skip
    return {**problem.values, "fields": str(_(", ")).join(names)}


OTHERS = {"total": p_("column of a pasted table", "amount"), "grant": p_("column of a pasted table", "grant")}


def _percent(basis_points: int) -> str:
    return f"{basis_points / 100:g}%"


def _title(rule: Rule) -> str:
    if rule.kind in SHARES:
        bound = _percent(rule.value)
    elif rule.kind in {Kind.MAX_AMOUNT, Kind.MIN_AMOUNT, Kind.LINE_MAX_AMOUNT}:
        bound = _("%(yuan)s yuan") % {"yuan": format_yuan(rule.value)}
    elif rule.kind == Kind.FORBIDDEN:
        return _("Not allowed: %(rule)s") % {"rule": rule.name}
    else:
        return _("%(rule)s (from %(yuan)s yuan on)") % {"rule": rule.name, "yuan": format_yuan(rule.value)}
    sign = "≤" if rule.kind in MOST else "≥"
    return f"{rule.name} {sign} {bound}"


def _number(verdict: Verdict, rule: Rule) -> str:
    if rule.kind in SHARES:
        return _percent(verdict.actual)
    if rule.kind in {Kind.LINE_NEEDS_BASIS, Kind.LINE_NEEDS_QUOTE}:
        if verdict.kept:
            return _("complete")
        return ngettext("%(count)s missing", "%(count)s missing", verdict.actual) % {"count": verdict.actual}
    return format_yuan(verdict.actual)


def _sentence(verdict: Verdict, rule: Rule, lines: Mapping[str, Line]) -> str:
    if verdict.kept:
        return _kept(verdict, rule)
    if not verdict.remedies:
        return _("These lines cannot keep the rule. Plan them anew.")
    first, *others = verdict.remedies
    said = [_first(first, verdict, lines)]
    said += [_other(each) for each in others if each.act != Act.CUT or rule.kind not in MOST]
    return "".join(said) if _joins_tightly() else " ".join(said)


def _joins_tightly() -> bool:
    """Chinese sentences follow each other without a blank."""
    return get_language() != "en"


def _kept(verdict: Verdict, rule: Rule) -> str:
    if rule.kind == Kind.MAX_AMOUNT:
        return _("%(yuan)s yuan more are possible.") % {"yuan": format_yuan(rule.value - verdict.counted_fen)}
    if rule.kind == Kind.MAX_SHARE:
        return _("Now %(now)s yuan; at most %(limit)s yuan.") % _amounts(verdict)
    if rule.kind == Kind.MIN_SHARE:
        return _("Now %(now)s yuan; at least %(limit)s yuan.") % _amounts(verdict)
    return ""


def _amounts(verdict: Verdict) -> dict[str, str]:
    return {"now": format_yuan(verdict.counted_fen), "limit": format_yuan(verdict.limit_fen)}


def _first(remedy: Remedy, verdict: Verdict, lines: Mapping[str, Line]) -> str:
    values = {"now": format_yuan(verdict.counted_fen), "yuan": format_yuan(remedy.fen)}
    match remedy.act:
        case Act.CUT:
            return _("Now %(now)s yuan. %(yuan)s yuan less would do.") % values
        case Act.SWAP:
            return _("Now %(now)s yuan. Pay %(yuan)s yuan of the grant from %(purse)s.") % {
                **values,
                "purse": MONEY[remedy.into],
            }
        case Act.ADD:
            return _("Now %(now)s yuan. %(yuan)s yuan more of %(purse)s would do.") % {
                **values,
                "purse": MONEY[remedy.money[0]],
            }
        case Act.TRIM:
            return _named(remedy, lines, _("%(item)s: %(yuan)s yuan less."))
        case _:
            return _named(remedy, lines, _("%(item)s: %(yuan)s yuan."))


def _other(remedy: Remedy) -> str:
    values = {"yuan": format_yuan(remedy.fen)}
    match remedy.act:
        case Act.SWAP:
            return _("Or let %(purse)s pay %(yuan)s yuan of it.") % {**values, "purse": MONEY[remedy.into]}
        case Act.ADD:
            return _("Or add %(yuan)s yuan of %(purse)s.") % {**values, "purse": MONEY[remedy.money[0]]}
        case _:
            return _("Or ask for %(yuan)s yuan less.") % values


def _named(remedy: Remedy, lines: Mapping[str, Line], sentence: str) -> str:
    """Name the three largest lines; the list of problems has them all."""
    said = [sentence % {"item": lines[key].item or _("A line without a name"), "yuan": format_yuan(fen)}
            for key, fen in remedy.lines[:3]]  # fmt: skip
    left = len(remedy.lines) - 3
    if left > 0:
        said.append(ngettext("And %(count)s more.", "And %(count)s more.", left) % {"count": left})
    return "".join(said) if _joins_tightly() else " ".join(said)


def _fill(verdict: Verdict, rule: Rule) -> float | None:
    if rule.kind not in SHARES | {Kind.MAX_AMOUNT, Kind.MIN_AMOUNT} or not verdict.bound:
        return None
    return round(min(100.0, max(0.0, verdict.actual / verdict.bound * 100)), 1)


def category_label(slug: str) -> str:
    return str(CostCategory(slug).label) if slug in CostCategory.values else slug

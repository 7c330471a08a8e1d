"""The first page of an organisation: where it stands, what is missing, what is entered."""

from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView

from organizations import queries
from organizations.domain.readiness import Standing, Step
from organizations.enums import CaseState, OrganizationState
from organizations.forms import PapersForm
from organizations.models import Organization
from organizations.views.frame import Own
from venture.doors.desk import label_of
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal, sentence_of

LABELS = {
    "entry": gettext_lazy("Complete the entry"),
    "certificate": gettext_lazy("Registration certificate in force"),
    "documents": gettext_lazy("Upload certificate and charter"),
    "inspection": gettext_lazy("State the result of the last inspection"),
    "grade": gettext_lazy("Assessment grade"),
    "account": gettext_lazy("Bank account in the organisation's name"),
    "signer": gettext_lazy("Somebody who may sign"),
    "verification": gettext_lazy("Have the entry verified"),
}
STANDINGS = {
    Standing.DONE: (pgettext_lazy("step", "Done"), "plain"),
    Standing.TO_DO: (pgettext_lazy("step", "To do"), "amber"),
    Standing.WAITING: (pgettext_lazy("step", "Waiting"), "blue"),
    Standing.MEND: (pgettext_lazy("step", "To correct"), "red"),
    Standing.LAPSED: (pgettext_lazy("step", "Lapsed"), "red"),
    Standing.OPTIONAL: (pgettext_lazy("step", "Optional"), ""),
    Standing.CLOSED: (pgettext_lazy("step", "Not possible"), "red"),
}
PAGES = {"documents": "documents", "inspection": "records", "account": "account", "signer": "members"}


class Line(NamedTuple):
    """A step as the page shows it."""

    label: Any
    hint: str
    url: str
    word: Any
    colour: str


class Overview(Own, TemplateView):
    """13 queries, however many papers, accounts, records and members."""

    template_name = "organizations/own.html"

    def shape(self) -> Any:
        return queries.for_own_page()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        row, today = self.row, clock.today()
        newest = row.requests[0] if row.requests else None
        undecided = newest is not None and newest.state == CaseState.SUBMITTED
        steps = queries.steps_before_applying(row, today)
        barred = queries.never_applies(row, today)
        return super().get_context_data(
            case=newest,
            faults=_faults(newest),
            lines=[self._line(step) for step in steps],
            left=sum(step.is_in_the_way for step in steps),
            barred=sentence_of(RuleRefusal(barred)) if barred else "",
            grade_today=queries.grade_on(row, today),
            in_force=[
                each
                for each in row.restrictions
                if any(fact.holds_on(today) for fact in queries.sanction_facts([each]))
            ],
            may_ask=row.may_edit and row.state == OrganizationState.REGISTERED and not undecided,
            may_change=row.may_edit and row.state == OrganizationState.VERIFIED and not undecided,
            papers=PapersForm(),
            **given,
        )

    def _line(self, step: Step) -> Line:
        word, colour = STANDINGS[step.standing]
        return Line(LABELS[step.code], self._hint(step), self._url(step), word, colour)

    def _url(self, step: Step) -> str:
        if step.code in PAGES:
            return self.page(PAGES[step.code])
        if step.code == "verification":
            return "#o-case"
        certified = step.code == "certificate" and self.row.state == OrganizationState.VERIFIED
        return self.page("change" if certified else "edit") if self.row.may_edit else ""

    def _hint(self, step: Step) -> str:
        row = self.row
        if step.code == "entry" and step.is_in_the_way:
            return "、".join(label_of(Organization, name) for name in queries.missing_in(row))
        if step.code == "certificate" and row.certificate_until:
            return _("valid until %(day)s") % {"day": date_format(row.certificate_until, "DATE_FORMAT")}
        if step.code == "grade" and row.grade_valid_until:
            day = date_format(row.grade_valid_until, "DATE_FORMAT")
            if step.standing == Standing.DONE:
                return _("%(grade)s, until %(day)s") % {"grade": row.grade, "day": day}
            return _("%(grade)s lapsed on %(day)s; enter the new one") % {"grade": row.grade, "day": day}
        if step.code == "account" and row.all_accounts and step.standing != Standing.TO_DO:
            return str(next(each for each in row.all_accounts if each.state in {"current", "proposed"}))
        return ""


def _faults(case: Any) -> list[tuple[str, str]]:
    """Return what is to be mended, by the name of the field or the paper."""
    if case is None:
        return []
    return [(item_label(name), text) for name, text in case.faults.items()]


def item_label(name: str) -> str:
    """Return an item of the checklist in words; papers are named as papers."""
    return capfirst(_("paper")) if name.startswith("document-") else label_of(Organization, name)

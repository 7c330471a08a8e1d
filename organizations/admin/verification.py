"""One request for verification: each claimed line beside the certificate, then verify, return or refuse."""

from typing import Any

from django.utils.translation import gettext_lazy

from organizations import flows, queries
from organizations.models import Organization, VerificationCase
from venture.doors import desk
from venture.doors.desk import DeskAct, DeskPage, label_of

PERMISSION = "organizations.decide_case"
ACTS: dict[str, desk.Act] = {
    "verify": (PERMISSION, flows.verify_case, gettext_lazy("Verified. The organisation may apply.")),
    "return": (PERMISSION, flows.return_case, gettext_lazy("Returned; the organisation sees the reason.")),
    "refuse": (PERMISSION, flows.refuse_case, gettext_lazy("Refused; the reason is kept.")),
}
ANSWERS = {"yes": True, "no": False}


class Desk(DeskPage):
    permission = "organizations.view_cases"
    template_name = "admin/organizations/case.html"
    acts = ACTS
    row: VerificationCase

    def rows(self) -> Any:
        return queries.cases_for_staff()

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        case = self.row
        lines = [
            {
                "name": name,
                "label": label_of(Organization, name),
                "claimed": value,
                "answer": case.compared.get(name),
            }
            for name, value in case.claimed.items()
        ]
        return super().get_context_data(
            **{"title": case.organization.name, "subtitle": case.organization.uscc, "lines": lines, **given}
        )


class Act(DeskAct):
    permission = "organizations.view_cases"
    acts = ACTS
    desk = "verification_desk"
    row: VerificationCase

    def rows(self) -> Any:
        return queries.cases_for_staff()

    def given(self, verb: str) -> dict[str, Any]:
        data = self.request.POST
        compared = {
            name: ANSWERS[data[f"line-{name}"]] for name in self.row.claimed if data.get(f"line-{name}") in ANSWERS
        }
        facts: dict[str, Any] = {"case_id": self.row.pk, "compared": compared}
        return facts if verb == "verify" else {**facts, "reason": data.get("reason", "")}

"""The project's desk: what is due next, one short form for what just took place, money, reports, progress."""

from typing import Any

from django.urls import reverse

from grants.enums import ReportState
from grants.forms.running import ActivityForm
from grants.queries.running import desk, purse_of, standing_of
from grants.queries.running.coming import coming_of, tranches_of
from grants.queries.running.figures import progress_of
from grants.queries.running.standing import turned_of
from grants.views.running.frame import ProjectPage, new_key
from grants.words.paying import cross_lines
from grants.words.running import RISKS, say_turned
from venture.kernel import clock

TONES = {
    ReportState.DUE: "blue", ReportState.SUBMITTED: "amber", ReportState.RETURNED: "red", ReportState.ACCEPTED: "plain",
    ReportState.WAIVED: "off",
}  # fmt: skip


class Desk(ProjectPage):
    """15 queries at most, however much was recorded; two more where the next tranche asks for hours of training."""

    template_name = "grants/running/desk.html"
    tab = "desk"

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        grant, today = self.row, clock.today()
        reports: list[Any] = desk.reports_of(grant)
        kinds = [each.kind for each in reports]
        for report in reports:
            report.only = kinds.count(report.kind) == 1
            report.tone = TONES[ReportState(report.state)]
            report.late = report.state in desk.WRITTEN and (report.mend_by or report.due_on) < today
        standing = standing_of(grant.organization, today)
        tranches = tranches_of(grant, today)
        coming = coming_of(grant, tranches, today, asks=self.may("may_ask"))
        following = desk.next_for(grant, reports, standing, today, coming)
        return super().get_context_data(
            today=today,
            following=following,
            next_url=reverse(following.page, args=following.args),
            stops=[RISKS[code] for code in standing.reasons],
            turned=say_turned(turned_of(grant)),
            purse=purse_of(grant),
            tranches=tranches,
            coming=coming,
            bad=cross_lines(coming.bad) if coming else [],
            reports=reports,
            accepted=sum(1 for each in reports if each.state == ReportState.ACCEPTED),
            progress=progress_of(grant, today),
            recent=desk.last_activities(grant),
            month=desk.month_of(grant, today),
            form=ActivityForm(grant=grant, initial={"on": today, "key": new_key()}) if self.may("may_record") else None,
            **given,
        )
